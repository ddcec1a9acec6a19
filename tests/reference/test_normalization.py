"""Batch normalisation, reached by torch's layer in both modes."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reference.normalization import bn_eval, bn_train

ROWS = st.integers(2, 6).flatmap(lambda n: arrays(np.float64, (n, 3), elements=st.floats(-5, 5)))


def layer(gamma, beta, eps):
    made = torch.nn.BatchNorm1d(3, eps=eps, dtype=torch.float64)
    made.weight.data, made.bias.data = torch.tensor(gamma), torch.tensor(beta)
    return made


@given(X=ROWS, gamma=arrays(np.float64, 3, elements=st.floats(-2, 2)), eps=st.sampled_from([1e-5, 0.1]))
def test_training_is_torch_in_training_mode(X, gamma, eps):
    beta = gamma[::-1].copy()
    torch_layer = layer(gamma, beta, eps).train()
    with torch.no_grad():
        expected = torch_layer(torch.tensor(X)).numpy()

    np.testing.assert_allclose(bn_train(X, gamma, beta, eps), expected, rtol=1e-8, atol=1e-8)


@given(X=ROWS, eps=st.sampled_from([1e-5, 0.1]))
def test_test_time_is_torch_in_evaluation_mode_and_row_by_row(X, eps):
    gamma, beta, mean, var = (
        np.array([1.5, -2.0, 0.5]),
        np.array([0.0, 1.0, -1.0]),
        np.array([0.3, -1.0, 2.0]),
        np.array([4.0, 0.01, 1.0]),
    )
    torch_layer = layer(gamma, beta, eps).eval()
    torch_layer.running_mean, torch_layer.running_var = torch.tensor(mean), torch.tensor(var)
    with torch.no_grad():
        expected = torch_layer(torch.tensor(X)).numpy()

    together = bn_eval(X, gamma, beta, mean, var, eps)
    alone = np.vstack([bn_eval(row[np.newaxis], gamma, beta, mean, var, eps) for row in X])

    np.testing.assert_allclose(together, expected, rtol=1e-9, atol=1e-9)
    np.testing.assert_array_equal(alone, together)


def test_torch_stores_the_unbiased_variance_but_normalises_with_the_biased_one():
    X = np.array([[1.0, 0, 0], [5.0, 0, 0]])
    torch_layer = layer(np.ones(3), np.zeros(3), 1e-12)
    out = torch_layer(torch.tensor(X)).detach().numpy()

    assert out[:, 0] == pytest.approx([-1, 1])
    assert torch_layer.running_var[0].item() == pytest.approx(0.9 * 1 + 0.1 * 8)
