"""How simple a number is, and which simpler ones stand near it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.model import Inputs, Value

ROUND = (0, 1, 2, -1, 3, -2, 0.5, 4, 5, 10, -0.5, 0.1, 0.2, 1.5, 0.25, 6, 7, 8, 9, 20, 50, 100, -3, -5, -10, 0.01)


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

    >>> simpler(0.731, lambda v: 0.05 <= v <= 1, 4)
    [1, 0.1, 0.2, 0.5]
    """
    near = [round(value), round(value, 1), round(value, 2), math.trunc(value / 2), math.trunc(value) - 1]
    found: dict[float, None] = {}
    for one in sorted([*ROUND, *near], key=lambda v: (cost(v), abs(v), v < 0)):
        if cost(one) < cost(value) and allowed(one):
            found.setdefault(one)
    return list(found)[:most]


def measure(inputs: Inputs) -> tuple[int, int, int]:
    """The smaller, the better to read: how many numbers, in how many brackets, and how simple they are together."""
    several = [value for value in inputs.values() if isinstance(value, np.ndarray | list)]
    flat = [one for value in several for one in leaves(value)]
    single = [value for value in inputs.values() if not isinstance(value, np.ndarray | list)]
    numbers = [one for one in [*flat, *single] if type(one) in (int, float)]
    return len(flat), sum(depth(value) for value in several), sum(map(cost, numbers))


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
