"""Two arguments in each other's place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations

import numpy as np

from grader.diagnosis.cause import Cause, Variant
from grader.diagnosis.numbers import is_number
from grader.model import Case, Inputs, Value

RANK = 19
ODD = 40  # one argument for two often equals something plainer


def variants(cases: Sequence[Case]) -> Iterator[Variant]:
    """Every pair of arguments that could stand for one another in all cases, and one used for both."""
    for one, other in combinations(cases[0].inputs, 2):
        if not all(_alike(case.inputs[one], case.inputs[other]) for case in cases):
            continue
        both = f"{one}-{other}"
        cause = Cause("exchanged", f"`{one}` and `{other}` are exchanged", both, RANK)
        yield Variant(cause, change=partial(_taken, {one: other, other: one}))
        for kept, lost in ((one, other), (other, one)):
            cause = Cause("in-both-places", f"`{kept}` stands where `{lost}` is due", f"{kept}-{lost}", ODD)
            yield Variant(cause, change=partial(_taken, {lost: kept}))


def _taken(places: Mapping[str, str], inputs: Inputs) -> Inputs:
    return {**inputs, **{place: inputs[source] for place, source in places.items()}}


def _alike(one: Value, other: Value) -> bool:
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return bool(one.shape == other.shape and one.dtype.kind == other.dtype.kind)
    return type(one) is type(other) and is_number(one)
