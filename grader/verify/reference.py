"""The reference, handed in by a student, earns everything; redone in single precision it still does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from grader.judging import judge
from grader.model import Criterion, Observation, Returned, Status, Value
from grader.pipeline import Plan
from grader.verify.imagined import imaginable, right
from grader.verify.proof import Proof


def prove(plan: Plan) -> Iterator[Proof]:
    """A row per criterion whose expected value is itself an answer, and one more for single precision."""
    for criterion in plan.assignment.criteria:
        if not imaginable(criterion):
            continue
        seen = right(plan, criterion)
        yield _row(plan, criterion, "reference", seen, "the expected values themselves")
        if criterion.kind == "close":
            rounded = {name: _rounded(observation) for name, observation in seen.items()}
            yield _row(plan, criterion, "float32", rounded, "the expected values rounded to single precision")


def _row(plan: Plan, criterion: Criterion, kind: str, seen: Mapping[str, Observation], what: str) -> Proof:
    report = judge(criterion, plan.cases[criterion.id], seen, plan.wants)
    if report.status is Status.PASSED:
        return Proof(kind, criterion.id, True)
    why = report.finding or report.detail
    return Proof(kind, criterion.id, False, f"{what} earn {report.credit} of the credit: {why}")


def _rounded(observation: Observation) -> Observation:
    return Returned(single(observation.value)) if isinstance(observation, Returned) else observation


def single(value: Value) -> Value:
    """The same value as somebody who computes in single precision has it.

    >>> single((1.0, {"a": 0.1}))
    (1.0, {'a': 0.10000000149011612})
    """
    if isinstance(value, float):
        return float(np.float32(value))
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return value.astype(np.float32)
    if isinstance(value, list):
        return [single(item) for item in value]
    if isinstance(value, tuple):
        return tuple(single(item) for item in value)
    if isinstance(value, dict):
        return {key: single(item) for key, item in value.items()}
    return value
