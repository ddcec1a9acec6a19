"""What the activation patterns of one network on an interval tell: distances, who switches, who never wakes."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from reference.activation_regions import activation_regions, adjacent_hamming

Float = npt.NDArray[np.float64]


def neighbour_distances(w: Float, b: Float, lo: float, hi: float) -> list[int]:
    """In how many units each region's pattern differs from the next, from lo to hi.

    Source and convention as for `activation_regions`. w, b: (units,). Returns one number of units per boundary.

    >>> neighbour_distances(np.array([1.0, -1.0, 2.0]), np.array([0.0, 0.0, 1.0]), lo=-1.0, hi=1.0)
    [1, 2]
    """
    return adjacent_hamming(_patterns(w, b, lo, hi))


def switching_units(w: Float, b: Float, lo: float, hi: float) -> list[int]:
    """The unit that switches at each boundary, from lo to hi, counted from 0.

    Source and convention as for `activation_regions`. For networks no two units of which switch at the same x.

    >>> switching_units(np.array([1.0, -1.0, 2.0]), np.array([0.0, 0.5, 1.0]), lo=-1.0, hi=1.0)
    [2, 0, 1]
    """
    switched = []
    for left, right in pairwise(_patterns(w, b, lo, hi)):
        (unit,) = [i for i, (p, q) in enumerate(zip(left, right, strict=True)) if p != q]
        switched.append(unit)
    return switched


def never_active(w: Float, b: Float, lo: float, hi: float) -> list[int]:
    """The units, counted from 0, that are inactive in every region of [lo, hi].

    Source and convention as for `activation_regions`.

    >>> never_active(np.array([1.0, -1.0, 2.0]), np.array([0.0, -3.0, 1.0]), lo=-1.0, hi=1.0)
    [1]
    """
    patterns = _patterns(w, b, lo, hi)
    return [unit for unit in range(len(w)) if not any(pattern[unit] for pattern in patterns)]


def ends_distance(w: Float, b: Float, lo: float, hi: float) -> int:
    """In how many units the first pattern differs from the last.

    Source and convention as for `activation_regions`.

    >>> ends_distance(np.array([1.0, -1.0, 2.0]), np.array([0.0, -3.0, 1.0]), lo=-1.0, hi=1.0)
    2
    """
    patterns = _patterns(w, b, lo, hi)
    (distance,) = adjacent_hamming([patterns[0], patterns[-1]])
    return distance


def _patterns(w: Float, b: Float, lo: float, hi: float) -> list[list[int]]:
    return [pattern for _, _, pattern in activation_regions(w, b, lo, hi)]
