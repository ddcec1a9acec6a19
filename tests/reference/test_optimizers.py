"""Four optimisers, reached by torch, by unrolled sums and by what they do to a constant gradient."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reference import optimizers
from reference.optimizers import adagrad_step, momentum_step, rmsprop_step, sgd_step

GRADS = arrays(np.float64, (30, 4), elements=st.floats(-10, 10))


def walked(optimiser, parameter, grads):
    """The path of a torch optimiser that is shown these gradients."""
    for grad in grads:
        parameter.grad = torch.tensor(grad)
        optimiser.step()
        yield parameter.detach().numpy().copy()


@given(grads=GRADS, m=st.integers(1, 30))
def test_a_minibatch_step_is_the_torch_step_on_the_mean_loss(grads, m):
    theta = torch.ones(4, dtype=torch.float64, requires_grad=True)
    (theta * torch.tensor(grads[:m])).sum(dim=1).mean().backward()

    np.testing.assert_allclose(sgd_step(np.ones(4), grads[:m], 0.5), 1 - 0.5 * theta.grad.numpy(), atol=1e-12)


@given(grads=GRADS, alpha=st.floats(0.01, 0.99))
def test_the_momentum_path_is_that_of_torch_though_the_state_is_not(grads, alpha):
    theta, v = np.zeros(4), np.zeros(4)
    parameter = torch.nn.Parameter(torch.zeros(4, dtype=torch.float64))
    optimiser = torch.optim.SGD([parameter], lr=0.1, momentum=alpha)
    for grad, path in zip(grads, walked(optimiser, parameter, grads), strict=True):
        theta, v = momentum_step(theta, v, grad, 0.1, alpha)

        np.testing.assert_allclose(theta, path, rtol=1e-10, atol=1e-10)
    buffer = optimiser.state[parameter]["momentum_buffer"].numpy()
    np.testing.assert_allclose(v, -0.1 * buffer, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize(("alpha", "speed_up"), [(0.5, 2), (0.9, 10), (0.99, 100)])
def test_a_constant_gradient_speeds_up_to_its_terminal_step(alpha, speed_up):
    theta, v = np.zeros(1), np.zeros(1)
    for _ in range(3000):
        theta, v = momentum_step(theta, v, np.ones(1), 0.1, alpha)

    np.testing.assert_allclose(v, -0.1 * speed_up, rtol=1e-9)
    assert optimizers.speed_up(alpha) == pytest.approx(speed_up)


def test_the_mean_of_many_times_as_many_scatters_by_the_root_less():
    """Means of 40 and of 40 * 9 draws, 4,000 times each: their spreads are 3 to 1 within a few percent."""
    draws = np.random.default_rng(5).normal(size=(4000, 40 * 9))
    few, many = draws[:, :40].mean(axis=1).std(), draws.mean(axis=1).std()

    assert optimizers.standard_error_ratio(9) == pytest.approx(few / many, rel=0.06)


@given(grads=GRADS)
def test_adagrad_is_torch_adagrad_with_an_equal_eps(grads):
    theta, r = np.zeros(4), np.zeros(4)
    parameter = torch.nn.Parameter(torch.zeros(4, dtype=torch.float64))
    optimiser = torch.optim.Adagrad([parameter], lr=0.1, eps=1e-3)
    for grad, path in zip(grads, walked(optimiser, parameter, grads), strict=True):
        theta, r = adagrad_step(theta, r, grad, 0.1, 1e-3)

        np.testing.assert_allclose(theta, path, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("t", [1, 2, 4, 100])
def test_adagrad_slows_down_with_the_root_of_time(t):
    theta, r = np.zeros(1), np.zeros(1)
    for _ in range(t):
        before = theta
        theta, r = adagrad_step(theta, r, np.full(1, 7.0), 0.1, 0.0)

    np.testing.assert_allclose(before - theta, 0.1 / np.sqrt(t), rtol=1e-9)


@given(grads=GRADS, rho=st.floats(0, 0.99))
def test_rmsprop_divides_by_the_root_of_a_weighted_sum_of_squares(grads, rho):
    r = np.zeros(4)
    for grad in grads:
        theta, r = rmsprop_step(np.zeros(4), r, grad, 0.1, rho, 1e-2)
    weights = (1 - rho) * rho ** np.arange(29, -1, -1.0)

    np.testing.assert_allclose(theta, -0.1 * grads[-1] / np.sqrt(1e-2 + weights @ grads**2), rtol=1e-9, atol=1e-12)


def test_the_book_form_of_rmsprop_is_not_that_of_torch_unless_delta_is_negligible():
    grads = np.random.default_rng(5).normal(size=(30, 4))
    paths = {}
    for eps, delta in [(1e-8, 1e-16), (1e-2, 1e-2)]:
        theta, r = np.zeros(4), np.zeros(4)
        parameter = torch.nn.Parameter(torch.zeros(4, dtype=torch.float64))
        *_, path = walked(torch.optim.RMSprop([parameter], lr=0.1, alpha=0.9, eps=eps), parameter, grads)
        for grad in grads:
            theta, r = rmsprop_step(theta, r, grad, 0.1, 0.9, delta)
        paths[eps] = np.max(np.abs(theta - path))

    assert paths[1e-8] < 1e-6
    assert paths[1e-2] > 1e-3
