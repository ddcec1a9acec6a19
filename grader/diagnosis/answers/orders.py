"""The right numbers in another order, or all but one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import permutations
from typing import Any

import numpy as np

from grader.diagnosis.cause import Cause, Undefined, Variant, of_value
from grader.diagnosis.numbers import as_array
from grader.model import Value

RANK = 11
MOST = 4  # items whose every order is tried


def variants() -> Iterator[Variant]:
    """Other orders of the entries, along the first axis and the last."""
    for kind, when, function in ORDERS:
        yield Variant(Cause(kind, when, rank=RANK), answer=of_value(partial(_within, function)))
    for kind, when, function in LAST_AXIS:
        yield Variant(Cause(kind, when, rank=RANK), answer=of_value(partial(_of_matrix, function)))
    for number in range(1, 24):
        cause = Cause("results-exchanged", "the results stand in another order", rank=RANK)
        yield Variant(cause, answer=of_value(partial(_exchanged, number)), whole=True)


def _within(function: Callable[[Any], Value], value: Value) -> Value:
    found = _sequence(value)
    return function(found) if len(found) > 1 else found


def _of_matrix(function: Callable[[Any], Value], value: Value) -> Value:
    return function(_matrix(value))


def _sequence(value: Value) -> Any:
    """A list or an array; a tuple or dict is no sequence of like things."""
    if (isinstance(value, np.ndarray) and value.ndim) or isinstance(value, list):
        return value
    raise Undefined


def _matrix(value: Value) -> Any:
    array = as_array(value)
    if array.ndim < 2:
        raise Undefined
    return array


def _sorted(value: Any) -> Value:
    array = as_array(value)
    if array.ndim != 1:
        raise Undefined
    return np.sort(array)


def _joined(value: Any, order: list[int]) -> Value:
    return value[order] if isinstance(value, np.ndarray) else [value[i] for i in order]


def _exchanged(number: int, value: Value) -> Value:
    """The items of a tuple, or the values under the keys of a dict, in their `number`-th other order."""
    if isinstance(value, tuple) and 2 <= len(value) <= MOST:
        order = _order(len(value), number)
        return tuple(value[i] for i in order)
    if isinstance(value, Mapping) and 2 <= len(value) <= MOST:
        keys = list(value)
        return {key: value[keys[i]] for key, i in zip(keys, _order(len(keys), number), strict=True)}
    raise Undefined


def _order(length: int, number: int) -> tuple[int, ...]:
    orders = list(permutations(range(length)))
    if number >= len(orders):
        raise Undefined
    return orders[number]


ORDERS: tuple[tuple[str, str, Callable[[Any], Value]], ...] = (
    ("reversed", "in reversed order (along the first axis)", lambda value: value[::-1]),
    (
        "rolled-forward",
        "each one place too late (the last one first)",
        lambda v: _joined(v, [len(v) - 1, *range(len(v) - 1)]),
    ),
    ("rolled-back", "each one place too early (the first one last)", lambda v: _joined(v, [*range(1, len(v)), 0])),
    ("shifted", "each from the place before (the first one twice)", lambda v: _joined(v, [0, *range(len(v) - 1)])),
    ("without-the-first", "without the first", lambda value: value[1:]),
    ("without-the-last", "without the last", lambda value: value[:-1]),
    ("sorted", "sorted", _sorted),
    ("sorted-down", "sorted from large to small", lambda value: np.sort(as_array(_sorted(value)))[::-1]),
    ("last-only", "with the last one in every place", lambda v: _joined(v, [len(v) - 1] * len(v))),
    ("first-only", "with the first one in every place", lambda v: _joined(v, [0] * len(v))),
)
LAST_AXIS: tuple[tuple[str, str, Callable[[Any], Value]], ...] = (
    ("columns-reversed", "with the columns (the last axis) in reversed order", lambda array: array[..., ::-1]),
    ("turned-around", "with the first and the last axis in reversed order", lambda array: array[::-1, ..., ::-1]),
    ("second-axis-reversed", "with the second axis in reversed order", lambda array: array[:, ::-1]),
    (
        "both-axes-reversed",
        "with the first two axes in reversed order (turned by 180 degrees)",
        lambda array: array[::-1, ::-1],
    ),
    ("columns-rolled-forward", "with every column one place too late", lambda array: np.roll(array, 1, axis=-1)),
    ("columns-rolled-back", "with every column one place too early", lambda array: np.roll(array, -1, axis=-1)),
)
