"""The right numbers, each changed by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from grader.diagnosis.cause import Cause, Variant, of_value
from grader.diagnosis.numbers import Floats, each

RANK = 13


def variants() -> Iterator[Variant]:
    """One function after the other, applied to every number."""
    for kind, when, function in POINTS:
        yield Variant(Cause(kind, when, rank=RANK), answer=of_value(partial(each, function)))


POINTS: tuple[tuple[str, str, Callable[[Floats], Floats]], ...] = (
    ("complement", "each p as 1 - p", lambda x: 1 - x),
    ("reciprocal", "upside down (each x as 1/x)", lambda x: 1 / x),
    ("squared", "squared: a root left out, or a square too many", lambda x: x**2),
    ("rooted", "under a square root: a square left out, or a root too many", np.sqrt),
    ("absolute", "without their signs (absolute values)", np.abs),
    ("only-the-sign", "only their signs", np.sign),
    ("clipped", "with negative values cut off at zero", lambda x: np.maximum(x, 0)),
    ("one-more", "each one too large", lambda x: x + 1),
    ("one-less", "each one too small", lambda x: x - 1),
    ("exponential", "with an exp too many, or a logarithm left out", np.exp),
    ("logarithm", "with a logarithm too many, or an exp left out", np.log),
    ("truncated", "with the fractional part cut off (whole numbers)", np.trunc),
    ("floored", "rounded down to whole numbers", np.floor),
    ("whole", "rounded to whole numbers", np.round),
    ("decimals-1", "rounded to 1 decimal", lambda x: np.round(x, 1)),
    ("decimals-2", "rounded to 2 decimals", lambda x: np.round(x, 2)),
    ("decimals-3", "rounded to 3 decimals", lambda x: np.round(x, 3)),
    ("decimals-4", "rounded to 4 decimals", lambda x: np.round(x, 4)),
)
