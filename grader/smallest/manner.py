"""How a case went wrong, so that a smaller one is known to go wrong in the same way."""

from __future__ import annotations

import numpy as np

from grader.checkers._arrays import reals
from grader.comparing import compare, picked, wanted
from grader.model import Criterion, Observation, Part, Raised, Returned, Status, Value

WRONG = (Status.FAILED, Status.PARTIAL)


def manner(criterion: Criterion, part: Part, seen: Observation | None, want: Value) -> str | None:
    """A word for the way in which what was seen is wrong; None where it is right, in doubt, or was not returned."""
    if isinstance(seen, Raised):
        return f"raised {seen.type}"
    if not isinstance(seen, Returned):
        return None
    got, due = seen.value, wanted(part, want)
    if part.pick is not None:
        found, got = picked(got, part.pick)
        if not found:
            return "lacks the item"
    if compare(part.judge or criterion.judge, got, due).status not in WRONG:
        return None
    return _difference(got, due)


def _difference(got: Value, due: Value) -> str:
    mine, right = reals(got), reals(due)
    if right is None:
        return f"another {type(due).__name__}" if type(got) is type(due) else f"a {type(got).__name__}"
    if mine is None:
        return f"a {type(got).__name__}"
    if np.ndim(mine) != np.ndim(right):
        return "another number of axes"
    if np.shape(mine) != np.shape(right):
        return "another shape"
    return "other numbers" if bool(np.all(np.isfinite(mine))) else "not finite"
