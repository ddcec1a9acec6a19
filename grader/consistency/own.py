"""A student's earlier result as a reference may be given it: of the kind, shape and size of the true one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.checkers._arrays import reals
from grader.checkers._written import typed
from grader.mathematics.answers import answer
from grader.mathematics.problems import ReadingError
from grader.mathematics.show import plain
from grader.mathematics.symbols import declare
from grader.model import Checker, Criterion, Observation, Returned, Value

LARGER = 10**6  # times the true value: beyond it a reference that counts might count for ever
LONGEST = 2_000  # characters of a text


def result(criterion: Criterion, seen: Observation | None, truth: Value) -> Value | None:
    """What a student gave for a criterion, where it can stand for the true result; None where it cannot."""
    if not isinstance(seen, Returned):
        return None
    return read(criterion.kind, criterion.judge, seen.value, truth)


def read(kind: str, checker: Checker, got: Value, truth: Value) -> Value | None:
    """An answer as its checker reads it, made to fit the true one."""
    if kind == "expression":
        return _formula(checker, got)
    reader: Any = getattr(checker, "value", None)
    if reader is not None:
        got, truth = reader(got, truth), reader(truth, truth)
    return None if got is None or truth is None else fitted(got, truth)


def _formula(checker: Any, got: Value) -> str | None:
    text = typed(got)
    if text is None or len(text) > LONGEST:
        return None
    try:
        return plain(answer(text, declare(checker.symbols)).node)
    except (ReadingError, RecursionError):
        return None


def fitted(own: Value, truth: Value) -> Value | None:
    """The value in the form of the true one; None where kind, shape or size differ, or where it is not finite.

    >>> fitted([1, 2], np.array([0.0, 1.0])), fitted((3.0, [4]), [1, [2.5]])
    (array([1., 2.]), [3, [4.0]])
    >>> fitted([1.0], [1.0, 2.0]), fitted(math.nan, 1.0), fitted(True, 1), fitted(10**9, 1)
    (None, None, None, None)
    """
    match truth:
        case bool():
            return own if isinstance(own, bool) else None
        case int() | float():
            return _number(own, truth)
        case str():
            same = isinstance(own, str) and len(own) <= LONGEST and (not _bits(truth) or _like_bits(own, truth))
            return own if same else None
        case np.ndarray():
            return _array(own, truth)
        case list() | tuple():
            return _row(own, truth)
        case dict():
            return _mapping(own, truth)
    return None


def _number(own: Value, truth: float) -> Value | None:
    array = None if isinstance(own, list | tuple | str) else reals(own)
    if array is None or array.ndim:
        return None
    value = float(array)
    if not math.isfinite(value) or abs(value) > LARGER * max(1.0, abs(truth)):
        return None
    return int(value) if isinstance(truth, int) and value == int(value) else value


def _bits(text: str) -> bool:
    return bool(text) and set(text) <= {"0", "1"}


def _like_bits(own: str, truth: str) -> bool:
    return len(own) == len(truth) and set(own) <= {"0", "1"}


def _array(own: Value, truth: np.ndarray[Any, Any]) -> Value | None:
    if truth.dtype.kind == "b":
        flags = own if isinstance(own, np.ndarray) and own.dtype.kind == "b" and own.shape == truth.shape else None
        return None if flags is None else flags.copy()
    if truth.dtype.kind not in "iuf" or _outer(own) != (len(truth) if truth.ndim else -1):
        return None
    array = reals(own)
    if array is None or array.shape != truth.shape:
        return None
    array = array.astype(np.float64)
    bound = LARGER * max(1.0, float(np.max(np.abs(truth), initial=0.0)))
    return array if bool(np.all(np.abs(array) <= bound)) else None  # false for NaN and infinity, too


def _outer(own: Value) -> int:
    """The length of the leading axis, known before anything is copied; -1 for a single number."""
    if isinstance(own, np.ndarray):
        return own.shape[0] if own.ndim else -1
    return len(own) if isinstance(own, list | tuple) else -1


def _row(own: Value, truth: list[Value] | tuple[Value, ...]) -> Value | None:
    if _outer(own) != len(truth):
        return None
    items = [fitted(item, due) for item, due in zip(own, truth, strict=True)]
    return None if any(item is None for item in items) else type(truth)(items)


def _mapping(own: Value, truth: Mapping[Any, Value]) -> Value | None:
    if not isinstance(own, dict) or not truth.keys() <= own.keys():
        return None
    items = {key: fitted(own[key], due) for key, due in truth.items()}
    return None if any(item is None for item in items.values()) else items
