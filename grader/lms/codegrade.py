"""CodeGrade: a message per line, in ASCII, for AutoTest v2; or one number for a "capture points" step of AutoTest v1.

AutoTest v2 takes the messages from the standard input of its own program `cg truncate`; elsewhere they go to stdout.
The share of the points that counts is the one of the last message, so it is sent only where there is a mark: a run that
fails through us ends with a status that is not 0, and sends none.
"""

from __future__ import annotations

import json
import os
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from grader.errors import RequestError
from grader.lms import _commands, _feedback, _results
from grader.lms._grading import Walls
from grader.lms._results import Row
from grader.model import Report, Status, Visibility
from grader.reports._numbers import decimal
from grader.reports._text import one_line

STATUSES = {
    Status.PASSED: "success",
    Status.PARTIAL: "failure",
    Status.FAILED: "failure",
    Status.MISSING: "failure",
    Status.UNDECIDED: "skipped",
}
CAP = 4_000  # bytes of one text


@click.group()
def command() -> None:
    """Grade in a CodeGrade AutoTest.

    \b
    cd "$FIXTURES/course" && grader lms codegrade run weight-decay "$STUDENT"
    """


@command.command()
@_commands.assignment
@_commands.hand_in
@_commands.walls
@_commands.hidden(Visibility.VISIBLE)
@click.option("--capture-points", is_flag=True, help="For AutoTest v1: print what the student reads, then one number.")
def run(assignment: str, hand_in: Path, walls: Walls, hidden: Visibility, capture_points: bool) -> int:
    """Grade HAND_IN for ASSIGNMENT and send CodeGrade the tests and the share of the points.

    Exit status: 0 graded; 1 everything waits for a person, and no mark is sent; 2 the request is wrong; 3 the grader
    failed, and no mark is sent.
    """
    done = _commands.graded(assignment, hand_in, walls)
    if done.broken:
        click.echo("The autograder failed. No mark was lost; your instructor has to look into it.", err=True)
        return _commands.FAILED
    share = points(done.report)
    if capture_points:
        click.echo(_feedback.text(done.report, hidden))
        if share is not None:
            click.echo(f"points: {decimal(share, 6)}")
    else:
        send("".join(messages(done.report, hidden)))
    return _commands.WAITS if share is None else 0


def messages(report: Report, hidden: Visibility) -> list[str]:
    """The lines: a suite per question with a test per criterion, and the share of the points."""
    rows = _results.rows(report, hidden)
    lines = []
    for question in report.questions:
        cases = [_case(row) for row in rows if row.question == one_line(question.id)]
        suite = {"id": question.id, "name": one_line(question.title) or question.id, "testCases": cases}
        lines.append(_line({"tag": "unit-test", "results": [suite]}))
    share = points(report)
    if share is not None:
        lines.append(_line({"tag": "points", "points": str(share)}))
    return lines


def points(report: Report) -> Fraction | None:
    """The share of the points that is decided; None where nothing is."""
    if all(row.status is Status.UNDECIDED for row in report.criteria) or not report.points:
        return None
    return min(Fraction(1), max(Fraction(0), report.score / report.points))


def send(text: str) -> None:
    """Hand the messages to CodeGrade where we are inside of it, and print them where we are not."""
    if os.environ.get("CG_ATV2") != "true":
        click.echo(text, nl=False)
        return
    try:
        done = subprocess.run(["cg", "truncate"], input=text.encode("ascii"), check=False)  # noqa: S607 -- theirs
    except OSError as error:
        raise RequestError(
            f"CG_ATV2 says that this is AutoTest v2, but `cg` cannot be run ({error.strerror})"
        ) from None
    if done.returncode:
        raise RequestError(f"`cg truncate` ended with status {done.returncode}; CodeGrade has not taken the results")


def _case(row: Row) -> dict[str, Any]:
    score = "waits for a person" if row.score is None else f"{decimal(row.score)} of {decimal(row.points)} points"
    return {
        "name": row.name,
        "status": STATUSES[row.status],
        "description": score,
        "weight": str(row.points),
        "reason": "" if row.silent else _results.capped(row.said.plain, CAP),
    }


def _line(message: dict[str, Any]) -> str:
    return json.dumps(message, ensure_ascii=True, allow_nan=False, separators=(",", ":")) + "\n"
