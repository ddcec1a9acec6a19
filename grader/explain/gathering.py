"""The explanation of one mark, put together from what was saved; nothing of a student's runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader import batch, history, judging, marks, oracle, pipeline, shelf, versions
from grader import evidence as keeping
from grader.comparing import Judged, Verdicts, picked, wanted
from grader.errors import InternalError, RequestError
from grader.explain.margins import Margin, margin
from grader.explain.meant import Meant
from grader.explain.mistakes import Considered, considered
from grader.marks import Mark
from grader.model import (
    Case,
    Checker,
    Criterion,
    CriterionReport,
    Evidence,
    Given,
    Part,
    Question,
    Raised,
    Reference,
    Report,
    Returned,
    Status,
    Stopped,
    Value,
)
from grader.pipeline import Plan
from grader.revealing import call, came_back, due
from grader.showing import show

INPUTS, VALUES = 1_500, 3_000  # characters of one input, and of a value that came back or is expected
SETTING = 80  # of one setting of a judge; the assignment has it whole


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One case of one part: what was put, what came back, what was due, and how it was judged."""

    id: str
    visible: bool
    call: str
    got: str
    returned: bool
    want: str
    source: str  # where the expected value comes from
    status: Status
    finding: str
    detail: str
    margin: Margin | None
    changed: tuple[str, ...] = ()  # arguments that the call altered
    trace: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """One part: its share, its judge, its cases."""

    id: str
    weight: Fraction
    status: Status
    finding: str
    needs: str
    judge: str
    cases: tuple[CaseLine, ...]

    @property
    def worst(self) -> Margin | None:
        """The largest error of all its cases, in shares of what was allowed."""
        found = [case.margin for case in self.cases if case.margin is not None]
        return max(found, key=lambda one: one.share, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """What a person decided, and whether it counts."""

    mark: Mark
    counts: bool
    points: tuple[tuple[str, bool], ...]  # what each key point says, and whether it was met


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Everything that one mark stands on."""

    meant: Meant
    assignment: str
    title: str
    note: str  # where the mark was given by something else than what explains it
    question: Question
    criterion: Criterion
    row: CriterionReport
    given: Mapping[str, Any]  # the criterion as it stands in report.json
    parts: tuple[PartLine, ...]
    mistakes: tuple[Considered, ...]
    by_hand: ByHand | None
    key_points: tuple[tuple[str, Fraction], ...]  # what each says, and its weight
    report: Report
    evidence: Evidence
    version: str
    reference: str
    limits: Mapping[str, float]
    past: tuple[Mapping[str, Any], ...]
    replay: str


def explain(meant: Meant, name: str, given: Mapping[str, Any], plan: Plan, note: str = "") -> Explanation:
    """The explanation of one criterion's mark, `given` as its row in report.json."""
    criterion = next((one for one in plan.assignment.criteria if one.id == name), None)
    if criterion is None:
        raise RequestError(
            f"the assignment has no criterion {name!r} any more, and the version that gave this mark was not kept"
        )
    evidence = _evidence(meant.folder)
    by_hand = marks.read(meant.place.marks, meant.submission)
    evidence, report = batch.marked(plan, evidence, by_hand)
    row = next(one for one in report.criteria if one.id == name)
    verdicts = judging.of_cases(criterion, plan.cases[name], evidence.observations, plan.wants, evidence.broken)
    return Explanation(
        meant=meant,
        assignment=plan.assignment.id,
        title=plan.assignment.title,
        note=note or _other(given, row),
        question=next(one for one in plan.assignment.questions if criterion in one.criteria),
        criterion=criterion,
        row=row,
        given=given,
        parts=tuple(_part(plan, criterion, part, row, verdicts) for part in criterion.parts),
        mistakes=considered(criterion, verdicts, plan.wants, row.mistake),
        by_hand=_by_hand(criterion, by_hand.get(name), evidence),
        key_points=tuple((point.say, point.points) for point in getattr(criterion.judge, "points", ())),
        report=report,
        evidence=evidence,
        version=(key.version if (key := shelf.read_key(meant.folder)) else ""),
        reference=plan.reference,
        limits={one.name: getattr(plan.assignment.limits, one.name) for one in fields(plan.assignment.limits)},
        past=tuple(_past(meant, name)),
        replay=replay_command(meant, name),
    )


def replay_command(meant: Meant, name: str) -> str:
    """What to type to see it again."""
    where = "" if meant.reports == meant.place.reports else f" --out {meant.reports}"
    return f"cd {meant.place.root} && grader explain {meant.place.name}/{meant.submission} {name} --replay{where}"


def as_given(meant: Meant, document: Mapping[str, Any], plan: Plan) -> tuple[Plan, str]:
    """The plan by which the mark was given, as far as it was kept, and what there is to say about that."""
    key = shelf.read_key(meant.folder)
    then = versions.read(meant.reports, key.version) if key else None
    same = document["assignment"]["digest"] == plan.assignment.digest
    if same and (then is None or then.reference == plan.reference):
        return plan, ""
    text = meant.reports / versions.FOLDER / (key.version if key else "") / versions.TEXT
    if then is not None and then.reference == plan.reference and text.is_file():
        kept = pipeline.prepare(text, meant.place.root)
        if kept.assignment.digest == document["assignment"]["digest"]:
            return replace(kept, deadlines=plan.deadlines), (
                "The assignment has changed since this mark was given. It is explained by the text that gave it; "
                f"`grader regrade {meant.place.name} {meant.submission}` shows what today's would give."
            )
    what = "reference/" if same else "The assignment"
    return plan, (
        f"{what} has changed since this mark was given, and what gave it was not kept whole. What follows is by "
        f"today's; `grader regrade {meant.place.name} {meant.submission}` shows the difference."
    )


def _other(given: Mapping[str, Any], row: CriterionReport) -> str:
    """Where the report on disk says something else, although neither the assignment nor reference/ changed."""
    if given["status"] == row.status.value and float(given["score"]) == round(float(row.score), 4):
        return ""
    return (
        "The report says something else than this: a mark by hand, a deadline or the grader changed since it was "
        "written. `grader regrade` shows the difference."
    )


def _evidence(folder: Path) -> Evidence:
    try:
        return keeping.load(folder / "evidence")
    except InternalError as error:
        raise RequestError(f"there is nothing to explain the mark by: {error}") from None


def _part(plan: Plan, criterion: Criterion, part: Part, row: CriterionReport, verdicts: Verdicts) -> PartLine:
    told = next(one for one in row.parts if one.id == part.id)
    return PartLine(
        id=part.id,
        weight=part.weight,
        status=told.status,
        finding=told.finding,
        needs=part.needs or "",
        judge=settings(criterion.kind if part.judge is None else _kind(part.judge), part.judge or criterion.judge),
        cases=tuple(_case(plan, criterion, part, judged) for judged in verdicts[part.id]),
    )


def _kind(checker: Checker) -> str:
    return type(checker).__module__.rpartition(".")[2]


def settings(kind: str, checker: Checker) -> str:
    """A judge with its settings, as they stand in the assignment.

    >>> from grader.checkers.close import Checker
    >>> settings("close", Checker(rtol=1e-6, atol=0.0))
    'close, rtol 1e-06, atol 0.0'
    """
    found = [(one.name, getattr(checker, one.name)) for one in fields(checker)]  # type: ignore[arg-type]
    return ", ".join([kind, *(f"{name} {_setting(value)}" for name, value in found if _is_set(value))])


def _is_set(value: Any) -> bool:
    return value is not None and value is not False and value not in ("", {}, ())


def _setting(value: Any) -> str:
    return str(value) if isinstance(value, Fraction) else show(value, SETTING)


def _case(plan: Plan, criterion: Criterion, part: Part, judged: Judged) -> CaseLine:
    case, seen, verdict = judged.case, judged.seen, judged.verdict
    checker = part.judge or criterion.judge
    want = wanted(part, plan.wants.want(criterion.id, part.id, case.id))
    measured = None
    if isinstance(seen, Returned):
        found, got = (True, seen.value) if part.pick is None else picked(seen.value, part.pick)
        measured = margin(checker, got, want) if found else None
    return CaseLine(
        id=case.id,
        visible=case.visible,
        call=call(criterion.ask, case, INPUTS),
        got=_text(criterion, part, judged),
        returned=isinstance(seen, Returned),
        want=_due(checker, want),
        source=_source(criterion, part, case),
        status=verdict.status,
        finding=verdict.finding,
        detail=verdict.detail,
        margin=measured,
        changed=seen.changed if isinstance(seen, Returned) else (),
        trace=seen.traceback if isinstance(seen, Raised) else seen.detail if isinstance(seen, Stopped) else "",
    )


def _due(checker: Checker, want: Value) -> str:
    if want is None:
        return "nothing by itself: the judge or a person decides"
    return want if isinstance(want, str) else due(checker, want, VALUES)


def _text(criterion: Criterion, part: Part, judged: Judged) -> str:
    """What came back; a text as it was written."""
    seen = judged.seen
    if isinstance(seen, Returned) and isinstance(seen.value, str) and criterion.ask.kind == "answer":
        return seen.value
    return came_back(criterion, part, seen, VALUES)


def _source(criterion: Criterion, part: Part, case: Case) -> str:
    source = oracle.source_of(criterion, part, case)
    if isinstance(source, Given):
        formula = f", which agrees with {source.agrees_with.path}" if source.agrees_with else ""
        return f"written in the assignment{formula}"
    return f"{'reference' if isinstance(source, Reference) else 'relation'} {source.path}"


def _by_hand(criterion: Criterion, mark: Mark | None, evidence: Evidence) -> ByHand | None:
    if mark is None:
        return None
    points = getattr(criterion.judge, "points", ())
    return ByHand(
        mark=mark,
        counts=marks.counts(mark, marks.answer(evidence, criterion.id)) and marks.credit(criterion, mark) is not None,
        points=tuple((point.say, point.id in mark.met) for point in points) if mark.credit is None else (),
    )


def _past(meant: Meant, name: str) -> Iterator[Mapping[str, Any]]:
    """The marks of this criterion over time, each once."""
    before: Any = None
    for entry in history.of(meant.reports / history.FILE, meant.submission):
        row = entry["criteria"].get(name)
        if row != before:
            yield {
                **{key: entry.get(key) for key in ("when", "by", "with", "because", "version", "how", "why")},
                "mark": row,
            }
        before = row
