"""Whole hand-ins with the marks they must get: the samples of an assignment, and its untouched starter."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from grader import intake, spec
from grader.model import Status, Submission
from grader.oracle import Oracle
from grader.release import release
from grader.verify.bench import Bench, Sample, differences
from grader.verify.keeping import Kept, submission_key
from grader.verify.proof import Proof


def prove(bench: Bench, kept: Kept) -> Iterator[Proof]:
    """A row per sample."""
    for number, sample in enumerate(bench.samples, 1):
        bench.tell(f"samples: {number} of {len(bench.samples)}, {sample.name}")
        key = submission_key(bench.plan, bench.opened(sample), repr(sorted(sample.marks.items())))
        yield kept.or_else("samples", sample.name, key, lambda one=sample: _row(bench, one))  # type: ignore[misc]
    if bench.codes and not bench.solutions:
        said = "none is right in all that is run, so nothing shows that right work fits the limits; add one"
        yield Proof("samples", "a solution", True, said, warns=True)


def _row(bench: Bench, sample: Sample) -> Proof:
    wrong = differences(bench.report(sample), sample)
    return Proof("samples", sample.name, not wrong, "; ".join(wrong))


def prove_starter(bench: Bench, kept: Kept) -> Iterator[Proof]:
    """Nobody earns anything for the files that everybody gets."""
    with tempfile.TemporaryDirectory() as folder:
        place = bench.place
        release(spec.load(place.spec), Oracle(place.root), Path(folder))
        (arrival,) = intake.find([Path(folder)])
        submission = intake.open_arrival(arrival)
        key = submission_key(bench.plan, submission)
        yield kept.or_else("starter", "untouched", key, lambda: _starter(bench, submission))
    empty = Submission(id="nothing", files={}, digests={})
    key = submission_key(bench.plan, empty)
    yield kept.or_else("starter", "nothing", key, lambda: nothing(bench, empty))


def nothing(bench: Bench, submission: Submission) -> Proof:
    """What was not handed in is missing, which is something else than wrong."""
    report = bench.grade(bench.plan, submission)
    others = [f"{row.id} is {row.status.value}" for row in report.criteria if row.status is not Status.MISSING]
    said = f"of a hand-in without files, {', '.join(others)}, not missing; this is ours to mend" if others else ""
    return Proof("starter", "nothing", not others, said)


def _starter(bench: Bench, submission: Submission) -> Proof:
    report = bench.grade(bench.plan, submission)
    earning = [f"{row.id} ({row.score})" for row in report.criteria if row.score]
    if earning:
        return Proof("starter", "untouched", False, f"the untouched starter earns points for {', '.join(earning)}")
    return Proof("starter", "untouched", True, f"earns 0 of {float(report.points):g}")
