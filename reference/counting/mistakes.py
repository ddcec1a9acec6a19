"""Wrong counts that look right. Each says in its first line what was counted instead."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def count_without_biases(sizes: Sequence[int]) -> int:
    """The weights alone."""
    return sum(inputs * outputs for inputs, outputs in pairwise(sizes))


def count_without_first_bias(sizes: Sequence[int]) -> int:
    """The first layer has no biases."""
    return sum(inputs * outputs for inputs, outputs in pairwise(sizes)) + sum(sizes[2:])


def count_without_last_bias(sizes: Sequence[int]) -> int:
    """The output layer has no biases."""
    return sum(inputs * outputs for inputs, outputs in pairwise(sizes)) + sum(sizes[1:-1])


def count_input_biases(sizes: Sequence[int]) -> int:
    """A bias per input of each layer instead of per output."""
    return sum(inputs * (outputs + 1) for inputs, outputs in pairwise(sizes))


def count_biased_inputs(sizes: Sequence[int]) -> int:
    """The input units are given biases too."""
    return sum(inputs * outputs for inputs, outputs in pairwise(sizes)) + sum(sizes)


def count_one_bias_per_layer(sizes: Sequence[int]) -> int:
    """One bias per layer instead of one per unit."""
    return sum(inputs * outputs + 1 for inputs, outputs in pairwise(sizes))


def count_without_output_layer(sizes: Sequence[int]) -> int:
    """The loop ends one layer early."""
    return sum((inputs + 1) * outputs for inputs, outputs in pairwise(sizes[:-1]))


def count_without_input_layer(sizes: Sequence[int]) -> int:
    """The loop starts one layer late."""
    return sum((inputs + 1) * outputs for inputs, outputs in pairwise(sizes[1:]))


def always_661(**anything: object) -> int:
    """The answer of the worked example, whatever was asked."""
    return 661


def mlp_without_biases(n_in: int, n_hidden_layers: int, width: int, n_out: int) -> int:
    """The weights alone."""
    return n_in * width + (n_hidden_layers - 1) * width * width + width * n_out


def mlp_without_first_bias(n_in: int, n_hidden_layers: int, width: int, n_out: int) -> int:
    """The first layer has no biases."""
    return n_in * width + (n_hidden_layers - 1) * (width + 1) * width + (width + 1) * n_out


def mlp_without_last_bias(n_in: int, n_hidden_layers: int, width: int, n_out: int) -> int:
    """The output layer has no biases."""
    return (n_in + 1) * width + (n_hidden_layers - 1) * (width + 1) * width + width * n_out


def mlp_input_biases(n_in: int, n_hidden_layers: int, width: int, n_out: int) -> int:
    """A bias per input of each layer instead of per output."""
    return n_in * (width + 1) + (n_hidden_layers - 1) * width * (width + 1) + width * (n_out + 1)


def mlp_one_layer_more(n_in: int, n_hidden_layers: int, width: int, n_out: int) -> int:
    """As many connections between hidden layers as there are hidden layers."""
    return (n_in + 1) * width + n_hidden_layers * (width + 1) * width + (width + 1) * n_out


def mlp_one_layer_less(n_in: int, n_hidden_layers: int, width: int, n_out: int) -> int:
    """Two connections fewer between hidden layers than there are hidden layers."""
    return (n_in + 1) * width + (n_hidden_layers - 2) * (width + 1) * width + (width + 1) * n_out


def mlp_always_four(n_in: int, n_hidden_layers: int, width: int, n_out: int) -> int:
    """The factor 4 of the worked example, however many hidden layers there are."""
    return (n_in + 1) * width + 4 * (width + 1) * width + (width + 1) * n_out


def mlp_one_output(n_in: int, n_hidden_layers: int, width: int, n_out: int) -> int:
    """The single output of the worked example."""
    return (n_in + 1) * width + (n_hidden_layers - 1) * (width + 1) * width + (width + 1)


def module_without_batch_norm(sizes: Sequence[int], batch_norm: bool, input: Float) -> int:  # noqa: A002
    """Batch normalisation is left out, or learns nothing."""
    return sum((inputs + 1) * outputs for inputs, outputs in pairwise(sizes))


def module_always_batch_norm(sizes: Sequence[int], batch_norm: bool, input: Float) -> int:  # noqa: A002
    """Batch normalisation whether it is asked for or not."""
    return sum((inputs + 1) * outputs for inputs, outputs in pairwise(sizes)) + 2 * sum(sizes[1:-1])


def module_normalised_output(sizes: Sequence[int], batch_norm: bool, input: Float) -> int:  # noqa: A002
    """The output layer is normalised, too."""
    return sum((inputs + 1) * outputs for inputs, outputs in pairwise(sizes)) + 2 * sum(sizes[1:]) * batch_norm


def module_without_biases(sizes: Sequence[int], batch_norm: bool, input: Float) -> int:  # noqa: A002
    """Linear layers without biases."""
    return sum(inputs * outputs for inputs, outputs in pairwise(sizes)) + 2 * sum(sizes[1:-1]) * batch_norm


def module_without_redundant_biases(sizes: Sequence[int], batch_norm: bool, input: Float) -> int:  # noqa: A002
    """No biases in front of batch normalisation, which would take their effect away."""
    biases = sizes[-1] if batch_norm else sum(sizes[1:])
    return sum(inputs * outputs for inputs, outputs in pairwise(sizes)) + biases + 2 * sum(sizes[1:-1]) * batch_norm


def module_learned_statistics(sizes: Sequence[int], batch_norm: bool, input: Float) -> int:  # noqa: A002
    """Running means and variances are counted as if they were learned."""
    return sum((inputs + 1) * outputs for inputs, outputs in pairwise(sizes)) + 4 * sum(sizes[1:-1]) * batch_norm
