"""Right answers in too few digits. They are not predicted, since rounding depends on the order of the operations.

They are recognised all the same: every number that came back is exactly one that the short format can hold, which a
number of full precision hardly ever is, and lies near the right one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grader.diagnosis.cause import Cause, Undefined
from grader.diagnosis.numbers import Floats, as_array
from grader.diagnosis.spots import Spot

FEWEST = 3  # different numbers that no one would choose
FORMATS = (
    (np.float16, 1e-2, Cause("half-precision", "in half precision (float16), which has three digits")),
    (np.float32, 1e-5, Cause("single-precision", "in single precision (float32), which has seven digits")),
)


def short(spots: Sequence[Spot]) -> Cause | None:
    """The format that all of these answers were computed in; None where it is none of the short ones."""
    try:
        pairs = [(as_array(spot.got), as_array(spot.want)) for spot in spots]
    except Undefined:
        return None
    if any(got.shape != want.shape for got, want in pairs):
        return None
    got = np.concatenate([got.reshape(-1) for got, _ in pairs])
    want = np.concatenate([want.reshape(-1) for _, want in pairs])
    for format_, near, cause in FORMATS:
        with np.errstate(over="ignore"):
            held = got.astype(format_).astype(np.float64)
        if np.array_equal(held, got) and _telling(got) and np.abs(got - want).max() <= near * np.abs(want).max():
            return cause
    return None


def _telling(values: Floats) -> bool:
    """Whether enough of them are no simple fractions, which every format holds."""
    return len(np.unique(values[values * 64 != np.round(values * 64)])) >= FEWEST
