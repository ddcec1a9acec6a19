"""Norms, images, sparsity, limits, diagnoses, dropout laws, penalised losses: each by another road."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reference.adam import adam_step_inside, v_closed
from reference.constraints import max_norm
from reference.diagnosis import diagnose
from reference.dropout import classic_dropout, classic_dropout_test, inverted_dropout, inverted_dropout_kept
from reference.images import downsample, hflip
from reference.norms import lp_norm, matrix_norms
from reference.regularization import l1_loss, l1_minimiser, l2_loss, l2_update, weight_decay_step
from reference.sparsity import kl_sparsity

MATRICES = arrays(np.float64, (4, 3), elements=st.floats(-5, 5))


@given(x=arrays(np.float64, 5, elements=st.floats(-5, 5)), p=st.sampled_from([1, 1.5, 2, 3]))
def test_the_p_norm_is_that_of_torch(x, p):
    assert lp_norm(x, p) == pytest.approx(torch.linalg.vector_norm(torch.tensor(x), p).item(), rel=1e-9, abs=1e-12)


@given(W=MATRICES)
def test_the_matrix_norms_are_vector_norms_of_the_entries(W):
    assert matrix_norms(W) == pytest.approx((lp_norm(W.ravel(), 1), np.sqrt(np.trace(W @ W.T))), rel=1e-9, abs=1e-12)


@given(W=MATRICES, lam=st.floats(0, 3), m=st.integers(1, 50))
def test_the_penalised_losses_have_the_gradients_that_the_updates_follow(W, lam, m):
    tensor = torch.tensor(W, requires_grad=True)
    (1.5 + lam / (2 * m) * torch.nn.functional.mse_loss(tensor, torch.zeros_like(tensor), reduction="sum")).backward()

    assert l2_loss(1.5, [W, W], lam, m) == pytest.approx(1.5 + lam / m * matrix_norms(W)[1] ** 2)
    assert l1_loss(1.5, [W, W], lam, m) == pytest.approx(1.5 + lam / m * matrix_norms(W)[0])
    np.testing.assert_allclose(W - l2_update(W, 0 * W, 1.0, lam, m), tensor.grad.numpy(), atol=1e-12)
    np.testing.assert_array_equal(weight_decay_step(W, W, 0.1, lam, m), l2_update(W, W, 0.1, lam, m))


@given(a=st.floats(-4, 4), lam=st.floats(0, 3))
def test_no_point_of_a_fine_grid_is_below_the_minimiser(a, lam):
    def cost(w):
        return (w - a) ** 2 / 2 + lam * np.abs(w)

    found = l1_minimiser(np.array([a]), lam)[0]

    assert cost(found) <= np.min(cost(np.append(np.linspace(-5, 5, 2001), 0))) + 1e-12
    assert (found == 0) == (abs(a) <= lam)


@given(img=arrays(np.float64, (3, 4, 2), elements=st.floats(0, 1)))
def test_a_mirror_image_is_that_of_torch_and_twice_is_the_image(img):
    np.testing.assert_array_equal(hflip(img), torch.flip(torch.tensor(img), dims=[1]).numpy())
    np.testing.assert_array_equal(hflip(hflip(img[..., 0])), img[..., 0])


@given(seed=st.integers(0, 999))
def test_downsampling_is_average_pooling(seed):
    img = np.random.default_rng(seed).random((28, 28))
    pooled = torch.nn.functional.avg_pool2d(torch.tensor(img)[None, None], 4)[0, 0]

    np.testing.assert_allclose(downsample(img), pooled.numpy(), rtol=1e-12)


@given(rho=st.floats(0.01, 0.99), q=arrays(np.float64, 4, elements=st.floats(0.01, 0.99)))
def test_the_divergence_is_that_of_torch_distributions(rho, q):
    divergence = torch.distributions.kl_divergence(
        torch.distributions.Bernoulli(torch.tensor(rho, dtype=torch.float64)),
        torch.distributions.Bernoulli(torch.tensor(q)),
    )

    assert kl_sparsity(rho, q) == pytest.approx(divergence.sum().item(), rel=1e-6, abs=1e-9)


@given(W=MATRICES, c=st.floats(0.5, 8))
def test_the_norm_limit_is_torch_renorm_and_idempotent(W, c):
    limited = max_norm(W, c)

    np.testing.assert_allclose(limited, torch.renorm(torch.tensor(W), 2, 1, c).numpy(), rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(max_norm(limited, c), limited, rtol=1e-12)


@pytest.mark.parametrize(
    ("train", "val", "human", "expected"),
    [
        (0.45, 0.42, 1.0, "underfit"),
        (0.99, 0.67, 1.0, "overfit"),
        (0.95, 0.94, 1.0, "good"),
        (0.70, 0.40, 1.0, "underfit"),  # a bad fit with a gap is a bad fit first
        (0.80, 0.78, 0.85, "good"),  # people do no better
        (0.85, 0.70, 0.90, "overfit"),
    ],
)
def test_a_diagnosis_looks_at_bias_before_variance(train, val, human, expected):
    assert diagnose(train, val, human) == expected


def test_the_laws_of_dropout_have_the_means_that_torch_shows():
    a = np.array([2.0, -1.0, 0.5])
    torch.manual_seed(0)
    drawn = torch.nn.functional.dropout(torch.tensor(a).repeat(40_000, 1), p=0.2).mean(dim=0).numpy()
    inverted, classic = inverted_dropout(a, 0.8), classic_dropout(a, 0.8, train=True)

    assert (inverted["keep"], inverted["scale"], inverted["mask"]) == (0.8, "inverted", True)
    assert (classic["keep"], classic["scale"], classic["mask"]) == (0.8, "classic", False)
    np.testing.assert_allclose(drawn, inverted["input"], atol=0.03)
    np.testing.assert_allclose(0.8 * drawn, classic_dropout_test(a, 0.8, train=False), atol=0.03)
    np.testing.assert_array_equal(inverted_dropout_kept(a, 1.0)[0], a)


@given(seed=st.integers(0, 999), t=st.integers(0, 12))
def test_the_closed_second_moment_is_the_recursion(seed, t):
    grads = np.random.default_rng(seed).normal(size=(13, 2))
    v = np.zeros(2)
    for g in grads[:t]:
        v = 0.9 * v + 0.1 * g**2

    np.testing.assert_allclose(v_closed(grads, t, 0.9), v, rtol=1e-12)


def test_eps_inside_the_root_is_the_torch_step_at_a_shifted_second_moment():
    """sqrt(v_hat + eps) is the root of another second moment, so torch with eps near 0 gives it."""
    m, v, grad, t, b1, b2, eps = np.array([0.2]), np.array([0.5]), np.array([-1.0]), 3, 0.8, 0.9, 0.25
    parameter = torch.nn.Parameter(torch.ones(1, dtype=torch.float64))
    optimiser = torch.optim.Adam([parameter], lr=0.1, betas=(b1, b2), eps=1e-30)
    shifted = v + eps * (1 - b2**t) / b2
    optimiser.state[parameter] = {
        "step": torch.tensor(float(t - 1)), "exp_avg": torch.tensor(m), "exp_avg_sq": torch.tensor(shifted),
    }  # fmt: skip
    parameter.grad = torch.tensor(grad)
    optimiser.step()

    theta, _, _ = adam_step_inside(np.ones(1), m, v, grad, t, 0.1, b1, b2, eps)

    np.testing.assert_allclose(theta, parameter.detach().numpy(), rtol=1e-12)
