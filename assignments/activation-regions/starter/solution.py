"""Linear regions and activation patterns. Fill in the three functions; the table may be printed or typed."""

import numpy as np

W = np.array([-2.0, -1.0, -1.0, 1.0, 1.0, -0.5, 1.0, 2.0, 1.0, -1.0])
B = np.array([-3.408, -0.822, 1.574, 1.343, -9.0, 0.70175, -9.0, -1.584, 0.622, -9.0])


def adjacent_hamming(patterns):
    """In how many units each row differs from the next."""
    raise NotImplementedError


def activation_regions(w, b, lo, hi):
    """The pieces of [lo, hi] on which no unit switches: a list of (left, right, pattern)."""
    raise NotImplementedError


def drift(prev, cur):
    """How many units have switched between two epochs, on average over the inputs."""
    raise NotImplementedError
