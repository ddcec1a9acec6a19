"""What the activation patterns of one network on an interval tell: distances, who switches, who never wakes."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from reference.activation_regions import activation_regions, adjacent_hamming

Float = npt.NDArray[np.float64]
Rows = Sequence[str] | Sequence[Sequence[int]]


def neighbour_distances(w: Float, b: Float, lo: float, hi: float) -> list[int]:
    """In how many units each region's pattern differs from the next, from lo to hi.

    Source and convention as for `activation_regions`. w, b: (units,). Returns one number of units per boundary.

    >>> neighbour_distances(np.array([1.0, -1.0, 2.0]), np.array([0.0, 0.0, 1.0]), lo=-1.0, hi=1.0)
    [1, 2]
    """
    return distances_between(_patterns(w, b, lo, hi))


def distances_between(patterns: Rows) -> list[int]:
    """The same for patterns that are given, one row of 0s and 1s per region.

    >>> distances_between(["001", "101", "110"])
    [1, 2]
    """
    return adjacent_hamming(_bits(patterns))


def switching_units(w: Float, b: Float, lo: float, hi: float) -> list[int]:
    """The unit that switches at each boundary, from lo to hi, counted from 0.

    Source and convention as for `activation_regions`. For networks no two units of which switch at the same x.

    >>> switching_units(np.array([1.0, -1.0, 2.0]), np.array([0.0, 0.5, 1.0]), lo=-1.0, hi=1.0)
    [2, 0, 1]
    """
    return switched_between(_patterns(w, b, lo, hi))


def switched_between(patterns: Rows) -> list[int]:
    """The same for patterns that are given; ValueError where two neighbours do not differ in exactly one unit.

    >>> switched_between(["001", "101", "100"])
    [0, 2]
    """
    switched = []
    for left, right in pairwise(_bits(patterns)):
        (unit,) = [i for i, (p, q) in enumerate(zip(left, right, strict=True)) if p != q]
        switched.append(unit)
    return switched


def never_active(w: Float, b: Float, lo: float, hi: float) -> list[int]:
    """The units, counted from 0, that are inactive in every region of [lo, hi].

    Source and convention as for `activation_regions`.

    >>> never_active(np.array([1.0, -1.0, 2.0]), np.array([0.0, -3.0, 1.0]), lo=-1.0, hi=1.0)
    [1]
    """
    return inactive_in(_patterns(w, b, lo, hi))


def inactive_in(patterns: Rows) -> list[int]:
    """The same for patterns that are given.

    >>> inactive_in(["001", "101"])
    [1]
    """
    rows = _bits(patterns)
    return [unit for unit in range(len(rows[0])) if not any(row[unit] for row in rows)]


def ends_distance(w: Float, b: Float, lo: float, hi: float) -> int:
    """In how many units the first pattern differs from the last.

    Source and convention as for `activation_regions`.

    >>> ends_distance(np.array([1.0, -1.0, 2.0]), np.array([0.0, -3.0, 1.0]), lo=-1.0, hi=1.0)
    2
    """
    return first_to_last(_patterns(w, b, lo, hi))


def first_to_last(patterns: Rows) -> int:
    """The same for patterns that are given.

    >>> first_to_last(["001", "101", "110"])
    3
    """
    rows = _bits(patterns)
    (distance,) = adjacent_hamming([rows[0], rows[-1]])
    return distance


def _patterns(w: Float, b: Float, lo: float, hi: float) -> list[list[int]]:
    return [pattern for _, _, pattern in activation_regions(w, b, lo, hi)]


def _bits(patterns: Rows) -> list[list[int]]:
    return [[int(bit) for bit in row] for row in patterns]
