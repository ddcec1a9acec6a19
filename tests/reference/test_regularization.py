"""The penalised updates, reached by torch's optimiser, by autograd and by finite differences."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reference.regularization import l1_update, l2_update

WEIGHTS = arrays(np.float64, (3, 2), elements=st.floats(-5, 5))
SETTINGS = st.tuples(st.floats(1e-3, 1), st.floats(0, 5), st.integers(1, 100))


@given(w=WEIGHTS, grad=WEIGHTS, settings=SETTINGS)
def test_the_l2_step_is_torch_sgd_with_weight_decay_lam_over_m(w, grad, settings):
    lr, lam, m = settings
    parameter = torch.nn.Parameter(torch.tensor(w))
    parameter.grad = torch.tensor(grad)

    torch.optim.SGD([parameter], lr=lr, weight_decay=lam / m).step()

    np.testing.assert_allclose(l2_update(w, grad, lr, lam, m), parameter.detach().numpy(), rtol=1e-13, atol=1e-13)


def test_thirty_l2_steps_stay_with_torch_sgd():
    rng = np.random.default_rng(1)
    w = rng.normal(size=5)
    parameter = torch.nn.Parameter(torch.tensor(w))
    optimiser = torch.optim.SGD([parameter], lr=0.2, weight_decay=1.5 / 12)
    for grad in rng.normal(size=(30, 5)):
        w = l2_update(w, grad, lr=0.2, lam=1.5, m=12)
        parameter.grad = torch.tensor(grad)
        optimiser.step()

    np.testing.assert_allclose(w, parameter.detach().numpy(), rtol=1e-13)


@given(w=WEIGHTS, grad=WEIGHTS, settings=SETTINGS)
def test_the_l1_step_descends_the_autograd_gradient_of_the_penalised_loss(w, grad, settings):
    lr, lam, m = settings
    parameter = torch.tensor(w, requires_grad=True)
    loss = (parameter * torch.tensor(grad)).sum() + lam / (2 * m) * parameter.abs().sum()  # torch: |.|' = 0 at 0
    loss.backward()

    np.testing.assert_allclose(l1_update(w, grad, lr, lam, m), w - lr * parameter.grad.numpy(), atol=1e-12)


@pytest.mark.parametrize(
    ("update", "penalty"),
    [
        (l2_update, lambda w, lam, m: lam / (2 * m) * np.sum(w**2)),
        (l1_update, lambda w, lam, m: lam / (2 * m) * np.sum(np.abs(w))),
    ],
)
def test_a_step_goes_down_the_finite_difference_slope_of_the_penalty(update, penalty):
    w, lam, m, h = np.array([0.7, -1.3, 2.0]), 0.9, 7, 1e-6
    slopes = [(penalty(w + h * e, lam, m) - penalty(w - h * e, lam, m)) / (2 * h) for e in np.eye(3)]

    np.testing.assert_allclose((w - update(w, np.zeros(3), 0.1, lam, m)) / 0.1, slopes, rtol=1e-8)


def test_without_data_gradient_l2_shrinks_by_a_factor_and_l1_by_an_amount():
    w = np.array([4.0, -0.5])

    np.testing.assert_allclose(l2_update(w, 0 * w, 0.5, 2.0, 10) / w, 0.9)
    np.testing.assert_allclose(np.abs(w) - np.abs(l1_update(w, 0 * w, 0.5, 2.0, 10)), 0.05)


def test_an_l1_subgradient_step_crosses_zero_and_comes_back():
    """w = 0.05 with pulls of 0.02 never lands on zero, which a proximal step would."""
    path = [np.array([0.05])]
    for _ in range(4):
        path.append(l1_update(path[-1], np.zeros(1), lr=0.02, lam=2.0, m=1))

    np.testing.assert_allclose(np.concatenate(path), [0.05, 0.03, 0.01, -0.01, 0.01], atol=1e-15)
