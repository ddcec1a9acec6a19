"""The bench an assignment is proved on: its plan, its samples, and a box that opens when it is first needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from grader import intake, pipeline, sandbox
from grader.model import Criterion, Evidence, Job, Outcome, Report, Stopped, Submission
from grader.oracle import Oracle
from grader.pipeline import Plan
from grader.places import Place
from grader.sandbox.box import Box
from grader.spec import compose
from grader.verify.proof import say_nothing
from grader.warming import wanted

MARKS = "marks.yaml"
PATIENCE = 10  # times the limits, where verdicts are compared and not times


@dataclass(frozen=True, slots=True)
class Mark:
    """What a sample must get for a criterion."""

    score: Fraction
    mistake: str | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """A whole hand-in, and the marks it must get; what is not listed is 0."""

    name: str
    path: Path
    marks: Mapping[str, Mark]

    def mark(self, criterion: str) -> Mark:
        return self.marks.get(criterion, Mark(Fraction(0)))


def took(outcome: Outcome) -> float:
    """Seconds of processor time, which a busy machine does not lengthen; by the clock where nothing else is known."""
    return outcome.usage.cpu_seconds or outcome.usage.wall_seconds


@dataclass(slots=True)
class Watched:
    """A box that remembers the hungriest of its runs."""

    box: Box
    seconds: float = 0.0
    peak_mib: float = 0.0

    @property
    def isolation(self) -> Any:
        return self.box.isolation

    def run(self, job: Job) -> Outcome:
        outcome = self.box.run(job)
        self.seconds = max(self.seconds, took(outcome))
        self.peak_mib = max(self.peak_mib, outcome.usage.peak_mib)
        return outcome


@dataclass
class Bench:
    """Everything a proof may need; proofs ask it and change nothing."""

    place: Place
    trusted: bool = False
    tell: Callable[[str], None] = say_nothing
    _seen: dict[str, Evidence] = field(default_factory=dict)

    @cached_property
    def plan(self) -> Plan:
        return pipeline.prepare(self.place.spec, self.place.root)

    @cached_property
    def oracle(self) -> Oracle:
        return Oracle(self.place.root, str(self.place.spec))

    @cached_property
    def box(self) -> Box:
        return sandbox.open_box(warm=wanted([self.folder]), trusted=self.trusted)

    @property
    def folder(self) -> Path:
        return self.place.spec.parent / "samples"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if "box" in self.__dict__:
            self.box.close()

    @cached_property
    def samples(self) -> tuple[Sample, ...]:
        """Every hand-in in samples/, by name."""
        if not (self.folder / MARKS).is_file():
            return ()
        told = read_marks(self.folder / MARKS)
        names = sorted(path.name for path in self.folder.iterdir() if path.name != MARKS)
        return tuple(Sample(name, self.folder / name, told.get(name, {})) for name in names)

    @cached_property
    def solutions(self) -> tuple[Sample, ...]:
        """The samples that earn everything a machine gives, and are named as mistaken nowhere."""
        return tuple(sample for sample in self.samples if self._complete(sample))

    @cached_property
    def codes(self) -> tuple[Criterion, ...]:
        """The criteria for which something of a student's is run."""
        return tuple(row for row in self.plan.assignment.criteria if row.ask.kind not in ("answer", "file"))

    def _complete(self, sample: Sample) -> bool:
        return bool(self.codes) and all(sample.mark(row.id) == Mark(row.points) for row in self.codes)

    def solving(self, criterion: Criterion) -> Sample | None:
        """A sample that is right in one criterion."""
        return next((one for one in self.samples if one.mark(criterion.id) == Mark(criterion.points)), None)

    def opened(self, sample: Sample) -> Submission:
        (arrival,) = intake.find([sample.path])
        return intake.open_arrival(arrival)

    def evidence(self, sample: Sample) -> Evidence:
        """What a sample did under this plan; it runs once."""
        if sample.name not in self._seen:
            self._seen[sample.name] = self.see(self.plan, self.opened(sample))
        return self._seen[sample.name]

    def see(self, plan: Plan, submission: Submission, patience: int = 1) -> Evidence:
        """What a hand-in does; one that ran out of time is run a second time, since a busy machine is no proof.

        Then it has `patience` times as long: where it is not about time, time shall not decide.
        """
        evidence = pipeline.see(plan, submission, self.box)
        late = any(isinstance(one, Stopped) and "seconds" in one.limit for one in evidence.observations.values())
        return pipeline.see(_slower(plan, patience), submission, self.box) if late else evidence

    def grade(self, plan: Plan, submission: Submission, patience: int = 1) -> Report:
        return pipeline.judge(plan, self.see(plan, submission, patience))

    def report(self, sample: Sample) -> Report:
        return pipeline.judge(self.plan, self.evidence(sample))


def _slower(plan: Plan, times: int) -> Plan:
    limits = plan.assignment.limits
    longer = replace(limits, seconds=times * limits.seconds, total_seconds=times * limits.total_seconds)
    return replace(plan, assignment=replace(plan.assignment, limits=longer))


def read_marks(path: Path) -> dict[str, dict[str, Mark]]:
    """What marks.yaml says: sample → criterion → a score, or {score, mistake}."""
    read = compose.read(path.read_bytes(), str(path))
    return {
        str(name): {str(key): _mark(entry) for key, entry in (entries or {}).items()} for name, entries in read.items()
    }


def _mark(entry: Any) -> Mark:
    if isinstance(entry, Mapping):
        return Mark(Fraction(str(entry["score"])), entry.get("mistake"))
    return Mark(Fraction(str(entry)))


def differences(report: Report, sample: Sample) -> list[str]:
    """Where a report is not what a sample must get, a half-sentence each."""
    wrong = []
    for row in report.criteria:
        due = sample.mark(row.id)
        if round(row.score, 4) != due.score:
            why = f" ({row.finding})" if row.finding and row.score < due.score else ""
            wrong.append(f"{row.id} earns {float(row.score):g}, not {float(due.score):g}{why}")
        elif due.mistake != row.mistake:
            wrong.append(f"{row.id} is taken for {row.mistake or 'no mistake'}, not for {due.mistake or 'none'}")
    return wrong
