"""Autolab: the last line of stdout is the mark, one number per problem; what stands above it, the student reads.

Before it reads that line, Autolab quotes every word in it that stands before a colon: a name such as `Q1: x` would
break it, so names are letters, digits, `_`, `-` and `.`. A problem that is left out keeps its score, so what waits for
a person is left out; and where the grader fails there is no such line at all, which Autolab reports as a failure.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Literal, TypeAlias

import click

from grader import places, spec
from grader.errors import RequestError
from grader.lms import _commands, _feedback, _results
from grader.lms._grading import Walls
from grader.model import Report, Status, Visibility
from grader.reports._numbers import number

By: TypeAlias = Literal["criterion", "question", "total"]
Worth: TypeAlias = tuple[str, Fraction]  # a problem's name and its points
NO_MARK = "No mark is given yet: all of it waits for a person."  # last, so that nothing a student wrote is
CAP = 2_000  # bytes of one hint
_OUTSIDE = re.compile(r"[^A-Za-z0-9_.-]+")
BY = click.option(
    "--by",
    type=click.Choice(["criterion", "question", "total"]),
    default="criterion",
    show_default=True,
    help="What is a problem in Autolab; the names must be those of the assessment.",
)


@click.group()
def command() -> None:
    """Grade in an Autolab autograder.

    \b
    grader lms autolab problems weight-decay         the problems to set up, with their points
    grader lms autolab run weight-decay handin.py    in autograde-Makefile: the last line is the mark
    """


@command.command()
@_commands.assignment
@_commands.hand_in
@_commands.walls
@_commands.hidden(Visibility.VISIBLE)
@BY
@click.option("--scoreboard", is_flag=True, help="Put the total onto the scoreboard.")
@click.option("--semantic", is_flag=True, help="Also print the line from which Autolab draws a table.")
def run(  # noqa: PLR0913, PLR0917 -- an option is an argument
    assignment: str, hand_in: Path, walls: Walls, hidden: Visibility, by: By, scoreboard: bool, semantic: bool
) -> int:
    """Grade HAND_IN for ASSIGNMENT; what the student reads, and as the last line what Autolab reads.

    Let nothing print after it. Exit status: 0 graded; 1 everything waits for a person, and no mark is given; 2 the
    request is wrong; 3 the grader failed, and no mark is given.
    """
    done = _commands.graded(assignment, hand_in, walls)
    if done.broken:
        click.echo("The autograder failed. No mark was lost; your instructor has to look into it.")
        return _commands.FAILED
    scores = _scores(done.report, by)
    sys.stderr.flush()  # Autolab reads both as one stream, and the mark has to be last
    click.echo(_feedback.text(done.report, hidden))
    if semantic:
        click.echo(table(done.report, hidden))
    if not scores:  # Autolab takes an empty set of scores for an error
        click.echo(NO_MARK)
        return _commands.WAITS
    click.echo(line(scores, done.report.score if scoreboard else None))
    return 0


@command.command()
@_commands.assignment
@BY
def problems(assignment: str, by: By) -> int:
    """Print the problems of ASSIGNMENT for the assessment's YAML file, under exactly the names that `run` gives."""
    told = spec.load(places.locate(assignment, Path.cwd()).spec)
    if by == "total":
        worth: list[Worth] = [("total", told.points)]
    elif by == "question":
        worth = [(one.id, sum((row.points for row in one.criteria), Fraction(0))) for one in told.questions]
    else:
        worth = [(row.id, row.points) for row in told.criteria]
    click.echo("problems:")
    for name, (_, points) in zip(names(name for name, _ in worth), worth, strict=True):
        click.echo(f'- {{name: "{name}", description: "", max_score: {float(number(points))}, optional: false}}')
    return 0


def names(ids: Iterable[str]) -> list[str]:
    """The ids as problems are called; RequestError where two become one.

    >>> names(["upd.l2", "Q1: x"])
    ['upd.l2', 'Q1_x']
    """
    known: dict[str, str] = {}
    for name in ids:
        plain = _OUTSIDE.sub("_", name).strip("_") or "problem"
        if plain in known:
            raise RequestError(f"{known[plain]!r} and {name!r} would both be the problem {plain!r}; rename one of them")
        known[plain] = name
    return list(known)


def line(scores: dict[str, float], total: Fraction | None) -> str:
    """The line that Autolab reads, on which no string holds a colon."""
    board = {} if total is None else {"scoreboard": [number(total)]}
    return json.dumps({"scores": scores, **board}, allow_nan=False, separators=(", ", ": "))


def table(report: Report, hidden: Visibility) -> str:
    """The line of a table: a stage per question, a row per criterion that is decided."""
    rows = [row for row in _results.rows(report, hidden) if row.score is not None]
    stages = dict(
        zip(dict.fromkeys(row.question for row in rows), names({row.question: 0 for row in rows}), strict=True)
    )
    drawn: dict[str, dict[str, dict[str, bool | str]]] = {stage: {} for stage in stages.values()}
    for row in rows:
        hint = "" if row.silent else _results.capped(row.said.plain, CAP)
        drawn[stages[row.question]][row.name] = {"passed": row.status is Status.PASSED, "hint": hint}
    return json.dumps({"_presentation": "semantic", "stages": list(stages.values()), **drawn}, allow_nan=False)


def _scores(report: Report, by: By) -> dict[str, float]:
    """The problems that are decided, with points that add up to the rounded sum."""
    if by == "total":
        decided = any(row.status is not Status.UNDECIDED for row in report.criteria)
        return {"total": number(report.score)} if decided else {}
    if by == "question":
        worth = [
            (one.id, None if any(row.status is Status.UNDECIDED for row in one.criteria) else one.score)
            for one in report.questions
        ]
    else:
        worth = [(row.id, None if row.status is Status.UNDECIDED else row.score) for row in report.criteria]
    called = names(name for name, _ in worth)
    known = {name: points for name, (_, points) in zip(called, worth, strict=True) if points is not None}
    return dict(zip(known, _results.spread(list(known.values())), strict=True))
