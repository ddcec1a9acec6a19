"""Submitty: a custom validator per test case, which gives a share of its points.

Submitty runs the validator in a work folder where custom_validator_input.json says how the test case's files are
named, and reads validation_results.json. `status: failure` there means that the validator failed, not the student: it
is what a failure of ours says, and what waits for a person as a whole.
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from grader import places, spec
from grader.errors import GraderError, RequestError
from grader.intake import folders
from grader.lms import _commands, _results
from grader.lms._grading import Walls
from grader.lms._results import Row
from grader.model import Assignment, Report, Status, Visibility
from grader.reports._files import write_bytes_atomically
from grader.reports._numbers import decimal, number
from grader.reports._text import one_line

INPUT, RESULTS = "custom_validator_input.json", "validation_results.json"
STATUSES = {
    Status.PASSED: "success",
    Status.PARTIAL: "warning",
    Status.FAILED: "failure",
    Status.MISSING: "failure",
    Status.UNDECIDED: "information",
}
FAILED = "the grader failed, and no mark was lost; the log says why"
WAITS = "every answer waits for a person; no mark was lost"
CAP = 4_000  # bytes of one message


@click.group()
def command() -> None:
    """Grade as a custom validator of Submitty.

    \b
    grader lms submitty config weight-decay                  the config.json, a test case per question
    grader lms submitty run weight-decay --question update   what it makes Submitty call
    """


@command.command()
@_commands.assignment
@click.option("--question", help="Judge this question alone; without it, all of them.")
@click.option(
    "--course",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("course"),
    show_default=True,
    help="Your course, as it lies in custom_validation_code/.",
)
@_commands.walls
@_commands.hidden(Visibility.VISIBLE)
def run(assignment: str, question: str | None, course: Path, walls: Walls, hidden: Visibility) -> int:
    """Grade the files of this test case, and write validation_results.json into the work folder.

    The file is written in any case. Exit status: 0 graded; 1 everything waits for a person; 3 the grader failed.
    """
    here = Path.cwd()
    try:
        folder = _files(here)
        done = _commands.graded(str(places.locate(assignment, course).spec), folder, walls)
        if done.broken:
            document, status = failure(done.broken), _commands.FAILED
        else:
            document, status = results(done.report, question, hidden), _commands.status(done)
    except GraderError as error:
        document, status = failure(str(error)), _commands.FAILED
    except Exception:  # noqa: BLE001 -- a validator that dies without a word leaves nothing to read
        document, status = failure(traceback.format_exc()), _commands.FAILED
    data = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1).encode("utf-8", "replace")
    write_bytes_atomically(here / RESULTS, data + b"\n")
    return status


@command.command()
@_commands.assignment
@_commands.hidden(Visibility.VISIBLE)
@click.option("--file", "files", multiple=True, default=("solution.py",), show_default=True, help="What is handed in.")
def config(assignment: str, hidden: Visibility, files: tuple[str, ...]) -> int:
    """Print a config.json for ASSIGNMENT with a test case per question, worth the question's points."""
    told = spec.load(places.locate(assignment, Path.cwd()).spec)
    cases = [_case(told, question.id, hidden, files) for question in told.questions]
    broken = [one["title"] for one in cases if not isinstance(one["points"], int)]
    if broken:
        click.echo(f"note: Submitty counts in whole points; round those of {', '.join(broken)}", err=True)
    click.echo(json.dumps({"testcases": cases}, indent=2, ensure_ascii=False))
    return 0


def results(report: Report, question: str | None, hidden: Visibility) -> dict[str, Any]:
    """The document about a report, or about one of its questions."""
    rows = [row for row in _results.rows(report, hidden) if question in (None, row.question)]
    if not rows:
        known = ", ".join(one.id for one in report.questions)
        raise RequestError(f"{report.assignment} has no question {question!r}; there are {known}")
    most = sum((row.points for row in rows), Fraction(0))
    if all(row.score is None for row in rows) or not most:
        return {"status": "failure", "message": WAITS}
    share = sum((row.score for row in rows if row.score is not None), Fraction(0)) / most
    data: dict[str, Any] = {"score": float(share), "message": [_message(row) for row in rows]}
    if len(rows) == 1:
        data |= _message(rows[0])  # with one message only, its status stands beside the score
    return {"status": "success", "data": data}


def failure(detail: str) -> dict[str, Any]:
    """The document of a run that gave no mark; the detail goes into the log, which students do not read."""
    click.echo(f"not graded: {detail.strip()}", err=True)
    return {"status": "failure", "message": FAILED}


def _message(row: Row) -> dict[str, str]:
    return {"message": _said(row), "status": STATUSES[row.status]}


def _said(row: Row) -> str:
    score = "–" if row.score is None else decimal(row.score)
    head = f"{row.name}: {score} of {decimal(row.points)}"
    return head if row.silent else _results.capped(f"{head}\n{row.said.plain}", CAP)


def _files(here: Path) -> Path:
    """The folder of this test case's files, by the prefix that Submitty says."""
    try:
        document = json.loads(folders.read(here / INPUT, 2**20))
        prefix = document["testcase_prefix"]
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise RequestError(f"{INPUT} in {here} cannot be read ({error}); Submitty lays it there") from None
    folder = (here / str(prefix)).resolve()
    if not folder.is_relative_to(here.resolve()) or not folder.is_dir():
        raise RequestError(f"{INPUT}: `testcase_prefix` is {prefix!r}, expected a folder in {here}")
    return folder


def _case(told: Assignment, question: str, hidden: Visibility, files: Sequence[str]) -> dict[str, Any]:
    rows = next(one.criteria for one in told.questions if one.id == question)
    title = next(one.title for one in told.questions if one.id == question)
    moments = [_results.moment(part.visibility, hidden) for row in rows for part in row.parts]
    return {
        "title": one_line(title) or question,
        "type": "FileCheck",
        "points": number(sum((row.points for row in rows), Fraction(0))),
        "hidden": any(one is not Visibility.VISIBLE for one in moments),
        "actual_file": list(files),
        "validation": [
            {
                "method": "custom_validator",
                "command": f"grader lms submitty run {told.id} --question {question} --hidden {hidden.value}",
                "actual_file": files[0],
                "description": one_line(title) or question,
            }
        ],
    }
