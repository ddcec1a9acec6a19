"""Descent on a quadratic, reached by finite differences, by the eigenbasis and by trying step sizes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference.quadratic import grad_J, max_stable_lr, newton_step, w_at


def positive_definite(seed, n=3):
    rng = np.random.default_rng(seed)
    Q, _ = np.linalg.qr(rng.normal(size=(n, n)))
    return Q @ np.diag(rng.uniform(0.2, 4, size=n)) @ Q.T, rng.normal(size=n)


@given(seed=st.integers(0, 999))
def test_the_gradient_is_the_central_difference_which_is_exact_for_a_quadratic(seed):
    H, w = positive_definite(seed)
    slopes = [((w + e) @ H @ (w + e) - (w - e) @ H @ (w - e)) / 2 for e in np.eye(3)]

    np.testing.assert_allclose(grad_J(H, w), slopes, rtol=1e-9, atol=1e-12)


@given(seed=st.integers(0, 999), t=st.integers(0, 40), eps=st.floats(0.01, 0.12))
def test_a_path_is_a_power_of_each_eigenvalue(seed, t, eps):
    H, w = positive_definite(seed)
    values, Q = np.linalg.eigh(H)

    np.testing.assert_allclose(w_at(H, w, eps, t), Q @ ((1 - 2 * eps * values) ** t * (Q.T @ w)), rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("seed", range(5))
def test_below_the_bound_descent_arrives_and_above_it_leaves(seed):
    H, w = positive_definite(seed)
    bound = max_stable_lr(H)

    assert np.linalg.norm(w_at(H, w, 0.97 * bound, 600)) < 1e-3
    assert np.linalg.norm(w_at(H, w, 1.03 * bound, 600)) > 1e3


@given(seed=st.integers(0, 999), eta=st.floats(-1, 3))
def test_a_newton_step_scales_the_point(seed, eta):
    H, w = positive_definite(seed)

    np.testing.assert_allclose(newton_step(H, w, eta), (1 - eta) * w, rtol=1e-7, atol=1e-9)
