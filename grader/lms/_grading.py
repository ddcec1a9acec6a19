"""One hand-in that a system has laid out, graded on the spot.

The hand-in is what lies in a folder; nobody waits at a terminal, so what goes wrong has to come back as a value: the
report where it was graded, and a sentence where it could not be.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader import batch, intake, minimising, pipeline, runners, sandbox
from grader.errors import RequestError, SubmissionError
from grader.intake.gathering import archive_suffix, ignored
from grader.model import Ask, Evidence, Observation, Report, Submission
from grader.pipeline import Plan
from grader.places import Place
from grader.smallest import Ground, searches, together
from grader.warming import wanted

if TYPE_CHECKING:
    from grader.sandbox.box import Box


class NotHeldError(RequestError):
    """This machine does not hold student code at the level that is asked for, so none of it was run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn:
    """What the system laid out: where it lies, what it is called, and whose it is."""

    path: Path
    id: str = "hand-in"
    submitters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Walls:
    """How student code is to be held: at least this level, or trusted by the teacher's own word."""

    isolation: str | None = None
    trusted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """A report, and for staff why nothing in it could be judged, where that is our failure."""

    report: Report
    broken: str = ""


def prepare(place: Place) -> Plan:
    """The assignment with everything expected of it; of a student edition, only what students may see."""
    if (place.root / "reference").is_dir():
        return pipeline.prepare(place.spec, place.root)
    return pipeline.prepare_visible(place.spec, None)


def grade(
    plan: Plan, hand_in: HandIn, walls: Walls, settled: Callable[[Report], None] = lambda _report: None
) -> Graded:
    """Run and judge one hand-in; raises NotHeldError where this machine does not hold student code well enough.

    `settled` is told the report as soon as every mark in it stands: what comes after adds an example, and may be cut
    off.
    """
    try:
        submission = _opened(hand_in)
    except SubmissionError as error:
        missing = batch.unopened(plan, hand_in.id, str(error))
        return _judged(plan, replace(missing, submitters=hand_in.submitters))
    with _box(hand_in, walls) as box:
        evidence = pipeline.see(plan, submission, box)
        done = _judged(plan, evidence)
        if done.broken:
            return done
        settled(done.report)
        return replace(done, report=_smallest(plan, done.report, evidence, submission, box))


def _judged(plan: Plan, evidence: Evidence) -> Graded:
    try:
        report = pipeline.judge(plan, evidence)
    except Exception:  # noqa: BLE001 -- an answer that trips us must come back as a sentence, too
        evidence = replace(evidence, observations={}, broken=traceback.format_exc())
        report = pipeline.judge(plan, evidence)
    return Graded(report=report, broken=evidence.broken)


def _box(hand_in: HandIn, walls: Walls) -> Box:
    try:
        return sandbox.open_box(walls.isolation, warm=wanted((hand_in.path,)), trusted=walls.trusted)
    except RequestError as error:
        raise NotHeldError(str(error)) from None


def _smallest(plan: Plan, report: Report, evidence: Evidence, submission: Submission, box: Box) -> Report:
    """The report with the smallest failing examples; the mark is settled, so a failure here leaves it as it is."""
    if plan.oracle is None or report.status not in minimising.WRONG:
        return report
    limits, until = minimising.within(plan.assignment.limits), time.monotonic() + minimising.PATIENCE

    def ask(asks: tuple[Ask, ...]) -> Mapping[str, Observation]:
        if time.monotonic() > until:
            return {}
        return runners.observe(submission, asks, limits, plan.assignment.seed, box).observations

    try:
        ground = Ground(plan.oracle)
        some = searches(plan.assignment.criteria, plan.cases, report.criteria, evidence, ground)
        shown = minimising.still_wrong(plan, ground, together(some, ask))
        return minimising.with_examples(report, shown)
    except Exception:  # noqa: BLE001 -- an example is not worth a mark
        click.echo(f"note: no smallest example\n{traceback.format_exc()}", err=True)
        return report


def _opened(hand_in: HandIn) -> Submission:
    submission = intake.open_arrival(intake.Arrival(id=hand_in.id, path=innermost(hand_in.path)))
    return replace(submission, submitters=hand_in.submitters)


def innermost(path: Path) -> Path:
    """Where the work lies: inside the folders that hold one folder only, or in the one archive that is all there is."""
    while path.is_dir() and not path.is_symlink():
        entries = [entry for entry in path.iterdir() if not ignored(entry.name)]
        if len(entries) != 1 or entries[0].is_symlink():
            break
        if not entries[0].is_dir() and not archive_suffix(entries[0].name):
            break
        path = entries[0]
    return path
