"""Many hand-ins: in parallel, streaming, and so that a kill at any time loses at most what was being graded."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from grader import history, intake, late, marks, minimising, pipeline, shelf, versions
from grader.digests import of_texts
from grader.engines import Engine, Work, open_engine
from grader.errors import GraderError, SubmissionError
from grader.intake import Arrival
from grader.lines import Lines
from grader.marks import Mark
from grader.model import Conditions, Evidence, Isolation, Missing, Report, Submission
from grader.pipeline import Plan
from grader.remembering import Memory
from grader.reports import terminal

How = Literal["graded", "kept", "judged again"]
Judge = Callable[[Plan, Evidence], Report]
REMEMBERED = 400  # different answers to criteria; a class of any size needs the same memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a batch is run; none of it can change a mark."""

    out: Path
    marks: Path  # where marks by hand stand; nothing here writes them
    jobs: int = 1
    engine: str = "local"
    isolation: str | None = None
    trusted: bool = False
    fresh: bool = False  # run everything again, whatever is kept
    warm: frozenset[str] = frozenset()
    smallest: bool = True  # look for the smallest failing example once the marks are settled
    ledger: history.Ledger | None = None  # where every mark is noted


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One finished hand-in: small enough to keep ten thousand of them."""

    line: terminal.Row
    isolation: str  # empty where nothing ran
    how: How
    seconds: float

    @property
    def id(self) -> str:
        return self.line.id


def run(
    plan: Plan, arrivals: Sequence[Arrival], options: Options, started: Callable[[str], None] = lambda _: None
) -> Iterator[Row]:
    """Grade every hand-in; rows come as they finish, and a row is given only once its files are written."""
    versions.keep(plan, options.out)
    work = Work(
        asks=plan.asks,
        answers=plan.answers,
        limits=plan.assignment.limits,
        seed=plan.assignment.seed,
        jobs=options.jobs,
        isolation=options.isolation,
        trusted=options.trusted,
        warm=options.warm,
    )
    with open_engine(options.engine, work) as engine:
        wrong: dict[str, Row] = {}
        for row in _rows(_Desk(plan, options, engine), arrivals, started):
            if row.line.status in minimising.WRONG:
                wrong[row.id] = row
            yield row
        if options.smallest:  # every mark is settled and filed by now
            pairs = ((arrival, wrong[arrival.id]) for arrival in arrivals if arrival.id in wrong)
            minimising.add(plan, options.out, engine, options.jobs, pairs)


def _rows(desk: _Desk, arrivals: Sequence[Arrival], started: Callable[[str], None]) -> Iterator[Row]:
    running: set[Future[Evidence]] = set()
    for arrival in arrivals:
        started(arrival.id)
        begun = desk.begin(arrival)
        if isinstance(begun, Row):
            yield begun
            continue
        running.add(begun)
        if len(running) == 2 * desk.options.jobs:  # enough that no worker waits, few enough to hold in memory
            yield from desk.finish_some(running)
    while running:
        yield from desk.finish_some(running)


class _Desk:
    """Opens hand-ins, hands them to the engine, and judges and files what comes back; all in one thread."""

    def __init__(self, plan: Plan, options: Options, engine: Engine) -> None:
        self.plan = plan
        self.options = options
        self.engine = engine
        self._began: dict[Future[Evidence], tuple[Submission, float]] = {}
        self._memory = Memory(most=REMEMBERED)

    def begin(self, arrival: Arrival) -> Row | Future[Evidence]:
        """A row where nothing has to run, otherwise the promise of evidence."""
        began = time.perf_counter()
        try:
            submission = intake.open_arrival(arrival)
        except SubmissionError as error:
            return self._file(unopened(self.plan, arrival.id, str(error)), "graded", began)
        except Exception:  # noqa: BLE001 -- a file that trips us must not cost the others theirs
            nothing = Submission(id=arrival.id, files={}, digests={})
            return self._file(broken(self.plan, nothing, traceback.format_exc()), "graded", began)
        kept = self._kept(submission)
        if kept is not None:
            return self._file(*kept, began)
        future = self.engine.submit(submission)
        self._began[future] = (submission, began)
        return future

    def finish_some(self, running: set[Future[Evidence]]) -> list[Row]:
        """Wait for at least one of these, take what is done or lost out of the set, and give the rows."""
        done, _ = wait(running, timeout=self.engine.patience, return_when=FIRST_COMPLETED)
        now = time.perf_counter()
        lost = {future for future in running - done if self._is_lost(future, now)}
        running -= done | lost
        return [self._finish(future) for future in done] + [self._give_up(future) for future in lost]

    def _is_lost(self, future: Future[Evidence], now: float) -> bool:
        patience = self.engine.patience
        return patience is not None and now - self._began[future][1] > patience

    def _give_up(self, future: Future[Evidence]) -> Row:
        submission, began = self._began.pop(future)
        future.cancel()
        detail = f"no answer after {self.engine.patience:.0f} s; its worker was lost, grade it again"
        return self._file(broken(self.plan, submission, detail), "graded", began)

    def _finish(self, future: Future[Evidence]) -> Row:
        """The row of a hand-in that has run; where that failed through us, its marks are undecided."""
        submission, began = self._began.pop(future)
        try:
            evidence = future.result()
        except GraderError:
            raise
        except Exception:  # noqa: BLE001 -- one hand-in on which we fail must not cost the others theirs
            evidence = broken(self.plan, submission, traceback.format_exc())
        return self._file(evidence, "graded", began)

    def _kept(self, submission: Submission) -> tuple[Evidence, How] | None:
        """Evidence of an earlier run that was asked the very same of the very same files."""
        folder = self.options.out / submission.id
        before = None if self.options.fresh else shelf.read_key(folder)
        now = self._key(submission.id, submission.digests)
        if before is None or before.asked != now.asked:
            return None
        evidence = shelf.load(folder)
        wanted = self.options.isolation
        if evidence is None or (wanted and evidence.conditions.isolation.level != wanted):
            return None
        return evidence, "kept" if before == now else "judged again"

    def _key(self, submission: str, files: Mapping[str, str]) -> shelf.Key:
        return shelf.key(self.plan, files, stamp(self.plan, self.options.marks, submission))

    def _file(self, evidence: Evidence, how: How, began: float) -> Row:
        given = marks.read(self.options.marks, evidence.submission)
        evidence = replace(evidence, observations=Lines.of(evidence.observations))
        evidence, report = marked(self.plan, evidence, given, self._memory.judge)
        if how != "kept":
            finished = self._key(evidence.submission, evidence.files)
            shelf.put(self.options.out / report.submission, evidence, report, finished)
        if self.options.ledger is not None:
            self.options.ledger.record(report, how, given=marks.deciders(self.plan.assignment, evidence, given))
        return Row(
            line=terminal.row(report),
            isolation=report.conditions.isolation.level if report.conditions.versions else "",
            how=how,
            seconds=time.perf_counter() - began,
        )


def stamp(plan: Plan, by_hand: Path, submission: str) -> str:
    """Changes with the marks that a person gave a hand-in, and with what its lateness depends on."""
    given, deadline = marks.stamp(by_hand, submission), plan.deadlines.stamp(submission)
    return of_texts(given, deadline) if deadline else given


def marked(
    plan: Plan, evidence: Evidence, given: Mapping[str, Mark], judge: Judge | None = None
) -> tuple[Evidence, Report]:
    """The report on one hand-in, with the marks of persons and its lateness in it, and the evidence it stands on."""
    try:
        judged = (judge or pipeline.judge)(plan, evidence)
    except Exception:  # noqa: BLE001 -- nor must an answer that trips us
        evidence = replace(evidence, observations={}, broken=traceback.format_exc())
        judged = pipeline.judge(plan, evidence)
    report = marks.lay_over(judged, plan.assignment, evidence, given)
    report = replace(report, submitters=plan.deadlines.names(report.submission) or report.submitters)
    return evidence, late.lay_over(report, plan.assignment.late, plan.deadlines.of(report.submission))


def unopened(plan: Plan, submission: str, reason: str) -> Evidence:
    """The evidence of a hand-in that could not be opened: everything is missing, and the student is told why."""
    cases = [case for laid in plan.cases.values() for case in laid]
    return Evidence(
        submission=submission,
        files={},
        observations={case.id: Missing("", reason=reason) for case in cases},
        conditions=_nothing_ran(plan),
        notes=(reason,),
    )


def broken(plan: Plan, submission: Submission, detail: str) -> Evidence:
    """The evidence of a hand-in on which we failed: nothing was observed, so every mark waits."""
    return Evidence(
        submission=submission.id,
        submitters=submission.submitters,
        files=submission.digests,
        observations={},
        conditions=_nothing_ran(plan),
        notes=submission.notes,
        broken=detail,
    )


def _nothing_ran(plan: Plan) -> Conditions:
    return Conditions(isolation=Isolation(level="none"), versions={}, seed=plan.assignment.seed)
