"""Classic dropout: the test-time output is the mean of the training outputs, by enumerating all masks."""

import itertools

import numpy as np
import pytest

from reference.classic_dropout import forward, mistakes

A = np.array([2.0, -1.0, 0.5])


@pytest.mark.parametrize("p_keep", [0.3, 0.8, 1.0])
def test_the_output_at_test_time_is_the_mean_over_all_masks(p_keep):
    mean = np.zeros(3)
    for mask in itertools.product([0, 1], repeat=3):
        mean += np.prod([p_keep if kept else 1 - p_keep for kept in mask]) * A * mask

    np.testing.assert_allclose(forward(A, p_keep, train=False), mean, atol=1e-15)


def test_in_training_the_law_keeps_and_does_not_scale():
    law = forward(A, 0.8, train=True)

    assert (law["keep"], law["scale"], law["mask"]) == (0.8, "classic", False)
    np.testing.assert_array_equal(law["input"], A)


WRONG = [function for name, function in vars(mistakes).items() if name.startswith("scheme_")]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_mistake_differs_in_one_phase_at_least(wrong):
    def same(train):
        got, due = wrong(A, 0.8, train), forward(A, 0.8, train)
        if isinstance(got, dict) and isinstance(due, dict):
            return (got["keep"], got["scale"]) == (due["keep"], due["scale"])
        return not isinstance(got, dict) and not isinstance(due, dict) and np.allclose(got, due)

    assert not (same(True) and same(False))
