"""Counting what a network learns. Fill in the three functions; `build_mlp` may be a class instead."""

from torch import nn


def count_params(sizes):
    """The number of trainable parameters of a fully connected network with these widths, input first."""
    raise NotImplementedError


def mlp_param_count(n_in, n_hidden_layers, width, n_out):
    """The same for hidden layers that are all equally wide."""
    raise NotImplementedError


def build_mlp(sizes, batch_norm):
    """The network as a module of torch, each hidden layer normalised if `batch_norm` is true."""
    raise NotImplementedError
