"""Curves that nobody's training left behind: flat ones, copies, and values of a simple formula."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FEWEST = 6  # epochs from which a formula can be told from chance
TIGHT = 1e-6  # of the range: what is left of a curve when the formula is taken away
COARSEST = 1e-3  # of the range: coarser rounding hides a formula, and nothing is said
DIGITS = 8  # behind the point; values with more of them are taken as exact


def is_flat(values: Sequence[float]) -> bool:
    """One and the same value all along, from the second epoch of a run on.

    >>> is_flat([0.5, 0.5, 0.5]), is_flat([0.5, 0.4, 0.4])
    (True, False)
    """
    spread = max(values) - min(values)
    return len(values) > 1 and spread <= 1e-9 * max(abs(value) for value in values)


def same_course(left: Sequence[float], right: Sequence[float]) -> bool:
    """One curve is the other, shifted or stretched.

    >>> same_course([3.0, 2.0, 1.5, 1.4, 1.2, 1.1], [6.0, 4.0, 3.0, 2.8, 2.4, 2.2])
    True
    """
    if len(left) != len(right) or len(left) < 3:
        return list(left) == list(right)
    a, b = np.asarray(left, np.float64), np.asarray(right, np.float64)
    if np.array_equal(a, b):
        return True
    return len(left) >= FEWEST and _explained(b, np.stack([a, np.ones_like(a)], axis=1), 0.0)


def formula(values: Sequence[float]) -> str:
    """The simple formula that gives the whole curve, in words; empty where none does.

    >>> formula([1.0 - 0.1 * t for t in range(8)]), formula([0.2 + 0.7**t for t in range(8)])
    ('a straight line', 'an exponential')
    >>> formula([1 / (1 + 0.3 * t) for t in range(8)])
    'a hyperbola'
    """
    y = np.asarray(values, np.float64)
    if len(y) < FEWEST or is_flat(values):
        return ""
    ones, t = np.ones(len(y)), np.arange(len(y), dtype=np.float64)
    step = _rounding(y)
    if _explained(y, np.stack([ones, t], axis=1), step):
        return "a straight line"
    if _explained(y[1:], np.stack([y[:-1], ones[1:]], axis=1), step):
        return "an exponential"
    if _explained(t * y, np.stack([ones, t, y], axis=1), step * len(y)):
        return "a hyperbola"
    return ""


def is_rounded(values: Sequence[float]) -> bool:
    """Whether all values have few digits, so that equal ones may have been different.

    >>> is_rounded([0.25, 0.1234]), is_rounded([1 / 3, 0.5])
    (True, False)
    """
    return bool(_rounding(np.asarray(values, np.float64)))


def _rounding(values: NDArray[np.float64]) -> float:
    """The step between neighbours on the grid that the values were rounded to; 0 where they were not."""
    for digits in range(DIGITS):
        if np.array_equal(np.round(values, digits), values):
            return float(10.0**-digits)
    return 0.0


def _explained(target: NDArray[np.float64], columns: NDArray[np.float64], step: float) -> bool:
    """Whether these columns give the target up to the digits that it was written with."""
    spread = float(np.ptp(target))
    with np.errstate(all="ignore"):
        scale = np.max(np.abs(columns), axis=0)
        if not np.isfinite(spread) or spread == 0 or not np.all(np.isfinite(scale)) or np.any(scale == 0):
            return False
        weights, *_ = np.linalg.lstsq(columns / scale, target, rcond=None)
        left = np.max(np.abs(columns / scale @ weights - target))
    return bool(left <= (max(TIGHT * spread, step) if step <= COARSEST * spread else TIGHT * spread))
