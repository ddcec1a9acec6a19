"""What happens to one submission in Gradescope's container: read the tree, grade, and leave a results.json.

ROOT/submission/                 the student's files
ROOT/submission_metadata.json    who, when, what is due when
ROOT/source/                     what was uploaded: closed to student code before it runs
ROOT/results/results.json        first says that grading began, then the mark as soon as it stands
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field, replace
from datetime import UTC
from fractions import Fraction
from pathlib import Path

import click

from grader import late, places
from grader.deadlines import Deadlines
from grader.errors import GraderError
from grader.late import Deadline
from grader.lms import _commands, _grading
from grader.lms._closing import close
from grader.lms._grading import Graded, HandIn, Walls
from grader.lms.gradescope import metadata, results
from grader.lms.gradescope.metadata import Metadata
from grader.model import Assignment, Report, Visibility
from grader.reports._numbers import decimal
from grader.roster import Handed, Roster

FAILED = "The autograder failed while it looked at your work. Your instructor has to look into it."
NOT_HELD = "Your code was not run: this autograder has no safe place for it. Your instructor has to look into it."
NOTHING = "No files arrived here. Hand in again; if it happens again, tell your instructor."


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was decided when the zip was built."""

    walls: Walls = field(default_factory=Walls)
    hidden: Visibility = Visibility.HIDDEN


@dataclass(frozen=True, slots=True)
class Tree:
    """The folder that Gradescope calls /autograder."""

    root: Path

    @property
    def submission(self) -> Path:
        return self.root / "submission"

    @property
    def metadata(self) -> Path:
        return self.root / "submission_metadata.json"

    @property
    def results(self) -> Path:
        return self.root / "results" / "results.json"

    @property
    def secrets(self) -> tuple[Path, ...]:
        return self.root / "source", self.metadata, self.results.parent


def run(assignment: str, root: Path, choice: Choice) -> int:
    """Grade what lies in the tree; the exit status is that of every command, and results.json is there in any case."""
    tree = Tree(root)
    results.write(results.started(), tree.results)
    known = metadata.read(tree.metadata)
    for problem in (*known.problems, *close(tree.secrets)):
        click.echo(f"note: {problem}", err=True)
    try:
        if not _arrived(tree.submission):
            return _not_run(tree, known, NOTHING, "the submission folder is empty or missing")
        done = _graded(assignment, tree, known, choice)
    except _grading.NotHeldError as error:
        return _not_run(tree, known, NOT_HELD, str(error))
    except GraderError as error:
        return _not_run(tree, known, FAILED, str(error))
    except Exception:  # noqa: BLE001 -- a container that dies without a word would be read as a zero
        return _not_run(tree, known, FAILED, traceback.format_exc())
    if done.broken:
        return _not_run(tree, known, FAILED, done.broken)
    results.write(results.graded(done.report, choice.hidden), tree.results)
    _commands.tell(done)
    return _commands.status(done)


def _arrived(submission: Path) -> bool:
    return submission.is_dir() and any(submission.iterdir())


def _graded(assignment: str, tree: Tree, known: Metadata, choice: Choice) -> Graded:
    plan = _grading.prepare(places.locate(assignment, Path.cwd()))
    _compare_points(plan.assignment, known.points)
    people = tuple(user.email or user.id for user in known.users)
    hand_in = HandIn(path=tree.submission, id=f"submission_{known.id}" if known.id else "submission", submitters=people)
    deadline = _deadline(plan.assignment, known, hand_in)
    if plan.assignment.late is not None and deadline is None:
        click.echo("note: lateness was not looked at, since the metadata do not say when this came", err=True)

    def counted(report: Report) -> Report:
        return late.lay_over(report, plan.assignment.late, deadline)

    def settled(report: Report) -> None:
        results.write(results.graded(counted(report), choice.hidden), tree.results)

    done = _grading.grade(plan, hand_in, choice.walls, settled)
    return replace(done, report=counted(done.report))


def _deadline(assignment: Assignment, known: Metadata, hand_in: HandIn) -> Deadline | None:
    """When this hand-in was due and came, by the rules for a whole class: the later of two due times counts."""
    handed = Handed(submission=hand_in.id, people=(), submitted_at=known.created_at, due=known.due)
    one = Roster(assignment=assignment.id, system="gradescope", handed=(handed,))
    found = Deadlines(due=assignment.due, people=one).of(hand_in.id)
    if found is None:
        return None
    theirs = assignment.due is None or found.due.astimezone(UTC) > assignment.due.astimezone(UTC)
    return replace(found, extended=known.extended and theirs)  # a later date of everybody's is no extension


def _compare_points(assignment: Assignment, points: Fraction | None) -> None:
    if points is not None and points != assignment.points:
        click.echo(
            f"note: Gradescope counts {decimal(points)} points for this assignment, and its criteria are worth "
            f"{decimal(assignment.points)}; set the autograder points there to {decimal(assignment.points)}",
            err=True,
        )


def _not_run(tree: Tree, known: Metadata, said: str, detail: str) -> int:
    """Leave a document without a mark, and the reason in the log that only staff see."""
    results.write(results.not_run(said, known.previous), tree.results)
    click.echo(f"not graded: {detail.strip()}", err=True)
    return _commands.FAILED
