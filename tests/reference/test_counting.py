"""Parameter counts, reached by building the network in torch and by counting edges one by one."""

import itertools

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st

from reference.counting import count_params, mlp_param_count, module_output_shape, module_param_count

SIZES = st.lists(st.integers(1, 9), min_size=2, max_size=6)


def built(sizes: list[int], batch_norm: bool) -> torch.nn.Module:
    layers: list[torch.nn.Module] = []
    for i, (inputs, outputs) in enumerate(itertools.pairwise(sizes)):
        layers.append(torch.nn.Linear(inputs, outputs))
        if batch_norm and i < len(sizes) - 2:
            layers.append(torch.nn.BatchNorm1d(outputs))
    return torch.nn.Sequential(*layers)


@given(sizes=SIZES)
def test_a_count_is_one_per_edge_and_one_per_unit_behind_the_input(sizes):
    edges = [
        (layer, i, j) for layer, (a, b) in enumerate(itertools.pairwise(sizes)) for i in range(a) for j in range(b)
    ]
    units = [(layer, i) for layer, width in enumerate(sizes[1:]) for i in range(width)]

    assert count_params(sizes) == len(edges) + len(units)


@given(sizes=SIZES, batch_norm=st.booleans())
def test_a_module_of_torch_has_as_many_parameters(sizes, batch_norm):
    module = built(sizes, batch_norm)
    batch = np.ones((3, sizes[0]))

    assert module_param_count(sizes, batch_norm, batch) == sum(p.numel() for p in module.parameters())
    assert module_output_shape(sizes, batch_norm, batch) == list(module(torch.tensor(batch).float()).shape)


@given(n_in=st.integers(1, 30), layers=st.integers(1, 7), width=st.integers(1, 12), n_out=st.integers(1, 9))
def test_equal_hidden_widths_are_the_list_of_sizes(n_in, layers, width, n_out):
    assert mlp_param_count(n_in, layers, width, n_out) == count_params([n_in, *[width] * layers, n_out])


def test_the_networks_of_the_documents_have_the_counts_that_torch_gives():
    assert count_params([784, 32, 10]) == 25450
    assert count_params([49, 32, 10]) == 1930
    assert mlp_param_count(20, 5, 10, 1) == sum(p.numel() for p in built([20, *[10] * 5, 1], False).parameters()) == 661
