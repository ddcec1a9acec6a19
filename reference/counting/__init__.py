"""How many numbers a network learns."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def count_params(sizes: Sequence[int]) -> int:
    """Trainable parameters of a fully connected network, biases included.

        sum over layers of (inputs + 1) * outputs

    Source: Goodfellow, Bengio & Courville, Deep Learning (2016), section 6.1: every layer is an affine map W x + b.
    sizes: the width of every layer, input first, output last, at least two. One layer has no hidden units.
    Returns a whole number. Rival: counting the weights alone.

    >>> count_params([20, 10, 10, 10, 10, 10, 1])
    661
    """
    total = 0
    for inputs, outputs in pairwise(sizes):
        total += (inputs + 1) * outputs
    return total


def mlp_param_count(n_in: int, n_hidden_layers: int, width: int, n_out: int) -> int:
    """Trainable parameters of a fully connected network whose hidden layers are equally wide, biases included.

        (n_in + 1) width + (n_hidden_layers - 1)(width + 1) width + (width + 1) n_out

    Source: document 001, problem 1d, whose 5 hidden layers have 4 connections between them.
    n_hidden_layers >= 1. Returns a whole number.

    >>> mlp_param_count(n_in=20, n_hidden_layers=5, width=10, n_out=1)
    661
    """
    first = (n_in + 1) * width
    between = (n_hidden_layers - 1) * (width + 1) * width
    last = (width + 1) * n_out
    return first + between + last


def mlp_widths(n_in: int, n_hidden_layers: int, width: int, n_out: int) -> dict[str, list[int]]:
    """The widths of that network, as `count_params` is given them.

    >>> mlp_widths(n_in=20, n_hidden_layers=2, width=10, n_out=1)
    {'sizes': [20, 10, 10, 1]}
    """
    return {"sizes": [n_in, *[width] * n_hidden_layers, n_out]}


def as_counted(n_in: int, n_hidden_layers: int, width: int, n_out: int, counted: int) -> int:
    """The number of parameters, given what a function such as `count_params` counts for these widths: the same.

    >>> as_counted(n_in=20, n_hidden_layers=5, width=10, n_out=1, counted=610)
    610
    """
    return counted


def module_param_count(sizes: Sequence[int], batch_norm: bool, input: Float) -> int:  # noqa: A002 torch calls it so
    """Trainable parameters of a fully connected network, with batch normalisation after every hidden layer or without.

        count_params(sizes) + 2 * (hidden units)   with batch normalisation

    Source: Ioffe & Szegedy, Batch Normalization, arXiv:1502.03167v3, Algorithm 1: a scale and a shift per unit are
    learned. The running mean and variance are kept but not learned, so they are not counted.
    sizes: as for `count_params`; the input of the network does not matter. Returns a whole number.

    >>> [module_param_count([20, 10, 1], batch_norm, np.zeros((2, 20))) for batch_norm in (False, True)]
    [221, 241]
    """
    learned_by_normalisation = 2 * sum(sizes[1:-1]) if batch_norm else 0
    return count_params(sizes) + learned_by_normalisation


def module_output_shape(sizes: Sequence[int], batch_norm: bool, input: Float) -> list[int]:  # noqa: A002
    """The shape of what comes out: an example per row, as in the input, and an output unit per column.

    >>> module_output_shape([20, 10, 3], True, np.zeros((8, 20)))
    [8, 3]
    """
    return [len(input), sizes[-1]]
