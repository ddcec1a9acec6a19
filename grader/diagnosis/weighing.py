"""How much an agreement says: small whole numbers agree by chance, many digits do not.

Each wrong value that a cause predicts is worth about log2(value / tolerance) bits; zeros are worth nothing, since an
unfinished function gives them, too. Where most values are alike (patterns of bits), their entropy counts instead.
A cause needs BITS more than it takes to tell the variants apart.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from grader.diagnosis.numbers import Floats, flat
from grader.diagnosis.spots import Spot
from grader.model import Checker, Value

BITS = 12.0  # one agreement by chance in 4,000, over all variants together
CAP = 24.0  # what a single number can be worth
ALIKE = 1e-9
MOST = 10_000  # numbers of an item that are weighed; enough is enough


def enough(wrong: Iterable[Spot], variants: int) -> bool:
    """Whether these wrong spots, all of them predicted, are too much for chance."""
    found = [(spot, *_values(spot)) for spot in wrong if not spot.raised]
    everything = np.concatenate([got for _, got, _ in found]) if found else np.zeros(0)
    if len(_distinct(everything)) < 2:  # one and the same number everywhere was hardly computed
        single = len(everything) == 1 and everything[0] != 0
        if not single:
            return False
    bits = sum(_bits(spot.checker, got, want) for spot, got, want in found)
    return bool(bits >= BITS + np.log2(max(variants, 1)))


def _values(spot: Spot) -> tuple[Floats, Floats]:
    """The numbers that are wrong, and what was due there; all of them where even the shape is another."""
    got, want = flat(spot.got), flat(spot.want)
    if got.shape != want.shape or _shape(spot.got) != _shape(spot.want):
        return got[:MOST], np.full(min(got.size, MOST), np.nan)
    got, want = got[:MOST], want[:MOST]
    different = ~np.isclose(got, want, rtol=_relative(spot.checker), atol=_absolute(spot.checker))
    return got[different], want[different]


def _shape(value: Value) -> tuple[int, ...]:
    """The shape of an array; of a list or tuple its length."""
    if isinstance(value, np.ndarray):
        return tuple(value.shape)
    return (len(value),) if isinstance(value, list | tuple) else ()


def _bits(checker: Checker, got: Floats, want: Floats) -> float:
    finite = got[np.isfinite(got)]
    counted = _distinct(finite[finite != 0])
    allowed = _absolute(checker) + _relative(checker) * np.abs(counted)
    if np.all(finite == np.round(finite)) and np.all(np.round(want[np.isfinite(want)]) == want[np.isfinite(want)]):
        allowed = np.maximum(allowed, 0.5)  # whole numbers, where whole numbers are due
    each = np.minimum(np.log2(1 + np.abs(counted) / np.maximum(allowed, 1e-12)), CAP)
    return max(float(each.sum()), _entropy(finite))


def _entropy(values: Floats) -> float:
    if not values.size:
        return 0.0
    _, counts = np.unique(np.round(values, 9), return_counts=True)
    shares = counts / counts.sum()
    return float(-(shares * np.log2(shares)).sum() * values.size)


def _distinct(values: Floats) -> Floats:
    return np.unique(np.round(values, 9))


def _relative(checker: Checker) -> float:
    return float(getattr(checker, "rtol", None) or 0.0)


def _absolute(checker: Checker) -> float:
    decimals = getattr(checker, "decimals", None)
    if decimals is not None:
        return float(0.5 * 10.0**-decimals)
    return float(getattr(checker, "atol", None) or 0.0) or ALIKE
