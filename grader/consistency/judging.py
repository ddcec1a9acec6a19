"""The second judging: what follows from a student's own earlier result, in the place of what is right."""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader import cases as laying
from grader.comparing import Wants
from grader.consistency import degenerate, formulas
from grader.consistency.guessing import guessed
from grader.consistency.links import Link
from grader.consistency.own import read, result
from grader.judging import judge
from grader.model import Case, Criterion, CriterionReport, Evidence, Status, Value, Verdict
from grader.showing import show

OPEN = (Status.FAILED, Status.PARTIAL)


def better(
    links: Sequence[Link],
    reports: Sequence[CriterionReport],
    cases: Mapping[str, Sequence[Case]],
    evidence: Evidence,
    wants: Wants,
) -> tuple[CriterionReport, ...]:
    """The reports, each that is not fully right replaced where the student's own earlier result earns it more."""
    by_id = {one.later.id: one for one in links}
    return tuple(
        _in_doubt(by_id[report.id], report, cases[report.id], evidence, wants)
        if report.id in by_id and report.status in OPEN
        else report
        for report in reports
    )


def _in_doubt(
    link: Link, report: CriterionReport, cases: Sequence[Case], evidence: Evidence, wants: Wants
) -> CriterionReport:
    """The better report; where we fail, the answer waits, since it might have earned more."""
    try:
        return _better(link, report, cases, evidence, wants)
    except Exception:  # noqa: BLE001 -- our fault must never cost a student the better of two marks
        doubt = Verdict.undecided("\n".join(filter(None, [report.detail, traceback.format_exc()])))
        return replace(report, status=doubt.status, finding=doubt.finding, detail=doubt.detail, mistake=None)


def _better(
    link: Link, report: CriterionReport, cases: Sequence[Case], evidence: Evidence, wants: Wants
) -> CriterionReport:
    owns, carried = _carried(link, cases, evidence, wants)
    if not carried:
        return report
    alone = replace(link.later, mistakes=())  # a mistake explains what differs from the truth, not from this
    own = _Own(wants, link.later.id, carried)
    again = judge(alone, cases, evidence.observations, own)
    if again.status is Status.UNDECIDED or again.credit <= report.credit:
        return report
    if link.later.kind != "expression" and guessed(link, cases, owns, own, wants):
        return report
    return replace(
        report,
        score=again.score,
        credit=again.credit,
        status=again.status,
        finding=_said(link.earlier, again),
        detail=_detail(link, carried, evidence, report),
        mistake=None,
        parts=again.parts,
        own_result=link.earlier.id,
    )


@dataclass(frozen=True, slots=True)
class _Own:
    """What is expected, but for the cases of one criterion in which something else follows from an own result."""

    right: Wants
    criterion: str
    carried: Mapping[str, Value] = field(default_factory=dict)

    def want(self, criterion: str, part: str, case: str) -> Value:
        if criterion == self.criterion and case in self.carried:
            return self.carried[case]
        return self.right.want(criterion, part, case)

    def mistaken(self, criterion: str, mistake: str, part: str, case: str) -> Value:
        return self.right.mistaken(criterion, mistake, part, case)


def _carried(
    link: Link, cases: Sequence[Case], evidence: Evidence, wants: Wants
) -> tuple[dict[str, Value], dict[str, Value]]:
    """The student's own results and what follows from them, case by case; nothing where that would be trivial."""
    owns: dict[str, Value] = {}
    found: dict[str, Value] = {}
    rights: dict[str, Value] = {}
    part = {case.id: one.id for one in link.later.parts for case in laying.of_part(link.later, one, cases)}
    for case in (case for case in cases if case.id in part):
        right = wants.want(link.later.id, part[case.id], case.id)
        own = result(link.earlier, evidence.observations.get(link.calls[case.id].id), link.truths[case.id])
        value = None if own is None else _follows(link, case, own, right)
        if value is not None:
            owns[case.id], found[case.id], rights[case.id] = own, value, right
    truths = [link.truths[name] for name in owns]
    inputs = [case.inputs for case in cases if case.id in owns]
    some, due = list(found.values()), list(rights.values())
    if degenerate.trivial(list(owns.values()), some, truths, due) or degenerate.echoed(inputs, some, due):
        return {}, {}
    return owns, found


def _follows(link: Link, case: Case, own: Value, right: Value) -> Value | None:
    """What is due in one case, given an own result; None where the result or what follows is degenerate."""
    if link.later.kind == "expression":
        value = None if formulas.constant(own, link.earlier) else link.due(case, own)
        trivial = value is None or formulas.constant(value, link.later) or formulas.bare(value, link.later)
        return None if trivial else value
    truth = read(link.earlier.kind, link.earlier.judge, link.truths[case.id], link.truths[case.id])
    if degenerate.empty(own, truth):
        return None
    value = link.due(case, own)
    if not degenerate.finite(value) or degenerate.empty(value, right) or degenerate.flat(value):
        return None
    return value


def _said(earlier: Criterion, again: CriterionReport) -> str:
    if again.status is Status.PASSED:
        return f"Judged with your own result from `{earlier.id}`: consistent."
    return f"Judged with your own result from `{earlier.id}`: consistent in part; {again.finding}"


def _detail(link: Link, carried: Mapping[str, Value], evidence: Evidence, report: CriterionReport) -> str:
    """For staff: from which result what followed, in the first case in which it is another one than the truth."""
    seen = {
        name: result(link.earlier, evidence.observations.get(link.calls[name].id), link.truths[name])
        for name in carried
    }
    case = next((name for name in carried if show(seen[name]) != show(link.truths[name])), next(iter(carried)))
    own, value = seen[case], carried[case]
    taken = (
        f"{case}: with the own result {show(own)} of {link.earlier.id} (the true one is {show(link.truths[case])}) "
        f"{show(value)} is due; judged with the truth it earns {report.credit}"
    )
    return "\n".join(filter(None, [taken, report.finding, report.detail]))
