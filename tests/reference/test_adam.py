"""Adam, reached by torch's optimiser and by weighted averages."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reference.adam import adam_moments, adam_step

GRADS = st.integers(1, 12).flatmap(lambda steps: arrays(np.float64, (steps, 3), elements=st.floats(-10, 10)))
BETAS = st.floats(0.0, 0.999)


@given(grads=GRADS, b1=BETAS, b2=BETAS)
def test_the_corrected_moments_are_weighted_averages(grads, b1, b2):
    """m_hat weighs g_i with b1**(t-i), v_hat their squares with b2**(t-i): no recursion, no correction."""
    moments = adam_moments(grads, b1, b2)
    for t in range(1, len(grads) + 1):
        ages = np.arange(t - 1, -1, -1.0)

        np.testing.assert_allclose(
            moments["m_hat"][t - 1], np.average(grads[:t], axis=0, weights=b1**ages), rtol=1e-9, atol=1e-9
        )
        np.testing.assert_allclose(
            moments["v_hat"][t - 1], np.average(grads[:t] ** 2, axis=0, weights=b2**ages), rtol=1e-9, atol=1e-9
        )


@pytest.mark.parametrize("eps", [1e-8, 1e-3])
def test_thirty_steps_stay_with_torch_adam_and_so_does_its_state(eps):
    rng = np.random.default_rng(7)
    theta, m, v = rng.normal(size=4), np.zeros(4), np.zeros(4)
    parameter = torch.nn.Parameter(torch.tensor(theta))
    optimiser = torch.optim.Adam([parameter], lr=0.01, betas=(0.8, 0.99), eps=eps)
    grads = rng.normal(size=(30, 4)) * 10.0 ** rng.integers(-6, 1, size=(30, 4))
    moments = adam_moments(grads, 0.8, 0.99)
    for t, grad in enumerate(grads, start=1):
        theta, m, v = adam_step(theta, m, v, grad, t, 0.01, 0.8, 0.99, eps)
        parameter.grad = torch.tensor(grad)
        optimiser.step()
        state = optimiser.state[parameter]

        np.testing.assert_allclose(theta, parameter.detach().numpy(), rtol=1e-12)
        np.testing.assert_allclose(m, state["exp_avg"].numpy(), rtol=1e-12, atol=1e-18)
        np.testing.assert_allclose(v, state["exp_avg_sq"].numpy(), rtol=1e-12, atol=1e-24)
        np.testing.assert_allclose(moments["m"][t - 1], m, rtol=1e-12, atol=1e-18)
        np.testing.assert_allclose(moments["v"][t - 1], v, rtol=1e-12, atol=1e-24)


@given(g=arrays(np.float64, 3, elements=st.floats(0.1, 100)), b1=BETAS, b2=BETAS)
def test_the_first_step_is_the_learning_rate_whatever_the_gradient(g, b1, b2):
    theta, _, _ = adam_step(np.zeros(3), np.zeros(3), np.zeros(3), -g, 1, 0.25, b1, b2, 1e-12)

    np.testing.assert_allclose(theta, 0.25, rtol=1e-9)


def test_eps_halves_the_first_step_of_a_gradient_of_its_own_size():
    theta, _, _ = adam_step(np.zeros(1), np.zeros(1), np.zeros(1), np.array([1e-8]), 1, 1e-3, 0.9, 0.999, 1e-8)

    np.testing.assert_allclose(theta, -5e-4, rtol=1e-12)
