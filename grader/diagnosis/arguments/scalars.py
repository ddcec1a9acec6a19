"""A number that is used as another one: off by one, left out, negated, halved, or the other of two probabilities."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import permutations
from typing import Any

import numpy as np

from grader.diagnosis.cause import Cause, Undefined, Variant
from grader.diagnosis.numbers import is_number
from grader.model import Case, Inputs, Value

RANK = 20
ODD = ("squared", "rooted", "reciprocal")  # plainer words go first
Number = Callable[[Any], Any]


def variants(name: str, cases: Sequence[Case], angular: bool) -> Iterator[Variant]:
    """Every other use of one argument, also as an angle where the reference has any.

    Nothing where it is neither a number nor a row of whole numbers that an ask walks over.
    """
    values = [case.inputs[name] for case in cases]
    if all(isinstance(value, bool) for value in values):
        cause = Cause("negated", f"`{name}` is used the other way round (True for False)", name, RANK)
        yield Variant(cause, change=lambda inputs: {**inputs, name: not inputs[name]})
        return
    whole = all(_whole(value) for value in values)
    if not whole and not all(is_number(value) for value in values):
        return
    fitting = [*ANY, *(WHOLE if whole else REAL), *(ANGLES if angular else ())]
    if not whole and all(0 <= value <= 1 for value in values):
        fitting.append(COMPLEMENT)
    for kind, when, function in fitting:
        rank = RANK + (4 if kind in ODD else 0)
        yield Variant(Cause(kind, when.format(f"`{name}`"), name, rank), change=_changed(name, function))


def pairs(cases: Sequence[Case]) -> Iterator[Variant]:
    """A factor too many: one number times another, or times 1 less another."""
    names = [name for name in cases[0].inputs if all(isinstance(case.inputs[name], float) for case in cases)]
    for one, other in permutations(names, 2):
        about = f"{one}-{other}"
        extra = Cause("extra-factor", f"there is a factor `{other}` too many at `{one}`", about, RANK + 5)
        yield Variant(extra, change=partial(_multiplied, one, other, complement=False))
        if all(0 <= case.inputs[other] < 1 for case in cases):
            weighed = f"there is a factor 1 - `{other}` too many at `{one}`"
            cause = Cause("extra-factor", weighed, about, RANK + 5)
            yield Variant(cause, change=partial(_multiplied, one, other, complement=True))


def _multiplied(one: str, other: str, inputs: Inputs, *, complement: bool) -> Inputs:
    return {**inputs, one: inputs[one] * (1 - inputs[other] if complement else inputs[other])}


def _changed(name: str, function: Number) -> Callable[[Inputs], Inputs]:
    def change(inputs: Inputs) -> Inputs:
        before = inputs[name]
        try:
            after = function(before)
        except (ZeroDivisionError, ValueError, OverflowError):
            raise Undefined from None
        return {**inputs, name: after}

    return change


def _whole(value: Value) -> bool:
    """A whole number, or a row of whole numbers that an ask walks over."""
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "iu" and value.ndim == 1
    return isinstance(value, int) and not isinstance(value, bool)


def _like(value: Any, number: float) -> Any:
    """This number wherever the argument has one."""
    return np.full_like(value, number) if isinstance(value, np.ndarray) else type(value)(number)


ANY: tuple[tuple[str, str, Number], ...] = (
    ("ignored", "{} is left out (as if it were 0)", lambda x: _like(x, 0)),
    ("taken-as-one", "{} is left out (as if it were 1)", lambda x: _like(x, 1)),
    (
        "negated",
        "{} comes in with the other sign (added where it is due to be subtracted, or the reverse)",
        lambda x: -x,
    ),
    ("doubled", "there is a factor 2 too many at {} (or a 1/2 left out)", lambda x: 2 * x),
)
WHOLE: tuple[tuple[str, str, Number], ...] = (
    ("one-more", "{} counts one too many", lambda x: x + 1),
    ("one-less", "{} counts one too few", lambda x: x - 1),
)
REAL: tuple[tuple[str, str, Number], ...] = (
    ("halved", "there is a factor 1/2 too many at {} (or a 2 left out)", lambda x: x / 2),
    ("squared", "{} is squared", lambda x: x * x),
    ("rooted", "the square root of {} is used", lambda x: x**0.5 if x >= 0 else 1 / 0),
    ("reciprocal", "1/{0} is used in place of {0}", lambda x: 1 / x),
    ("truncated", "{} is cut to a whole number", lambda x: float(int(x))),
)
ANGLES: tuple[tuple[str, str, Number], ...] = (
    ("in-degrees", "{} is used in degrees where radians are due", lambda x: x * 180 / np.pi),
    ("in-radians", "{} is turned into radians once too often", lambda x: x * np.pi / 180),
)
COMPLEMENT: tuple[str, str, Number] = ("complement", "1 - {0} is used in place of {0}", lambda x: 1 - x)
