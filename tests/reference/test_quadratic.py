"""J = w^T H w: gradients by autograd, paths by eigenvectors, bounds by walking, Newton by torch's Hessian."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from reference.quadratic import damped, descent, grad_J, matrix, max_stable_lr, mistakes, newton_step, point, w_at

SEEDS = st.integers(0, 10_000)
SIZES = st.integers(1, 4)


def quadratic(H):
    return lambda w: w @ torch.tensor(H) @ w


@given(seed=SEEDS, size=SIZES)
def test_the_gradient_is_autograds(seed, size):
    drawn = point(np.random.default_rng(seed), size, low=-1.0)
    w = torch.tensor(drawn["w"], requires_grad=True)
    quadratic(drawn["H"])(w).backward()

    np.testing.assert_allclose(grad_J(**drawn), w.grad.numpy(), rtol=1e-12, atol=1e-12)


@given(seed=SEEDS, size=SIZES, steps=st.integers(0, 40))
def test_a_path_ends_where_the_powers_of_the_eigenvalues_say(seed, size, steps):
    drawn = descent(np.random.default_rng(seed), size, steps)
    values, Q = np.linalg.eigh(drawn["H"])
    end = Q @ ((1 - 2 * drawn["eps"] * values) ** steps * (Q.T @ drawn["w0"]))

    np.testing.assert_allclose(w_at(**drawn), end, rtol=1e-9, atol=1e-12)


@given(seed=SEEDS, size=SIZES)
def test_below_the_bound_a_walk_shrinks_and_above_it_grows(seed, size):
    H = matrix(np.random.default_rng(seed), size, low=0.6, high=2.0)["H"]
    start = np.linalg.eigh(H)[1].sum(axis=1)  # some of every eigenvector
    bound = max_stable_lr(H)

    assert np.linalg.norm(w_at(H, start, 0.98 * bound, 300)) < 1e-3
    assert np.linalg.norm(w_at(H, start, 1.02 * bound, 300)) > 1e3


@given(seed=SEEDS, size=SIZES)
def test_a_newton_step_solves_with_torchs_hessian(seed, size):
    drawn = damped(np.random.default_rng(seed), size)
    w = torch.tensor(drawn["w"])
    hessian = torch.autograd.functional.hessian(quadratic(drawn["H"]), w)
    gradient = torch.autograd.functional.jacobian(quadratic(drawn["H"]), w)
    end = w - drawn["eta"] * torch.linalg.inv(hessian) @ gradient

    np.testing.assert_allclose(newton_step(**drawn), end.numpy(), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(
    ("prefix", "right", "drawn"),
    [
        ("grad_", grad_J, point(np.random.default_rng(1), 3)),
        ("path_", w_at, descent(np.random.default_rng(2), 3, 4)),
        ("bound_", max_stable_lr, matrix(np.random.default_rng(3), 3)),
        ("newton_", newton_step, damped(np.random.default_rng(4), 3)),
    ],
)
def test_every_mistake_differs(prefix, right, drawn):
    wrong = [function for name, function in vars(mistakes).items() if name.startswith(prefix)]

    assert len(wrong) >= 5
    for function in wrong:
        told = function(**drawn)
        assert np.shape(told) != np.shape(right(**drawn)) or np.abs(told - right(**drawn)).max() > 1e-3, function
