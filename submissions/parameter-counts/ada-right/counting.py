"""Counting parameters. Ada"""
from torch import nn


def count_params(sizes):
    total = 0
    for n_in, n_out in zip(sizes[:-1], sizes[1:]):
        total += n_in * n_out + n_out
    return total


def mlp_param_count(n_in, n_hidden_layers, width, n_out):
    return count_params([n_in] + [width] * n_hidden_layers + [n_out])


def build_mlp(sizes, batch_norm):
    layers = []
    for i in range(len(sizes) - 1):
        layers.append(nn.Linear(sizes[i], sizes[i + 1]))
        if i < len(sizes) - 2:
            if batch_norm:
                layers.append(nn.BatchNorm1d(sizes[i + 1]))
            layers.append(nn.ReLU())
    return nn.Sequential(*layers)
