"""What the commands of several systems share: their arguments, and how a `run` begins and ends.

stdout belongs to the system's format; everything said to people goes to stderr.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from grader import pipeline, places
from grader.errors import RequestError
from grader.lms import _grading
from grader.lms._grading import Graded, HandIn, Walls
from grader.model import Status, Visibility
from grader.reports._files import write_bytes_atomically
from grader.reports._numbers import decimal
from grader.reports._text import one_line
from grader.reports._words import ran

Command = TypeVar("Command", bound=Callable[..., Any])
GRADED, WAITS, FAILED = 0, 1, 3  # exit status, as of every command

assignment = click.argument("assignment")
hand_in = click.argument(
    "hand_in",
    type=click.Path(exists=True, path_type=Path),
    default=Path(),
    required=False,
)


def walls(function: Command) -> Command:
    """The two options that say how student code is held, given to the command as one argument `walls`."""

    @functools.wraps(function)
    def held(*arguments: Any, isolation: str | None, trust: bool, **others: Any) -> Any:
        return function(*arguments, walls=Walls(isolation=isolation, trusted=trust), **others)

    level = click.option(
        "--isolation",
        type=click.Choice(["isolated", "confined", "limited", "none"]),
        help="Refuse to run with less than this level.",
    )
    trust = click.option("--trust", is_flag=True, help="I trust these files: run them even where nothing holds them.")
    return cast("Command", level(trust(held)))


def hidden(default: Visibility) -> Callable[[Command], Command]:
    """The option that says when students see what the assignment hides; a system's usual answer is its default."""
    return click.option(
        "--hidden",
        type=click.Choice([one.value for one in Visibility]),
        default=default.value,
        show_default=True,
        callback=lambda _context, _option, value: Visibility(value),
        help="When students see how it went where the assignment says hidden, or says nothing.",
    )


def graded(assignment: str, hand_in: Path, held: Walls, *, edition: bool = False) -> Graded:
    """Grade one hand-in and say on stderr how it went; an `edition` for students may lie among their files."""
    place = places.locate(assignment, Path.cwd())
    path = hand_in.resolve()
    inside = place.spec.resolve().is_relative_to(path)
    if inside and not edition:
        raise RequestError(
            f"{place.spec} lies inside the hand-in {path}, where its author could change it; go to the course's folder "
            "and name the hand-in by its path"
        )
    plan = pipeline.prepare_visible(place.spec, None) if inside else _grading.prepare(place)
    done = _grading.grade(plan, HandIn(path=path, id=path.stem or "hand-in"), held)
    tell(done)
    return done


def tell(done: Graded) -> None:
    """One line for whoever reads the log."""
    report = done.report
    if done.broken:
        said = one_line(done.broken.strip().splitlines()[-1])
        click.echo(f"{report.assignment}: the grader failed, no mark was lost: {said}", err=True)
        return
    points = f"{decimal(report.score)} of {decimal(report.points)} points"
    waits = "; some of them wait for a person" if report.status is Status.UNDECIDED else ""
    click.echo(f"{report.assignment}: {points}{waits}; student code {ran(report.conditions)}", err=True)


def deliver(text: str, out: Path | None) -> None:
    """Write a document whole into a file, or to stdout."""
    if out is None:
        click.echo(text, nl=not text.endswith("\n"))
    else:
        write_bytes_atomically(out, text.encode("utf-8"))


def status(done: Graded) -> int:
    """The exit status of a run."""
    if done.broken:
        return FAILED
    return WAITS if done.report.status is Status.UNDECIDED else GRADED
