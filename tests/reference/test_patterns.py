"""Patterns of a network, by walking along a grid so fine that it steps over nothing."""

import numpy as np
import pytest

from reference.patterns import ends_distance, neighbour_distances, never_active, switching_units


def drawn(seed):
    """A network whose breakpoints are at least 0.01 apart."""
    rng = np.random.default_rng(seed)
    cuts = rng.permutation(np.arange(-3, 3, 0.05))[:8] + rng.uniform(0.01, 0.02, size=8)
    w = rng.choice([-2.0, -1.0, 1.0, 3.0], size=8)
    return w, -w * cuts


def walked(w, b):
    """The active units at 40,001 points from -2 to 2."""
    return np.linspace(-2, 2, 40_001)[:, None] * w + b > 0


@pytest.mark.parametrize("seed", range(15))
def test_a_walk_along_the_interval_meets_the_same_switches(seed):
    w, b = drawn(seed)
    active = walked(w, b)
    steps, units = np.nonzero(active[1:] != active[:-1])

    assert units.tolist() == switching_units(w, b, -2.0, 2.0)
    assert [1] * len(steps) == neighbour_distances(w, b, -2.0, 2.0)
    assert np.flatnonzero(~active.any(axis=0)).tolist() == never_active(w, b, -2.0, 2.0)
    assert np.count_nonzero(active[0] != active[-1]) == ends_distance(w, b, -2.0, 2.0)


def test_units_that_switch_together_are_one_distance():
    w, b = np.array([1.0, -1.0, 2.0]), np.zeros(3)

    assert neighbour_distances(w, b, -2.0, 2.0) == [3]
