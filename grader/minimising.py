"""After the marks are settled: the smallest failing example goes into every report that can have one.

It moves no mark and touches no evidence. A hand-in is looked at once, and again only when its files or the questions
changed; where only the assignment's truth did, what came back then is compared with what is expected now.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader import intake, kinds, shelf
from grader.engines import Engine
from grader.intake import Arrival
from grader.model import Ask, Case, CriterionReport, Limits, Observation, Report, ShownCase, Status, Submission
from grader.pipeline import Plan
from grader.reports._files import write_bytes_atomically
from grader.smallest import Example, Ground, keeping, searches, together
from grader.smallest.finding import hidden
from grader.smallest.keeping import Kept
from grader.smallest.steps import key
from grader.smallest.telling import told

if TYPE_CHECKING:
    from grader.batch import Row

# The search itself counts calls. These are brakes, for code that hangs on a smaller input: a busy machine must not
# decide which example a student sees.
SECONDS = 5.0  # for one call
TOTAL_SECONDS = 60.0  # for one round of one hand-in
PATIENCE = 180.0  # for all of its rounds
WRONG = (Status.FAILED, Status.PARTIAL, Status.UNDECIDED)  # a hand-in in doubt may be wrong elsewhere

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Minimiser:
    """Looks at finished hand-ins, each on its own."""

    plan: Plan
    out: Path
    engine: Engine
    ground: Ground = field(init=False)

    def __post_init__(self) -> None:
        assert self.plan.oracle is not None
        self.ground = Ground(self.plan.oracle)

    def look_at(self, arrival: Arrival, row: Row) -> None:
        """Add to one report what there is to add; a failure here leaves it as it is."""
        try:
            self._look_at(arrival, row)
        except Exception:  # noqa: BLE001 -- the marks stand; an example is not worth a batch
            _log.warning("no smallest example for %s", row.id, exc_info=True)

    def _look_at(self, arrival: Arrival, row: Row) -> None:
        folder = self.out / row.id
        finished, kept = shelf.read_key(folder), keeping.read(folder)
        if finished is None:
            return
        known = kept is not None and kept.asked == finished.asked
        if known and kept is not None and kept.truth == self.plan.truth_digest and not kept.examples:
            return
        report = kinds.find("reports", "json").read(folder / "report.json")
        examples = kept.examples if known and kept is not None else self._found(folder, report, arrival)
        now = Kept(asked=finished.asked, truth=self.plan.truth_digest, examples=examples)
        shown = still_wrong(self.plan, self.ground, examples)
        if (told_so := with_examples(report, shown)) != report:
            for name in shelf.FORMATS:
                kinds.find("reports", name).write(told_so, folder)
        write_bytes_atomically(folder / keeping.FILE, keeping.text(now).encode())  # last: a killed run does it again

    def _found(self, folder: Path, report: Report, arrival: Arrival) -> dict[str, Example]:
        evidence = shelf.load(folder)
        if evidence is None:
            return {}
        plan = self.plan
        some = searches(plan.assignment.criteria, plan.cases, report.criteria, evidence, self.ground)
        if not some:
            return {}
        submission = intake.open_arrival(arrival)
        until = time.monotonic() + PATIENCE
        return together(some, lambda asks: self._asked(submission, asks, until))

    def _asked(self, submission: Submission, asks: tuple[Ask, ...], until: float) -> Mapping[str, Observation]:
        """What one more run of the hand-in shows; nothing once it has had its time."""
        if time.monotonic() > until:
            return {}
        future = self.engine.question(submission, asks, within(self.plan.assignment.limits))
        return future.result(self.engine.patience).observations


def still_wrong(plan: Plan, ground: Ground, examples: Mapping[str, Example]) -> dict[str, tuple[ShownCase, ...]]:
    """The examples that are wrong by what is expected now, and may be shown by the cases that are hidden now."""
    known = {criterion.id: criterion for criterion in plan.assignment.criteria}
    shown: dict[str, tuple[ShownCase, ...]] = {}
    for name, example in examples.items():
        criterion = known.get(name)
        part = next((one for one in criterion.parts if one.id == example.part), None) if criterion else None
        if criterion is None or part is None or list(example.inputs) != list(criterion.ask.arguments):
            continue
        if key(example.inputs) in hidden(plan.cases[name]):
            continue
        case = Case(id=f"{name}/smallest", criterion=name, part=None, inputs=example.inputs)
        want = ground.want(criterion, part, case)
        one = None if want is None else told(criterion, part, example, want)
        if one is not None:
            shown[name] = (one,)
    return shown


def within(limits: Limits) -> Limits:
    """An example is not worth the time of a whole grading."""
    seconds = min(limits.seconds, SECONDS)
    return replace(limits, seconds=seconds, total_seconds=min(limits.total_seconds, TOTAL_SECONDS))


def add(plan: Plan, out: Path, engine: Engine, jobs: int, rows: Iterable[tuple[Arrival, Row]]) -> None:
    """Look at every hand-in that is not fully right, several side by side and never many ahead."""
    if plan.oracle is None:
        return
    minimiser = Minimiser(plan, out, engine)
    running: deque[Future[None]] = deque()
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="smallest")
    try:
        for arrival, row in rows:
            if row.line.status in WRONG:
                running.append(pool.submit(minimiser.look_at, arrival, row))
            if len(running) == 2 * jobs:
                running.popleft().result()
        for one in running:
            one.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # after Ctrl-C nobody waits for an example


def with_examples(report: Report, shown: Mapping[str, tuple[ShownCase, ...]]) -> Report:
    """The report with examples in it where something is still wrong, and otherwise as it was."""
    questions = tuple(
        replace(question, criteria=tuple(_with_example(row, shown.get(row.id, ())) for row in question.criteria))
        for question in report.questions
    )
    return replace(report, questions=questions)


def _with_example(row: CriterionReport, shown: tuple[ShownCase, ...]) -> CriterionReport:
    wrong = row.status in (Status.FAILED, Status.PARTIAL) and row.own_result is None
    return replace(row, smallest=shown if wrong else ())
