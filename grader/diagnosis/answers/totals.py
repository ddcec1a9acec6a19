"""A summary where every entry is due, or running sums where single ones are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from grader.diagnosis.cause import Cause, Undefined, Variant, of_value
from grader.diagnosis.numbers import Floats, as_array
from grader.model import Value

RANK = 14


def variants() -> Iterator[Variant]:
    """Sums, means and extremes of what was due, and running sums of it."""
    for kind, when, function in TOTALS:
        yield Variant(Cause(kind, when, rank=RANK), answer=of_value(partial(_of_several, function)))


def _of_several(function: Callable[[Floats], Floats], value: Value) -> Value:
    return function(_several(value))


def _several(value: Value) -> Floats:
    array = as_array(value)
    if not array.ndim or not array.size:
        raise Undefined
    return array


def _argmax(array: Floats) -> Floats:
    return np.asarray(np.argmax(array, axis=-1), np.float64)


def _differences(array: Floats) -> Floats:
    return np.diff(array, axis=0, prepend=np.zeros_like(array[:1]))


TOTALS: tuple[tuple[str, str, Callable[[Floats], Floats]], ...] = (
    ("summed-up", "added up into one number", lambda a: np.asarray(a.sum())),
    ("averaged", "averaged into one number", lambda a: np.asarray(a.mean())),
    ("first-only", "only the first of them", lambda a: a[0]),
    ("last-only", "only the last of them", lambda a: a[-1]),
    ("largest", "only the largest of them", lambda a: np.asarray(a.max())),
    ("norm", "only the norm of them", lambda a: np.asarray(np.sqrt(np.sum(a**2)))),
    ("rows-summed", "added up over the first axis", lambda a: a.sum(axis=0)),
    ("columns-summed", "added up over the last axis", lambda a: a.sum(axis=-1)),
    ("rows-averaged", "averaged over the first axis", lambda a: a.mean(axis=0)),
    ("columns-averaged", "averaged over the last axis", lambda a: a.mean(axis=-1)),
    ("argmax", "only the place of the largest of them", _argmax),
    ("cumulative", "added up as running sums", lambda a: a.cumsum(axis=0)),
    ("not-cumulative", "as single entries instead of running sums", _differences),
    ("normalised", "divided by their sum", lambda a: a / a.sum()),
)
