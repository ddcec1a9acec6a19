"""Evidence that nobody handed in: what would be seen of somebody who answers as the reference does, or as a mistake."""

from __future__ import annotations

from collections.abc import Mapping

from grader import cases as laying
from grader.model import Criterion, Mistake, Observation, Raised, Relation, Returned
from grader.pipeline import Plan

NO_ANSWERS = (
    *("random", "module", "property", "python", "rubric", "experiment", "derivation"),
    *("doctest", "assertions"),
)


def imaginable(criterion: Criterion) -> bool:
    """Whether the expected value is itself an answer: a law, a relation or a count of parameters is not."""
    parts = [part.expect for part in criterion.parts if part.expect is not None]
    relational = any(isinstance(one, Relation) for one in [criterion.expect, *parts])
    return criterion.kind not in NO_ANSWERS and not relational and not parts


def right(plan: Plan, criterion: Criterion) -> Mapping[str, Observation]:
    """Every case of a criterion answered as expected."""
    return {
        case.id: Returned(plan.wants.want(criterion.id, part.id, case.id))
        for part in criterion.parts
        for case in laying.of_part(criterion, part, plan.cases[criterion.id])
    }


def wrong(plan: Plan, criterion: Criterion, mistake: Mistake) -> Mapping[str, Observation]:
    """Every case of a criterion answered by somebody who makes this mistake."""
    seen: dict[str, Observation] = {}
    for case in plan.cases[criterion.id]:
        value = plan.wants.mistaken(criterion.id, mistake.id, criterion.parts[0].id, case.id)
        raises = getattr(value, "raises", None)
        seen[case.id] = Returned(value) if raises is None else Raised(raises, "")
    return seen
