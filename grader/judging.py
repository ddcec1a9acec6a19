"""Evidence and expectations become verdicts; the one place where raised, missing and stopped turn into marks.

A part passes when all of its cases do. Where a criterion was not fully right, its declared mistakes are considered:
one is claimed only if it alone explains what came back on every case. Doubt of ours is `undecided`, never a zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from grader import cases as laying
from grader.comparing import Judged, Verdicts, Wants, compare, picked, wanted
from grader.diagnosis import Diagnose, Diagnosis, silent
from grader.errors import InternalError
from grader.findings import explain
from grader.model import (
    Case,
    Criterion,
    CriterionReport,
    Evidence,
    Mistake,
    Observation,
    Part,
    PartReport,
    Returned,
    Status,
    Verdict,
)
from grader.recognising import recognise
from grader.revealing import logged, shown


def judge(
    criterion: Criterion,
    cases: Sequence[Case],
    seen: Mapping[str, Observation],
    wants: Wants,
    broken: str = "",
    diagnose: Diagnose = silent,
) -> CriterionReport:
    """The report on one criterion: its parts, its credit, and the mistake that explains it, if one does."""
    verdicts = of_cases(criterion, cases, seen, wants, broken)
    done: dict[str, PartReport] = {}
    for part in _in_order(criterion.parts):
        done[part.id] = _part(part, verdicts[part.id], done, [seen.get(case.id) for case in cases])
    parts = {part.id: done[part.id] for part in criterion.parts}
    credit = sum((part.weight * _credit(part.id, parts, verdicts) for part in criterion.parts), Fraction(0))
    status = _status(tuple(parts.values()), credit)
    mistake, cause = None, Diagnosis()
    if status in (Status.FAILED, Status.PARTIAL):
        mistake = recognise(criterion, verdicts, wants)
        cause = diagnose(criterion, verdicts) if mistake is None else cause
    if mistake is not None and mistake.credit is not None:
        credit = mistake.credit
        status = Status.PARTIAL if credit else Status.FAILED
    return CriterionReport(
        id=criterion.id,
        title=criterion.title,
        kind=criterion.kind,
        points=criterion.points,
        score=criterion.points * credit,
        credit=credit,
        status=status,
        visibility=criterion.visibility,
        finding=cause.finding or _finding(status, parts.values(), mistake),
        detail="\n".join(filter(None, [*(part.detail for part in parts.values()), cause.detail])),
        mistake=mistake.id if mistake else None,
        parts=tuple(parts.values()),
        shown=shown(criterion, verdicts, wants),
        curves=logged(criterion, cases, seen),
        withheld=criterion.withheld,
        cause=cause.cause or None,
    )


def of_cases(
    criterion: Criterion, cases: Sequence[Case], seen: Mapping[str, Observation], wants: Wants, broken: str = ""
) -> Verdicts:
    """The verdict on every case of every part, each for itself."""
    return {
        part.id: tuple(
            Judged(case, seen.get(case.id), _verdict(criterion, part, case, seen, wants, broken))
            for case in laying.of_part(criterion, part, cases)
        )
        for part in criterion.parts
    }


def judge_all(
    criteria: Sequence[Criterion],
    cases: Mapping[str, Sequence[Case]],
    evidence: Evidence,
    wants: Wants,
    diagnose: Diagnose = silent,
) -> tuple[CriterionReport, ...]:
    """The report on every criterion with anything to judge, in order; a student edition may withhold all of one."""
    return tuple(
        judge(criterion, cases[criterion.id], evidence.observations, wants, evidence.broken, diagnose)
        for criterion in criteria
        if criterion.parts
    )


def _verdict(
    criterion: Criterion, part: Part, case: Case, seen: Mapping[str, Observation], wants: Wants, broken: str
) -> Verdict:
    observation = seen.get(case.id)
    if observation is None:
        return Verdict.undecided(f"{case.id}: {broken or 'nothing was observed; grade this hand-in again'}")
    if not isinstance(observation, Returned):
        return explain(criterion.ask, observation)
    want = wants.want(criterion.id, part.id, case.id)
    got = observation.value
    if part.pick is not None:
        found, got = picked(got, part.pick)
        if not found:
            return Verdict.failed(f"what came back holds no {part.pick!r}", f"{case.id}: got {type(got).__name__}")
    verdict = compare(part.judge or criterion.judge, got, wanted(part, want))
    return verdict if part.pick is None else _about(part.pick, verdict)


def _about(item: str | int, verdict: Verdict) -> Verdict:
    """The verdict on one item of what came back; its finding begins with that item, as those of checkers do."""
    if verdict.status not in (Status.FAILED, Status.PARTIAL) or not verdict.finding:
        return verdict
    at = f"item {item}" if isinstance(item, int) else f"key {item!r}"
    deeper = verdict.finding.startswith(("item ", "key "))
    return replace(verdict, finding=f"{at}{', ' if deeper else ': '}{verdict.finding}")


def _part(
    part: Part, judged: Sequence[Judged], done: Mapping[str, PartReport], all_seen: Sequence[Observation | None]
) -> PartReport:
    verdicts = [entry.verdict for entry in judged]
    status = _worst(verdicts)
    finding, detail = _first(judged)
    if part.say and status in (Status.FAILED, Status.PARTIAL):  # of its cases; it explains no other failure
        finding = f"{finding}. {part.say}" if finding else part.say
    changed = sorted({name for seen in all_seen if isinstance(seen, Returned) for name in seen.changed})
    if part.arguments_unchanged and changed and status in (Status.PASSED, Status.PARTIAL):
        status, finding = Status.FAILED, _mutation(changed)
    if part.needs and status is not Status.MISSING:
        status, finding = _after(done[part.needs], status, finding)
    return PartReport(
        id=part.id,
        status=status,
        weight=part.weight,
        passed=sum(verdict.status is Status.PASSED for verdict in verdicts),
        total=len(verdicts),
        visibility=part.visibility,
        finding=finding,
        detail=detail,
    )


def _mutation(changed: Sequence[str]) -> str:
    names = ", ".join(f"`{name}`" for name in changed)
    return f"changes its argument{'s' if len(changed) > 1 else ''} {names}; work on a copy"


def _after(needed: PartReport, status: Status, finding: str) -> tuple[Status, str]:
    """A part that needs another earns nothing before that one passes, and says so."""
    if needed.status is Status.PASSED:
        return status, finding
    own = "is right so far, but counts" if status is Status.PASSED else "counts"
    said = f"{own} only once `{needed.id}` passes" + (f"; {finding}" if finding else "")
    return (Status.UNDECIDED if needed.status is Status.UNDECIDED else Status.FAILED), said


def _in_order(parts: Sequence[Part]) -> list[Part]:
    """Every part after the one it needs; the reader of specifications has refused circles."""
    ordered: list[Part] = []
    waiting = list(parts)
    while waiting:
        ready = [part for part in waiting if part.needs is None or part.needs in {done.id for done in ordered}]
        if not ready:
            raise InternalError(f"the parts {[part.id for part in waiting]} need one another")
        ordered += ready
        waiting = [part for part in waiting if part not in ready]
    return ordered


def _worst(verdicts: Sequence[Verdict]) -> Status:
    """A definite failure decides, doubt comes next: one wrong case cannot be undone by an undecided one."""
    found = {verdict.status for verdict in verdicts}
    if found == {Status.MISSING}:
        return Status.MISSING
    if Status.MISSING in found:
        return Status.FAILED
    for status in (Status.FAILED, Status.UNDECIDED, Status.PARTIAL):
        if status in found:
            return status
    return Status.PASSED


def _first(judged: Sequence[Judged]) -> tuple[str, str]:
    """The finding of the case a teacher would look at first, and every case's detail for staff."""
    details = [f"{entry.case.id}: {entry.verdict.detail}" for entry in judged if entry.verdict.detail]
    wrong = [entry for entry in judged if entry.verdict.status is not Status.PASSED]
    if not wrong:
        return "", "\n".join(details)
    worst = _worst([entry.verdict for entry in wrong])
    leading = next((entry for entry in wrong if entry.verdict.status is worst), wrong[0])
    return leading.verdict.finding, "\n".join(details)


def _credit(part: str, parts: Mapping[str, PartReport], verdicts: Verdicts) -> Fraction:
    """All or nothing, but for checkers that grant a share themselves: then the least of the part's cases counts."""
    status = parts[part].status
    if status is Status.PASSED:
        return Fraction(1)
    if status is Status.PARTIAL:
        return min(entry.verdict.credit for entry in verdicts[part])
    return Fraction(0)


def _status(parts: Sequence[PartReport], credit: Fraction) -> Status:
    found = {part.status for part in parts}
    if Status.UNDECIDED in found:
        return Status.UNDECIDED
    if found == {Status.PASSED}:
        return Status.PASSED
    if found == {Status.MISSING}:
        return Status.MISSING
    return Status.PARTIAL if credit else Status.FAILED


def _finding(status: Status, parts: Iterable[PartReport], mistake: Mistake | None) -> str:
    if mistake is not None:
        return mistake.say
    wrong = [part for part in parts if part.status is not Status.PASSED]
    if not wrong:
        return ""
    return next((part.finding for part in wrong if part.status is status and part.finding), wrong[0].finding)
