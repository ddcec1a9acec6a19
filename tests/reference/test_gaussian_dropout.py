"""Expectations over Gaussian noise, reached by quadrature, by autograd, by finite differences and by drawing."""

import itertools

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reference.gaussian_dropout import expected_grad, expected_grad_fixed_noise, expected_loss, mc_loss_law, repeatable

VECTORS = st.integers(1, 3).flatmap(lambda n: st.tuples(*[arrays(np.float64, n, elements=st.floats(-3, 3))] * 2))
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(6)  # exact for polynomials up to degree 11


def quadrature(function, n):
    """The mean of a function of n independent standard normals."""
    total = 0.0
    for picks in itertools.product(range(len(NODES)), repeat=n):
        total = total + np.prod(WEIGHTS[list(picks)]) * function(NODES[list(picks)])
    return total / (2 * np.pi) ** (n / 2)


def loss(w, x, y, delta):
    return (y - np.sum((w + delta) * x)) ** 2 / 2


@given(vectors=VECTORS, y=st.floats(-3, 3), alpha=st.floats(0, 2))
def test_the_expected_loss_is_the_integral_over_the_noise(vectors, y, alpha):
    w, x = vectors
    mean = quadrature(lambda e: loss(w, x, y, np.sqrt(alpha) * w * e), len(w))

    np.testing.assert_allclose(expected_loss(w, x, y, alpha), mean, rtol=1e-9, atol=1e-9)


@given(vectors=VECTORS, y=st.floats(-3, 3), alpha=st.floats(0, 2))
def test_the_gradient_is_the_mean_of_backpropagation_through_the_noise(vectors, y, alpha):
    w, x = vectors

    def backward(e):
        weights = torch.tensor(w, requires_grad=True)
        noisy = weights + np.sqrt(alpha) * weights * torch.tensor(e)
        ((y - (noisy * torch.tensor(x)).sum()) ** 2 / 2).backward()
        return weights.grad.numpy()

    np.testing.assert_allclose(expected_grad(w, x, y, alpha), quadrature(backward, len(w)), rtol=1e-9, atol=1e-9)


@given(vectors=VECTORS, y=st.floats(-3, 3), alpha=st.floats(0, 2))
def test_the_gradient_at_fixed_noise_is_the_mean_of_backpropagation_past_the_noise(vectors, y, alpha):
    w, x = vectors

    def backward(e):
        weights = torch.tensor(w, requires_grad=True)
        noisy = weights + np.sqrt(alpha) * torch.tensor(w * e)  # no gradient flows through the noise
        ((y - (noisy * torch.tensor(x)).sum()) ** 2 / 2).backward()
        return weights.grad.numpy()

    mean = quadrature(backward, len(w))
    np.testing.assert_allclose(expected_grad_fixed_noise(w, x, y, alpha), mean, rtol=1e-9, atol=1e-9)


def test_the_gradient_is_the_finite_difference_slope_of_the_expected_loss():
    w, x, y, alpha, h = np.array([1.0, -2.0, 0.5]), np.array([0.8, 1.5, -1.2]), 0.3, 0.25, 1e-5
    slopes = [
        (expected_loss(w + h * e, x, y, alpha) - expected_loss(w - h * e, x, y, alpha)) / (2 * h) for e in np.eye(3)
    ]

    np.testing.assert_allclose(expected_grad(w, x, y, alpha), slopes, rtol=1e-8)
    np.testing.assert_allclose(slopes, [-2.32, -5.775, 3.9], rtol=1e-8)


@given(vectors=VECTORS, y=st.floats(-3, 3), alpha=st.floats(0, 2), n=st.integers(1, 10_000))
def test_the_standard_error_is_the_integral_of_the_squared_deviation(vectors, y, alpha, n):
    w, x = vectors
    law = mc_loss_law(w, x, y, alpha, n, seed=1)
    variance = quadrature(lambda e: (loss(w, x, y, np.sqrt(alpha) * w * e) - law["mean"]) ** 2, len(w))

    assert law["mean"] == pytest.approx(expected_loss(w, x, y, alpha), rel=1e-12, abs=1e-12)
    np.testing.assert_allclose(law["standard_error"], np.sqrt(max(variance, 0) / n), rtol=1e-6, atol=1e-6)


def test_two_thousand_estimates_scatter_as_the_law_says():
    w, x, y, alpha, n = np.array([1.0, -2.0, 0.5]), np.array([0.8, 1.5, -1.2]), 0.3, 0.25, 100
    noise = np.random.default_rng(3).normal(size=(2000, n, 3)) * np.sqrt(alpha) * w
    estimates = np.mean((y - ((w + noise) * x).sum(axis=2)) ** 2 / 2, axis=1)
    law = mc_loss_law(w, x, y, alpha, n, seed=1)

    assert abs(estimates.mean() - law["mean"]) < 5 * law["standard_error"] / np.sqrt(2000)
    assert estimates.std(ddof=1) == pytest.approx(law["standard_error"], rel=0.08)  # 5 / sqrt(2 * 2000)


def test_repeated_seeds_are_held_against_each_other_and_no_noise_against_the_loss():
    inputs = {"w": np.array([1.0, 2.0]), "x": np.array([1.0, -1.0]), "y": 1.0, "n": 5}  # the loss is 2 without noise

    residual, _ = repeatable([2.5, 1.75, 2.5], alpha=0.3, seed=np.array([4, 9, 4]), **inputs)
    assert residual.tolist() == [0, 0, 0]
    residual, sentence = repeatable([2.5, 1.75, 2.25], alpha=0.3, seed=np.array([4, 9, 4]), **inputs)
    assert (residual.tolist(), sentence) == ([0, 0, -0.25], "the same seed must give the same estimate")
    residual, sentence = repeatable([2.0, 1.75], alpha=0.0, seed=np.array([4, 9]), **inputs)
    assert (residual.tolist(), sentence) == ([0, -0.25], "without noise every estimate is the loss itself")
