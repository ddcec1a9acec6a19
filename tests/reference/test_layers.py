"""Drawn layers show the mistakes that they are drawn for."""

import numpy as np
import pytest

from reference.layers import penalised


@pytest.mark.parametrize("seed", range(20))
def test_norms_that_people_confuse_are_different_numbers(seed):
    for W in penalised(np.random.default_rng(seed), shapes=[[3, 4], [4, 2], [3, 1]])["weights"]:
        entries = np.abs(W)

        assert entries.sum() > abs(W.sum()) + 0.3
        assert (entries**2).sum() > 0.1
        if W.shape[1] > 1:
            assert entries.sum() > np.linalg.norm(W, 1) + 0.3
            assert np.linalg.norm(W) > np.linalg.norm(W, 2) + 1e-3


def test_what_is_given_is_not_drawn():
    made = penalised(np.random.default_rng(1), shapes=[[1, 1]], lam=0, m=1)

    assert (made["lam"], made["m"], made["weights"][0].shape) == (0.0, 1, (1, 1))
