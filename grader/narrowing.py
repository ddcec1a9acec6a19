"""An assignment as a student may see it: visible cases only, and a count of what waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from grader import cases as laying
from grader.model import Assignment, Case, Criterion, Part, Withheld

Laid = Mapping[str, tuple[Case, ...]]


def visible(assignment: Assignment, laid: Laid) -> tuple[Assignment, Laid]:
    """The assignment and cases without anything hidden; criteria of which nothing is left keep only their count."""
    questions = []
    kept: dict[str, tuple[Case, ...]] = {}
    for question in assignment.questions:
        criteria = []
        for criterion in question.criteria:
            narrowed = _criterion(criterion, laid[criterion.id])
            kept[criterion.id] = tuple(case for case in laid[criterion.id] if case.visible)
            criteria.append(narrowed)
        questions.append(replace(question, criteria=tuple(criteria)))
    return replace(assignment, questions=tuple(questions)), kept


def _criterion(criterion: Criterion, cases: tuple[Case, ...]) -> Criterion:
    parts = [part for part in criterion.parts if _shows(criterion, part, cases)]
    hidden_cases = sum(not case.visible for case in cases)
    waiting = Withheld(
        parts=criterion.withheld.parts + sum(_hides(criterion, part, cases) for part in criterion.parts),
        cases=criterion.withheld.cases + hidden_cases,
    )
    names = {part.id for part in parts}
    share = Fraction(1, len(parts)) if parts else Fraction(0)
    narrowed = tuple(replace(part, weight=share, needs=part.needs if part.needs in names else None) for part in parts)
    return replace(criterion, parts=narrowed, withheld=waiting)


def _shows(criterion: Criterion, part: Part, cases: tuple[Case, ...]) -> bool:
    return any(case.visible for case in laying.of_part(criterion, part, cases))


def _hides(criterion: Criterion, part: Part, cases: tuple[Case, ...]) -> bool:
    return any(not case.visible for case in laying.of_part(criterion, part, cases))
