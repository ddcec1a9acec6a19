"""The criterion put to the same files once more, and what came back compared with what was seen then.

First only this criterion is put, to freshly loaded files. Where something differs, all is put as in grading: code
that carries something from one call to the next answers then as it did.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from grader import intake, runners
from grader.errors import RequestError, SubmissionError
from grader.explain.gathering import Explanation
from grader.explain.meant import Meant
from grader.lines import line
from grader.model import Evidence, Observation, Raised, Returned, Submission
from grader.pipeline import Plan
from grader.regrade import differing
from grader.runners.observing import versions
from grader.runners.running import Box
from grader.showing import show


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """One case, and whether it went as before."""

    case: str
    same: bool
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A whole criterion, run again."""

    cases: tuple[Again, ...]
    whole: bool  # everything was put, as in grading
    files: tuple[str, ...]  # that are not what they were
    versions: tuple[str, ...]  # neither

    @property
    def same(self) -> bool:
        return all(one.same for one in self.cases)


def files_of(meant: Meant, path: Path | None) -> Submission:
    """The files of a hand-in: those that are named, or those in submissions/."""
    place = meant.place.submissions
    found = intake.find([path or place]) if (path or place).exists() else ()
    arrival = next((one for one in found if path is not None or one.id == meant.submission), None)
    if arrival is None:
        raise RequestError(
            f"there are no files of {meant.submission!r} in {path or place}; name them with --files PATH"
        )
    try:
        return intake.open_arrival(arrival)
    except SubmissionError as error:
        raise RequestError(f"{arrival.path} cannot be opened: {error}") from None


def replay(plan: Plan, told: Explanation, submission: Submission, box: Box) -> Replay:
    """Run it again; raises nothing for what the student's code does."""
    name = told.criterion.id
    cases = [case.id for case in plan.cases[name]]
    found = _compared(told.evidence, _put(plan, submission, box, cases, (name,)), cases)
    whole = not all(one.same for one in found) and len(plan.asks) > len(cases)
    if whole:
        found = _compared(told.evidence, _put(plan, submission, box, list(plan.asked), plan.answers), cases)
    today = versions()
    then = told.evidence.conditions.versions
    return Replay(
        cases=tuple(found),
        whole=whole,
        files=tuple(differing.files(told.evidence.files, submission.digests)),
        versions=tuple(
            f"{key} {then[key]} → {today.get(key, 'absent')}" for key in then if today.get(key) != then[key]
        ),
    )


def _put(plan: Plan, submission: Submission, box: Box, cases: list[str], names: tuple[str, ...]) -> Evidence:
    asks = tuple(ask for ask in plan.asks if ask.id in cases)
    answers = tuple(one for one in plan.answers if one in names)
    assignment = plan.assignment
    return runners.observe(submission, asks, assignment.limits, assignment.seed, box, answers=answers)


def _compared(before: Evidence, now: Evidence, cases: list[str]) -> list[Again]:
    return [_again(case, before.observations.get(case), now.observations.get(case)) for case in cases]


def _again(case: str, before: Observation | None, now: Observation | None) -> Again:
    if before is None or now is None:
        return Again(case=case, same=before is now, now="nothing was observed")
    return Again(case=case, same=_line(before) == _line(now), now=_said(now))


def _line(seen: Observation) -> str:
    """What is compared: of an exception not its traceback, which may name places in memory."""
    return line(Raised(seen.type, seen.message, seen.where) if isinstance(seen, Raised) else seen)


def _said(seen: Observation) -> str:
    match seen:
        case Returned(value):
            return show(value, 500)
        case Raised(kind, message):
            return f"{kind}: {message}"
    return type(seen).__name__.lower()
