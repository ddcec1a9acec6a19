"""One hand-in observed: its code run in a box, its written answers read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from platform import python_version

from grader.evidence import Loaded
from grader.model import Ask, Conditions, Evidence, Job, Limits, Missing, Observation, Returned, Submission
from grader.runners import notebook, script, typed
from grader.runners.results import read as read_results
from grader.runners.running import Box, Run, run_all

_REPORTED = ("numpy", "torch", "ipython", "matplotlib", "sympy")


def observe(
    submission: Submission,
    asks: Sequence[Ask],
    limits: Limits,
    seed: int,
    box: Box,
    *,
    answers: Sequence[str] = (),
) -> Evidence:
    """Evidence with one observation for every ask and every typed criterion (under "criterion/1").

    Whatever the student's code does is in the observations. Where the box itself fails, even on a second try,
    `broken` says so and the observations stay incomplete.
    """
    coded = tuple(ask for ask in asks if ask.steps[0].do != "file")
    job = Job(files=submission.files, asks=coded, limits=limits, seed=seed)
    run = run_all(job, box) if script.has_code(submission.files) else _nothing_to_run(job, box)
    wanted = {ask.id: ask.steps[0].name for ask in asks if ask.steps[0].do == "file"}
    seen = {**run.seen, **read_results(submission.files, wanted)}
    loaded = run.loaded or Loaded()
    written = typed.look(submission.files, notebook.sheets(loaded), answers)
    return Evidence(
        submission=submission.id,
        submitters=submission.submitters,
        files=submission.digests,
        observations=_merged(asks, answers, seen, written),
        conditions=Conditions(isolation=run.isolation, versions=versions(), seed=seed),
        notes=(*submission.notes, *script.unloaded(run.unloaded), *script.notes(loaded.problems), *written.notes),
        printed=loaded.printed,
        artefacts=notebook.artefacts(loaded),
        broken=run.broken,
    )


def _nothing_to_run(job: Job, box: Box) -> Run:
    reason = "no Python file or notebook was handed in"
    return Run(box.isolation, {ask.id: Missing(_asked(ask), reason=reason) for ask in job.asks})


def _asked(ask: Ask) -> str:
    return next((step.name for step in ask.steps if step.name), "")


def _merged(
    asks: Sequence[Ask],
    answers: Sequence[str],
    seen: Mapping[str, Observation],
    written: typed.Written,
) -> dict[str, Observation]:
    """In the order of asking; a typed answer goes before a printed one, and an empty one is none."""
    observations: dict[str, Observation] = {}
    for ask in asks:
        if ask.id in seen:
            observations[ask.id] = seen[ask.id]
    for criterion in answers:
        case = f"{criterion}/1"
        printed = observations.get(case)
        if criterion in written.found:
            observations[case] = written.found[criterion]
        elif printed is None or _blank(printed):
            near = tuple(get_close_matches(criterion, written.others, n=1, cutoff=0.7))
            observations[case] = Missing(criterion, near, _unanswered(criterion, near, printed is not None))
    return observations


def _blank(seen: Observation) -> bool:
    return isinstance(seen, Missing) or (isinstance(seen, Returned) and not str(seen.value).strip())


def _unanswered(criterion: str, near: tuple[str, ...], printed: bool) -> str:
    also = " and nothing was printed" if printed else ""
    instead = f" (you have {near[0]!r})" if near else ""
    return f"no answer was found{also}; write it under the heading {criterion!r} of answers.md{instead}"


@cache
def versions() -> Mapping[str, str]:
    """What runs the hand-ins here; asked of the installation, not of a process that student code ran in."""
    found = {"python": python_version()}
    for name in _REPORTED:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
