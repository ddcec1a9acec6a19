"""The linear regions of a one-hidden-layer ReLU network on an interval, and how their activation patterns differ.

Unit i computes max(0, w_i x + b_i) of a scalar x. It is *active* (1) where w_i x + b_i > 0, else inactive (0); unit 0
stands first in a pattern.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]
Bits = npt.NDArray[np.int64]
Region = tuple[float, float, list[int]]


def activation_regions(w: Float, b: Float, lo: float, hi: float) -> list[Region]:
    """Every piece of [lo, hi] on which no unit switches, with its activation pattern.

        unit i switches at x_i = -b_i / w_i, if w_i != 0 and lo < x_i < hi

    Source: Montúfar, Pascanu, Cho & Bengio, On the Number of Linear Regions of Deep Neural Networks,
    arXiv:1402.1869v2, section 2: the breakpoints are the zeros of the pre-activations.
    w, b: (units,), w in 1/x; lo < hi in x. Units that share a breakpoint make one boundary. The pattern is taken in
    the middle of a piece, where no unit is at its zero, so > and >= agree.
    Returns (left, right, pattern) from left to right; the pieces cover [lo, hi] without gaps. Rival: the ends found
    by a grid, which are off by up to its spacing and miss narrow pieces.

    >>> for region in activation_regions(np.array([2.0, -1.0, 0.0]), np.array([1.0, 0.5, 3.0]), lo=-1.0, hi=1.0):
    ...     print(region)
    (-1.0, -0.5, [0, 1, 1])
    (-0.5, 0.5, [1, 1, 1])
    (0.5, 1.0, [1, 0, 1])
    """
    cuts = set()
    for slope, offset in zip(w, b, strict=True):
        if slope != 0 and lo < -offset / slope < hi:
            cuts.add(float(-offset / slope))
    ends = [float(lo), *sorted(cuts), float(hi)]
    regions = []
    for left, right in pairwise(ends):
        middle = (left + right) / 2
        regions.append((left, right, [int(active) for active in w * middle + b > 0]))
    return regions


def pattern_table(w: Float, b: Float, lo: float, hi: float) -> list[str]:
    """The activation patterns of the regions of [lo, hi], left to right, as strings of 0 and 1.

    Source and convention as for `activation_regions`.

    >>> pattern_table(np.array([2.0, -1.0]), np.array([1.0, 0.5]), lo=-1.0, hi=1.0)
    ['01', '11', '10']
    """
    return ["".join(str(bit) for bit in pattern) for _, _, pattern in activation_regions(w, b, lo, hi)]


def adjacent_hamming(patterns: Sequence[Sequence[int]] | Bits) -> list[int]:
    """In how many units each pattern differs from the next.

        d(p, q) = number of i with p_i != q_i

    Source: Hamming, Error Detecting and Error Correcting Codes, Bell System Technical Journal 29 (1950), section 4.
    patterns: at least one row of equally many 0s and 1s. Returns one count, in units of the network, per
    neighbouring pair; nothing for a single row. Rival: the fraction of units, as `scipy.spatial.distance.hamming`.

    >>> adjacent_hamming([[1, 0, 0], [0, 1, 0], [0, 1, 1]])
    [2, 1]
    """
    distances = []
    for current, following in pairwise(patterns):
        distances.append(sum(int(p != q) for p, q in zip(current, following, strict=True)))
    return distances


def drift(prev: Bits, cur: Bits) -> float:
    """How many units, on average over the inputs, have switched between two epochs.

        mean over inputs of d(prev[input], cur[input])

    Source: Hanin & Rolnick, Deep ReLU Networks Have Surprisingly Few Activation Patterns, arXiv:1906.00904v2, for the
    patterns; the distance is Hamming's.
    prev, cur: (inputs, units) of 0 and 1, row by row the same input at the earlier and the later epoch; inputs >= 1.
    Returns a number from 0 to units. Rivals: the fraction of units; the distance of neighbouring regions at one epoch.

    >>> drift(np.array([[1, 0, 0], [1, 1, 0]]), np.array([[0, 1, 0], [1, 1, 0]]))
    1.0
    """
    distances = [sum(int(p != q) for p, q in zip(*rows, strict=True)) for rows in zip(prev, cur, strict=True)]
    return sum(distances) / len(distances)
