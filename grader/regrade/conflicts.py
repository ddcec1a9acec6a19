"""Marks that a person gave and that no longer fit: always said by name, never dropped in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from grader import marks
from grader.marks import Mark
from grader.model import Assignment, Criterion, Evidence
from grader.regrade.moves import Share, Standing
from grader.reports._numbers import decimal


def find(assignment: Assignment, evidence: Evidence, given: Mapping[str, Mark], before: Standing | None) -> list[str]:
    """A sentence for each mark by hand that does not stand as it was given."""
    criteria = {criterion.id: criterion for criterion in assignment.criteria}
    found: list[str] = []
    for name, mark in given.items():
        who = f"{name}: {mark.by or 'a person'}" + (f" marked it on {mark.when[:10]}" if mark.when else " marked it")
        if name not in criteria:
            found.append(f"{who}, and the assignment has no such criterion now; the mark is kept and counts nowhere")
            continue
        text = marks.answer(evidence, name)
        if not marks.counts(mark, text):
            other = "another answer was handed in since" if text is not None else "no answer is there now"
            found.append(f"{who}, and {other}; the mark does not count for it")
            continue
        old = before.criteria.get(name) if before else None
        found += [f"{who}{said}" for said in _unfit(criteria[name], mark, old)]
    return found


def _unfit(criterion: Criterion, mark: Mark, before: Share | None) -> Iterator[str]:
    """What does not fit about a mark that still counts."""
    credit = marks.credit(criterion, mark)
    if credit is None:
        yield f" by key points, and it is judged by {criterion.kind} now; the mark does not count for it"
        return
    if credit > 1:
        yield f", and its share is {credit}, which is more than the maximum"
    known = {point.id for point in getattr(criterion.judge, "points", ())}
    lost = [name for name in mark.met if name not in known] if mark.credit is None else []
    if lost:
        yield f", and its key points {', '.join(lost)} are no longer in the rubric"
    if before is not None and before.points != criterion.points:
        yield (
            f" with {decimal(before.score)} of {decimal(before.points)}; it is worth {decimal(criterion.points)} now, "
            f"so the same share is {decimal(credit * criterion.points)}"
        )
