"""Written values and the type words of `arguments`.

Without a type word, a rectangular list of numbers is a float64 array and everything else is what it looks like.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from grader.model import Value
from grader.spec.scalars import Padded

INT64 = 2**63


class Unfitting(ValueError):
    """A value that is not of its type; the sentence says what was expected."""


def plain(value: Any) -> Any:
    """The same value in ordinary dicts, lists and numbers."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return int(value) if isinstance(value, Padded) else value


def literal(value: Any) -> Value:
    """A written value as the checkers meet it.

    >>> literal([[1, 2], [3, 4]]).dtype, literal([1, "two"]), literal({"m": [1]})
    (dtype('float64'), [1, 'two'], {'m': array([1.])})
    """
    if isinstance(value, dict):
        return {key: literal(item) for key, item in value.items()}
    if isinstance(value, list):
        if shape_of(value, numeric) is not None:
            return np.array(plain(value), np.float64)
        return [literal(item) for item in value]
    return plain(value)


def expected(value: Any) -> Value:
    """A written value as an answer: as `literal`, but lists of whole numbers stay what a student would write.

    >>> expected([2, 1]), expected([2.0, 1])
    ([2, 1], array([2., 1.]))
    """
    if isinstance(value, dict):
        return {key: expected(item) for key, item in value.items()}
    if isinstance(value, list) and shape_of(value, lambda item: numeric(item) and isinstance(item, int)) is None:
        return literal(value) if shape_of(value, numeric) is not None else [expected(item) for item in value]
    return plain(value)


def numeric(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def shape_of(value: Any, fits: Any) -> tuple[int, ...] | None:
    """The shape of nested lists whose leaves all fit; None where rows differ in length or a leaf does not fit.

    >>> shape_of([[1, 2], [3, 4]], numeric), shape_of([[1], [2, 3]], numeric), shape_of(["a"], numeric)
    ((2, 2), None, None)
    """
    if not isinstance(value, list):
        return () if fits(value) else None
    shapes = [shape_of(item, fits) for item in value]
    if any(shape != shapes[0] for shape in shapes):
        return None
    if shapes and shapes[0] is None:
        return None
    return (len(value), *(shapes[0] or ())) if shapes else (0,)


def padded(value: Any) -> Padded | None:
    """The first number written with zeros in front, if there is one."""
    if isinstance(value, Padded):
        return value
    items: Iterable[Any] = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next((found for item in items if (found := padded(item)) is not None), None)


def word_of(value: Any) -> str:
    """The type word that a written value would have.

    >>> [word_of(value) for value in (True, 3, 0.1, "a", [1, 2.5], [[1], [2, 3]], None)]
    ['flag', 'integer', 'number', 'text', 'array', 'list', 'any']
    """
    match value:
        case bool():
            return "flag"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "text"
        case list():
            if shape_of(value, numeric) is not None:
                return "array"
            return "booleans" if shape_of(value, lambda item: isinstance(item, bool)) is not None else "list"
    return "any"


def common(words: Iterable[str]) -> str:
    """The one word for values of several cases.

    >>> common(["integer", "number"]), common(["text", "array"]), common([])
    ('number', 'any', 'any')
    """
    found = set(words)
    if len(found) == 1:
        return found.pop()
    if found == {"integer", "number"}:
        return "number"
    return "array" if found == {"integers", "array"} else "any"


def typed(value: Any, word: str) -> Value:
    """A written value as the type word has it; Unfitting where it is something else."""
    if word == "any":
        return literal(value)
    expected = EXPECTED[word]
    if word in ARRAYS:
        dtype, fits = ARRAYS[word]
        if not isinstance(value, list) or shape_of(value, fits) is None:
            raise Unfitting(expected)
        return np.array(plain(value), dtype)
    if not SIMPLE[word](value):
        raise Unfitting(expected)
    if word == "number":
        return float(value)
    return plain(value)


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -INT64 <= value < INT64


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


ARRAYS: dict[str, tuple[Any, Any]] = {
    "array": (np.float64, numeric),
    "integers": (np.int64, _whole),
    "booleans": (np.bool_, _flag),
    "tensor": (np.float32, numeric),  # torch's own default; asking.py makes the tensor
}
SIMPLE: dict[str, Any] = {
    "list": lambda value: isinstance(value, list),
    "number": numeric,
    "integer": _whole,
    "text": lambda value: isinstance(value, str),
    "flag": _flag,
}
EXPECTED = {
    "array": "a list of numbers, its rows of equal length",
    "integers": "a list of whole numbers, its rows of equal length",
    "booleans": "a list of true and false, its rows of equal length",
    "tensor": "a list of numbers, its rows of equal length",
    "list": "a list",
    "number": "a number",
    "integer": "a whole number",
    "text": "text; put it in quotes",
    "flag": "true or false",
}
