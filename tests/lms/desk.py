"""A teacher's desk for tests: a small course, commands typed in it, and marks without a sandbox."""

import contextlib
import io
import os
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from grader import intake, spec
from grader.errors import GraderError
from grader.group import group
from grader.model import Status
from grader.reports import json as document
from tests import courses
from tests.reports import sample


@dataclass
class Said:
    """What a command said, and its exit status."""

    status: int
    out: str

    def __contains__(self, text):
        return text in " ".join(self.out.split())


def lay(root: Path, head: str = "") -> Path:
    """The tiny course of four points, with lines of its own after the seed; submissions come from the site."""
    courses.lay(root, courses.SPEC.replace("seed: 7\n", f"seed: 7\n{head}"))
    (root / "submissions" / "tiny").rmdir()
    return root


def typed(course: Path, *words: object) -> Said:
    """A command typed in the course, in this process; errors of ours end as they do on the command line."""
    out = io.StringIO()
    before = Path.cwd()
    os.chdir(course)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            try:
                status = group.main([str(word) for word in words], standalone_mode=False)
            except GraderError as error:
                print(error)
                status = 2
    finally:
        os.chdir(before)
    return Said(status or 0, out.getvalue())


def mark(course: Path, submission: str, score, status: Status | None = None, **more) -> None:
    """A finished report on what lies in submissions/tiny/, as grading would have left it."""
    assignment = spec.load(course / "assignments" / "tiny")
    arrivals = {one.id: one for one in intake.find([course / "submissions" / "tiny"])}
    credit = Fraction(score) / 4
    status = status or (Status.PASSED if credit == 1 else Status.PARTIAL)
    finding = more.pop("finding", "" if credit == 1 else "the values are off")
    report = sample.report(
        sample.question(sample.criterion("double", credit=credit, status=status, finding=finding, **more)),
        submission=submission,
        status=status,
        files=dict(intake.open_arrival(arrivals[submission]).digests),
    )
    report = replace(report, assignment="tiny", title=assignment.title, digest=assignment.digest)
    document.write(report, course / "reports" / "tiny" / submission)


def hand_ins(course: Path) -> dict[str, list[str]]:
    """What lies in submissions/tiny/: name → paths of its files."""
    root = course / "submissions" / "tiny"
    return {
        entry.name: sorted(str(path.relative_to(entry)) for path in entry.rglob("*") if path.is_file())
        for entry in sorted(root.iterdir())
    }
