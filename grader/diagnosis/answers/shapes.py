"""The right numbers in another shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from grader.diagnosis.cause import Cause, Undefined, Variant, of_value
from grader.diagnosis.numbers import Floats, as_array
from grader.model import Value

RANK = 10


def variants() -> Iterator[Variant]:
    """Another shape, the same numbers."""
    for kind, when, function in SHAPES:
        yield Variant(Cause(kind, when, rank=RANK), answer=of_value(partial(_reshaped, function)))


def _reshaped(function: Callable[[Floats], Floats], value: Value) -> Value:
    array = as_array(value)
    return function(array)


def _transposed(array: Floats) -> Floats:
    return array.T


def _flattened(array: Floats) -> Floats:
    return array.reshape(-1) if array.ndim else array


def _flattened_by_columns(array: Floats) -> Floats:
    return array.reshape(-1, order="F") if array.ndim else array


def _column(array: Floats) -> Floats:
    if array.ndim > 1:
        raise Undefined
    return array.reshape(-1, 1)


def _row(array: Floats) -> Floats:
    return array[np.newaxis] if array.ndim else array.reshape(1)


def _squeezed(array: Floats) -> Floats:
    return np.squeeze(array)


SHAPES: tuple[tuple[str, str, Callable[[Floats], Floats]], ...] = (
    ("transposed", "with rows and columns exchanged (transposed)", _transposed),
    ("flattened", "flattened into one row of numbers", _flattened),
    ("flattened-by-columns", "flattened column by column", _flattened_by_columns),
    ("column", "as a column of shape (N, 1)", _column),
    ("extra-axis", "with an axis of length 1 too many in front", _row),
    ("squeezed", "without their axes of length 1", _squeezed),
)
