"""Typed random points: where two expressions are compared.

Every symbol is drawn as what it is: real numbers of both signs, positive ones, numbers in (0, 1), whole numbers from
their range, vectors and matrices. The points depend on nothing but the symbols, so a mark can be repeated.
Magnitudes stay between about 0.2 and 3: a realistic ε of 1e-8 would hide where it stands, a large t hides 1 − b^t.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np

from grader.mathematics.symbols import Symbol, Symbols

POINTS = 16
NEAR_POINTS = 14  # the last two lie far out, so that a clipped or capped value does not pass
FAR = 30
Point: TypeAlias = Mapping[str, Any]

_MASK = (1 << 64) - 1
_RANGES: dict[str, tuple[float, float]] = {
    "real": (0.2, 2.6),
    "normal": (0.2, 2.6),
    "positive": (0.2, 2.8),
    "nonnegative": (0.2, 2.8),
    "unit": (0.04, 0.96),
    "integer": (-5, 6),
    "posint": (1, 7),
    "nonnegint": (0, 6),
}


def uniform(*keys: int) -> float:
    """A number in [0, 1) that looks random and is the same for the same keys (splitmix64)."""
    state = 0x9E3779B97F4A7C15
    for key in keys:
        state = (state ^ (key & _MASK)) * 0xBF58476D1CE4E5B9 & _MASK
        state ^= state >> 29
        state = (state * 0x94D049BB133111EB + 0x632BE59BD9B4E019) & _MASK
        state ^= state >> 32
    return (state >> 11) / 2**53


@lru_cache(maxsize=128)
def points(symbols: Symbols) -> tuple[Point, ...]:
    """The points, first those drawn, then one for every value that must not be missed."""
    drawn = [
        {symbol.name: _value(symbol, place, order) for order, symbol in enumerate(symbols.all)}
        for place in range(POINTS)
    ]
    special = [(symbol, value) for symbol in symbols.all for value in symbol.include_points]
    for place, (symbol, value) in enumerate(special):
        drawn.append({**drawn[place % POINTS], symbol.name: value})
    return tuple(drawn)


def _value(symbol: Symbol, place: int, order: int) -> Any:
    if symbol.kind == "sequence":
        return _sequence(symbol, place, order)
    if symbol.dims:
        return _matrix(symbol, place, order)
    return _number(symbol, symbol.kind, place, order)


def _number(symbol: Symbol, kind: str, place: int, order: int, *more: int) -> float:
    fraction = uniform(place, order, *more)
    if symbol.range is not None:
        low, high = symbol.range
        return float(round(low) + int(fraction * (high - low + 1))) if symbol.whole else low + (high - low) * fraction
    low, high = _RANGES[kind]
    if kind in ("integer", "posint", "nonnegint"):
        return float(int(low) + int(fraction * (high - low + 1)))
    size = (low + (high - low) * fraction) * (FAR if place >= NEAR_POINTS and kind not in ("unit", "normal") else 1)
    return size * _sign(place, order, *more) if kind in ("real", "normal") else size


def _sign(place: int, order: int, *more: int) -> int:
    """Both signs equally often for every symbol, and every pair of symbols with equal and with unequal signs."""
    if more or order >= 15:
        return 1 if uniform(place, order, 7, *more) < 0.5 else -1
    return 1 if ((place + 1) & (order + 1)).bit_count() % 2 == 0 else -1


def _sequence(symbol: Symbol, place: int, order: int) -> Callable[[int], float]:
    @lru_cache(maxsize=1024)
    def element(index: int) -> float:
        return _number(symbol, symbol.of, place, order, index)

    return element


def _matrix(symbol: Symbol, place: int, order: int) -> Any:
    rows, columns = symbol.dims if len(symbol.dims) == 2 else (symbol.dims[0], 1)
    kind = "normal" if symbol.kind == "normal" else symbol.of
    made = np.array([[_number(symbol, kind, place, order, i, j) for j in range(columns)] for i in range(rows)])
    if symbol.positive_definite and rows == columns:
        made = made @ made.T / rows + np.eye(rows) * 0.25
    elif symbol.symmetric and rows == columns:
        made = (made + made.T) / 2
    return made
