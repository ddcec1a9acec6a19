"""Every declared mistake loses marks, is named as itself, and is confused with no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from grader.judging import judge
from grader.model import Criterion, Mistake, Observation, Status
from grader.pipeline import Plan
from grader.verify.bench import Bench
from grader.verify.imagined import imaginable, wrong
from grader.verify.keeping import Kept
from grader.verify.proof import Proof


def prove(bench: Bench, kept: Kept) -> Iterator[Proof]:  # noqa: ARG001 -- every proof is asked alike
    """A row per declared mistake whose value is itself an answer."""
    yield from rows(bench.plan)


def rows(plan: Plan) -> Iterator[Proof]:
    """The same for any plan, such as one with another seed."""
    for criterion in plan.assignment.criteria:
        if imaginable(criterion):
            for mistake in criterion.mistakes:
                yield _row(plan, criterion, mistake)


def _row(plan: Plan, criterion: Criterion, mistake: Mistake) -> Proof:
    subject = f"{criterion.id} / {mistake.id}"
    seen = wrong(plan, criterion, mistake)
    report = judge(criterion, plan.cases[criterion.id], seen, plan.wants)
    if report.status is Status.PASSED:
        return Proof("mistakes", subject, False, "earns full marks: no case tells it from the truth; add one that does")
    if report.mistake == mistake.id:
        return Proof("mistakes", subject, True)
    others = [
        other.id for other in criterion.mistakes if other.id != mistake.id and _alike(plan, criterion, other, seen)
    ]
    if others:
        return Proof("mistakes", subject, False, f"no case tells it from {', '.join(others)}; add one that does")
    return Proof("mistakes", subject, False, f"is not recognised in its own answers: {report.finding or report.detail}")


def _alike(plan: Plan, criterion: Criterion, other: Mistake, seen: Mapping[str, Observation]) -> bool:
    """Whether another mistake gives the very answers of this one, as the criterion's checker sees them."""
    alone = replace(criterion, mistakes=(other,))
    return judge(alone, plan.cases[criterion.id], seen, plan.wants).mistake == other.id
