"""An array or a list that is used in another form than it came in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import permutations
from typing import Any

import numpy as np

from grader.diagnosis.cause import Cause, Undefined, Variant
from grader.diagnosis.numbers import is_number
from grader.model import Case, Inputs

RANK = 21
ODD = ("averaged", "centred", "complement", "signs-only", "squared", "rooted", "sorted")  # plainer words go first


def variants(name: str, cases: Sequence[Case]) -> Iterator[Variant]:
    """Other forms of one argument; nothing where it is neither an array nor a list."""
    values = [case.inputs[name] for case in cases]
    if all(isinstance(value, np.ndarray) and value.ndim for value in values):
        table = [*ROWS, *ARRAYS]
        if any(value.ndim > 1 for value in values):
            table += MATRICES
    elif all(isinstance(value, list) for value in values):
        table = [*ROWS, *(LISTS if all(is_number(item) for value in values for item in value) else ())]
    else:
        return
    for kind, when, function in table:
        rank = RANK + (4 if kind in ODD else 0)
        yield Variant(Cause(kind, when.format(f"`{name}`"), name, rank), change=_changed(name, function))


def _changed(name: str, function: Callable[[Any], Any]) -> Callable[[Inputs], Inputs]:
    def change(inputs: Inputs) -> Inputs:
        if not len(inputs[name]):
            raise Undefined
        return {**inputs, name: function(inputs[name])}

    return change


def _zeros(array: Any) -> Any:
    return np.zeros_like(array)


def _centred(array: Any) -> Any:
    return array - array.mean(axis=0)


def _average(array: Any) -> Any:
    return np.full(array.shape, array.mean())


def _swapped(array: Any) -> Any:
    return np.swapaxes(array, 0, 1) if array.ndim > 1 else array


def pairs(cases: Sequence[Case]) -> Iterator[Variant]:
    """A factor and an offset that are both left out, as gamma and beta of a normalisation."""
    names = [n for n in cases[0].inputs if all(isinstance(case.inputs[n], np.ndarray) for case in cases)]
    for factor, offset in permutations(names, 2):
        cause = Cause("both-left-out", f"`{factor}` and `{offset}` are left out", f"{factor}-{offset}", RANK + 1)
        yield Variant(cause, change=partial(_without, factor, offset))


def _without(factor: str, offset: str, inputs: Inputs) -> Inputs:
    return {**inputs, factor: np.ones_like(inputs[factor]), offset: np.zeros_like(inputs[offset])}


Table = tuple[tuple[str, str, Callable[[Any], Any]], ...]

ROWS: Table = (
    ("reversed", "{} is gone through backwards", lambda x: x[::-1]),
    ("without-the-first", "the first entry of {} is left out", lambda x: x[1:]),
    ("without-the-last", "the last entry of {} is left out", lambda x: x[:-1]),
    ("first-only", "only the first entry of {} is used", lambda x: x[:1]),
    ("last-only", "only the last entry of {} is used", lambda x: x[-1:]),
)
ARRAYS: Table = (
    ("ignored", "{} is left out (as if it were 0)", _zeros),
    ("taken-as-one", "{} is left out (as if it were 1)", np.ones_like),
    (
        "negated",
        "{} comes in with the other sign (added where it is due to be subtracted, or the reverse)",
        lambda x: -x,
    ),
    ("doubled", "there is a factor 2 too many at {} (or a 1/2 left out)", lambda x: 2 * x),
    ("halved", "there is a factor 1/2 too many at {} (or a 2 left out)", lambda x: x / 2),
    ("absolute", "the sign of {} is lost (absolute values)", np.abs),
    ("squared", "{} is squared", lambda x: x**2),
    ("rooted", "the square root of {} is used", np.sqrt),
    ("present-or-not", "every entry of {} above 0 counts alike", lambda x: (x > 0).astype(np.float64)),
    ("signs-only", "only the sign of {} is used", np.sign),
    ("truncated", "the entries of {} are cut to whole numbers", np.trunc),
    ("centred", "the mean of {} is subtracted first", _centred),
    ("averaged", "the mean of {} is used for each of its entries", _average),
    ("sorted", "{} is sorted first", lambda x: np.sort(x, axis=0)),
    ("complement", "1 - {0} is used in place of {0}", lambda x: 1 - x),
)
MATRICES: Table = (
    ("transposed", "rows and columns of {} are exchanged (the transpose)", _swapped),
    ("columns-reversed", "the columns of {} are gone through backwards", lambda x: x[..., ::-1]),
)
LISTS: Table = (("sorted", "{} is sorted first", sorted),)
