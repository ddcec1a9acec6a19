"""Weight decay taken apart, by torch's optimiser without a gradient and by autograd of the penalty."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from reference.regularization import weight_decay_step
from reference.weight_decay import decay_factor, mistakes, penalty_ratio


@given(eta=st.floats(0.01, 3), lam=st.floats(0.01, 5), m=st.integers(1, 50))
def test_the_factor_is_what_torch_leaves_of_a_weight_without_gradient(eta, lam, m):
    weight = torch.nn.Parameter(torch.ones(1, dtype=torch.float64))
    weight.grad = torch.zeros(1, dtype=torch.float64)
    torch.optim.SGD([weight], lr=eta, weight_decay=lam / m).step()

    assert decay_factor(eta, lam, m) == pytest.approx(weight.item(), abs=1e-12)


def test_the_factor_lies_between_0_and_1_up_to_m_over_lam_and_shrinks_up_to_twice_that():
    lam, m = 1.5, 6
    for share in np.linspace(0.05, 2.5, 50):
        factor = decay_factor(share * m / lam, lam, m)

        assert (0 < factor < 1) == (share < 1)
        assert (abs(factor) < 1) == (share < 2)


def test_the_ratio_is_that_of_the_penalties_torch_computes():
    penalties = (torch.tensor([10.0, 2.0]) ** 2).tolist()

    assert penalty_ratio(10.0, 2.0) == penalties[0] / penalties[1] == 25


WRONG = [function for name, function in vars(mistakes).items() if name.startswith("step_")]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_mistake_ends_elsewhere(wrong):
    inputs = {"w": np.array([1.0, -2.0]), "grad": np.array([0.5, 0.3]), "eta": 0.5, "lam": 1.7, "m": 3}

    assert np.abs(wrong(**inputs) - weight_decay_step(**inputs)).max() > 1e-2
