"""The numbers inside an answer, whatever holds them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.cause import Undefined
from grader.model import Value

Floats = NDArray[np.float64]


def is_number(value: Value) -> bool:
    """A real number; truth values are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def as_array(value: Value) -> Floats:
    """A number, an array or a rectangular list of numbers as an array; Undefined for anything else.

    >>> as_array([[1, 2], [3, 4]]).shape, as_array(2.0).shape
    ((2, 2), ())
    """
    if isinstance(value, np.ndarray) and value.dtype.kind in "iuf":
        return value.astype(np.float64)
    if is_number(value) or (isinstance(value, list | tuple) and value and _plain(value)):
        try:
            return np.asarray(value, dtype=np.float64)
        except (ValueError, TypeError, OverflowError):
            raise Undefined from None
    raise Undefined


def _plain(items: Any) -> bool:
    return all(is_number(item) or (isinstance(item, list | tuple) and _plain(item)) for item in items)


def each(function: Callable[[Floats], Floats], value: Value) -> Value:
    """The same structure with every number replaced; Undefined where there is none.

    >>> each(lambda x: 2 * x, {"a": 1.5, "b": [1, None]})
    {'a': 3.0, 'b': [2.0, None]}
    """
    if not flat(value).size:
        raise Undefined
    return _each(function, value)


def _each(function: Callable[[Floats], Floats], value: Value) -> Value:
    if is_number(value):
        return float(function(np.asarray(float(value))))
    if isinstance(value, np.ndarray) and value.dtype.kind in "iuf":
        return np.asarray(function(value.astype(np.float64)))
    if isinstance(value, Mapping):
        return {key: _each(function, item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_each(function, item) for item in value)
    return value


def flat(value: Value) -> Floats:
    """All numbers of an answer in a row, truth values as 0 and 1.

    >>> flat({"a": [1, 2], "b": (np.eye(2)[0], "text", None, True)})
    array([1., 2., 1., 0., 1.])
    """
    found: list[Floats] = []
    _collect(value, found)
    return np.concatenate(found) if found else np.zeros(0)


def _collect(value: Value, found: list[Floats]) -> None:
    if isinstance(value, np.ndarray):
        if value.dtype.kind in "iufb":
            found.append(value.astype(np.float64).reshape(-1))
    elif isinstance(value, bool | int | float):
        try:
            found.append(np.array([float(value)]))
        except OverflowError:
            found.append(np.array([np.inf]))
    elif isinstance(value, Mapping):
        for item in value.values():
            _collect(item, found)
    elif isinstance(value, list | tuple):
        for item in value:
            _collect(item, found)
