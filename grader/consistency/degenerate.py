"""Earlier results that earn nothing: zero, constant, or such that what follows from them is trivial.

Without this, whoever answers the earlier question with 0 would have the later one for nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from grader.model import Value


def empty(own: Value, truth: Value) -> bool:
    """Whether a result holds no information where the true one does: all zero, all the same, or nothing at all.

    >>> empty([0.0, 0.0], [1.0, 2.0]), empty(["10", "10"], ["10", "01"]), empty([1.0, 3.0], [1.0, 2.0])
    (True, True, False)
    >>> empty(0, 0), empty(0, 5), empty([2.0, 2.0], [1.0, 1.0])
    (False, True, False)
    """
    mine, due = leaves(own), leaves(truth)
    if not mine:
        return bool(due)
    if not any(mine) and any(due):
        return True
    if len(mine) > 1 and _constant(mine) and not _constant(due):
        return True
    rows, right = _rows(own), _rows(truth)
    return len(rows) > 1 and _constant(rows) and not _constant(right)


def finite(carried: Value) -> bool:
    """Whether something is due at all, and none of it is NaN or infinite.

    >>> finite([1.0, 2]), finite(np.float32("nan")), finite([]), finite({"a": None})
    (True, False, False, False)
    """
    found = leaves(carried)
    numbers = (one for one in found if isinstance(one, float | np.floating))
    return bool(found) and all(one is not None for one in found) and all(map(math.isfinite, numbers))


def flat(carried: Value) -> bool:
    """Whether several numbers are due that are all the same, so that a guess would meet them all."""
    found = leaves(carried)
    return len(found) > 1 and _constant(found)


def trivial(owns: Sequence[Value], carried: Sequence[Value], truths: Sequence[Value], wants: Sequence[Value]) -> bool:
    """Whether nothing depends on the case any more, in the earlier results or in what follows from them."""
    if len(owns) < 2:
        return False
    pairs = ((owns, truths), (carried, wants))
    return any(_constant(list(map(_key, mine))) and not _constant(list(map(_key, due))) for mine, due in pairs)


def echoed(inputs: Sequence[Mapping[str, Value]], carried: Sequence[Value], wants: Sequence[Value]) -> bool:
    """Whether in every case what is due is an argument handed back, and would not be with the true results."""
    if not inputs:
        return False
    back = [_among(value, given) for given, value in zip(inputs, carried, strict=True)]
    right = [_among(value, given) for given, value in zip(inputs, wants, strict=True)]
    return all(back) and not all(right)


def leaves(value: Value) -> list[Any]:
    """The single numbers, flags and digits of a value.

    >>> leaves({"a": [1.0, True], "b": "01"})
    [1.0, True, 0, 1]
    """
    if isinstance(value, np.ndarray):
        found: list[Any] = value.ravel().tolist()
        return found
    if isinstance(value, str):
        return [int(digit) for digit in value] if set(value) <= {"0", "1"} else [value]
    items = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else None
    return [value] if items is None else [leaf for item in items for leaf in leaves(item)]


def _rows(value: Value) -> list[Any]:
    return [_key(item) for item in value] if isinstance(value, list | tuple | np.ndarray) and np.ndim(value) else []


def _constant(items: Sequence[Any]) -> bool:
    return all(item == items[0] for item in items)


def _key(value: Value) -> tuple[Any, ...]:
    return tuple(leaves(value))


def _among(value: Value, given: Mapping[str, Value]) -> bool:
    key = _key(value)
    return any(key == _key(argument) for argument in given.values())
