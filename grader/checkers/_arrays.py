"""What counts as numbers: arrays, scalars and rectangular lists of them; truth values and complex numbers do not."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.model import Value
from grader.showing import show

Reals = NDArray[Any]  # of an integer or floating dtype, never boolean, complex or object


def numeric(value: Value) -> NDArray[np.float64] | None:
    """Real numbers as float64, else None.

    >>> numeric([[1, 2], [3, 4.5]])
    array([[1. , 2. ],
           [3. , 4.5]])
    >>> numeric(True), numeric(1j), numeric([1, [2]])
    (None, None, None)
    """
    array = reals(value)
    return None if array is None else array.astype(np.float64, copy=False)


def reals(value: Value) -> Reals | None:
    """Real numbers in the dtype they came in (an array is not copied), else None."""
    if isinstance(value, np.ndarray | np.generic):
        return np.asarray(value) if value.dtype.kind in "iuf" else None
    if isinstance(value, list | tuple):
        return _stacked(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _floats(value)
    return None


def _stacked(items: list[Value] | tuple[Value, ...]) -> Reals | None:
    if all(type(item) is float or type(item) is int for item in items):
        return _floats(items)
    parts = [reals(item) for item in items]
    first = parts[0]
    if first is None or any(part is None or part.shape != first.shape for part in parts):
        return None
    return np.stack([part for part in parts if part is not None])


def _floats(value: Value) -> Reals | None:
    try:
        return np.array(value, dtype=np.float64)
    except OverflowError:  # a whole number beyond 1.8e308
        return None


def describe(value: Value) -> str:
    """What a value is, for a sentence of the form "numbers are due; you have …".

    >>> describe(True), describe(None), describe([1.0, "a"])
    ('the truth value True', 'None (is a `return` missing?)', "a list that holds the text 'a'")
    """
    match value:
        case None:
            return "None (is a `return` missing?)"
        case bool() | np.bool_():
            return f"the truth value {bool(value)}"
        case str():
            return f"the text {show(value, 60)}"
        case dict():
            return "a dict"
        case np.ndarray() | np.generic():
            return _array(np.asarray(value))
        case list() | tuple():
            return _sequence(value)
        case complex():
            return f"the complex number {show(value)}"
        case int():
            return "a whole number too large for a float"
    return f"a {type(value).__name__}"


def _array(array: NDArray[Any]) -> str:
    kind = {"b": "truth values", "c": "complex numbers"}.get(array.dtype.kind, f"values of dtype {array.dtype}")
    return f"an array of {kind}" if array.ndim else f"a value of dtype {array.dtype}"


def _sequence(items: list[Value] | tuple[Value, ...]) -> str:
    name = type(items).__name__
    scalars = [item for item in items if not isinstance(item, list | tuple)]
    odd = [item for item in (*scalars, *items) if reals(item) is None]
    if odd:
        return f"a {name} that holds {'None' if odd[0] is None else describe(odd[0])}"
    return f"a {name} whose rows differ in length"


def place(index: tuple[int, ...]) -> str:
    """An index as a person writes it.

    >>> place((0, 2)), place(())
    ('[0, 2]', '')
    """
    return f"[{', '.join(str(i) for i in index)}]" if index else ""
