"""How simple a number is, and which simpler ones stand near it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from grader.model import Inputs, Value

ROUND = (0, 1, 2, -1, 3, -2, 0.5, 4, 5, 10, -0.5, 0.1, 0.2, 1.5, 0.25, 6, 7, 8, 9, 20, 50, 100, -3, -5, -10, 0.01)


@lru_cache(maxsize=2**16)
def cost(value: float) -> int:
    """0 for 0, then 1, 2, small whole numbers, short decimals; every further digit makes it dearer.

    >>> [cost(value) for value in (0, 1, 2, -1, 3, 10, 0.5, 784, 0.25, 1e-8, 1 / 3)]
    [0, 1, 2, 2, 3, 5, 5, 8, 8, 26, 50]
    """
    if not value or not math.isfinite(value):
        return 0 if value == 0 else 1000
    digits, _, exponent = repr(float(abs(value))).partition("e")
    decimals = len(digits.partition(".")[2].rstrip("0")) - int(exponent or 0)
    return _whole(int(abs(value))) + (value < 0) + 3 * max(decimals, 0)


def _whole(value: int) -> int:
    """1, 2, 3, then by the digits there are, those that are not zero counting twice."""
    text = str(value)
    return value or 2 if value <= 3 else 2 + len(text) + len(text.rstrip("0"))


def simpler(value: float, allowed: Callable[[float], bool], most: int) -> list[float]:
    """Allowed numbers that are simpler than this one, the simplest first.

    >>> simpler(0.731, lambda v: 0.05 <= v <= 1, 6), simpler(35, lambda v: v >= 2, 6)
    ([1, 0.1, 0.2, 0.5, 0.7], [2, 3, 4, 5, 17, 26])
    """
    near = [math.trunc(value / 2), round(value), round(value, 1), math.trunc(value * 3 / 4), round(value, 2)]
    known = _fit(ROUND, value, allowed)[: most - 2]
    return sorted({*known, *_fit(near, value, allowed)[:2]}, key=_simple)


def _fit(some: Iterable[float], value: float, allowed: Callable[[float], bool]) -> list[float]:
    fitting = [one for one in some if _simple(one)[:2] < _simple(value)[:2] and allowed(one)]
    return sorted(dict.fromkeys(fitting), key=_simple)


def _simple(value: float) -> tuple[int, float, bool]:
    return cost(value), abs(value), value < 0


Measure = tuple[int, int, int, float]


def measure(inputs: Inputs) -> Measure:
    """The smaller, the better to read: how many numbers, in how many brackets, how simple and how large together."""
    several = [value for value in inputs.values() if isinstance(value, np.ndarray | list)]
    flat = [one for value in several for one in leaves(value)]
    single = [value for value in inputs.values() if not isinstance(value, np.ndarray | list)]
    numbers = [one for one in [*flat, *single] if type(one) in (int, float)]
    brackets = sum(depth(value) for value in several)
    return len(flat), brackets, sum(map(cost, numbers)), float(sum(min(abs(one), 1e300) for one in numbers))


def leaves(value: Value) -> Iterator[Any]:
    """The single values in an array, or in lists of lists."""
    if isinstance(value, np.ndarray):
        yield from value.ravel().tolist()
    elif isinstance(value, list | tuple):
        for item in value:
            yield from leaves(item)
    else:
        yield value


def depth(value: Value) -> int:
    """How many axes an array has, or how deep lists are nested.

    >>> depth([[1], [2, 3]]), depth(0.5)
    (2, 0)
    """
    if isinstance(value, np.ndarray):
        return value.ndim
    return 1 + max(map(depth, value), default=0) if isinstance(value, list | tuple) else 0
