"""Which declared mistake, if exactly one, explains everything that came back."""

from __future__ import annotations

import numpy as np

from grader.comparing import Verdicts, Wants, compare, picked, wanted
from grader.model import Checker, Criterion, Mistake, Part, Raised, Relation, Returned, Status, Value


def recognise(criterion: Criterion, verdicts: Verdicts, wants: Wants) -> Mistake | None:
    """The one mistake that agrees with every case of every part; None when none or several do, or no value is wrong."""
    if all(judged.verdict.status is Status.PASSED for part in criterion.parts for judged in verdicts[part.id]):
        return None  # something else was wrong, such as an argument that was changed
    explaining = [mistake for mistake in criterion.mistakes if _explains(mistake, criterion, verdicts, wants)]
    return explaining[0] if len(explaining) == 1 else None


def _explains(mistake: Mistake, criterion: Criterion, verdicts: Verdicts, wants: Wants) -> bool:
    telling = [part for part in criterion.parts if not isinstance(part.expect or criterion.expect, Relation)]
    for part in telling:  # a relation can be broken in many ways, so it speaks for no particular mistake
        for judged in verdicts[part.id]:
            if part.expect is not None and judged.verdict.status is Status.PASSED:
                continue  # it is asked something else, and that is right
            expected = wants.mistaken(criterion.id, mistake.id, part.id, judged.case.id)
            if not agrees(criterion, part, judged.seen, expected):
                return False
    return bool(telling)


def agrees(criterion: Criterion, part: Part, seen: object, expected: Value) -> bool:
    """Whether what was seen of a case is what a mistake gives there."""
    failure = getattr(expected, "raises", None)
    if failure is not None:  # the mistake itself fails on this case, so who makes it fails there in the same way
        return isinstance(seen, Raised) and seen.type == failure
    if not isinstance(seen, Returned):
        return False
    got = seen.value
    if part.pick is not None:
        found, got = picked(got, part.pick)
        if not found:
            return False
    return same(part.judge or criterion.judge, got, wanted(part, expected))


def same(checker: Checker, got: Value, expected: Value) -> bool:
    """Whether an answer is this wrong answer; a NaN of the mistake must be a NaN of the student."""
    if _has_nan(expected):
        if np.shape(got) != np.shape(expected) or not _has_nan(got):
            return False
        left, right = np.isnan(got), np.isnan(expected)
        if not np.array_equal(left, right):
            return False
        got, expected = np.where(left, 0.0, got), np.where(right, 0.0, expected)
    return compare(checker, got, expected).status is Status.PASSED


def _has_nan(value: Value) -> bool:
    numeric = isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind in "fc")
    return numeric and bool(np.isnan(value).any())
