"""JUnit XML, which build servers and many systems read: one test case per part."""

from __future__ import annotations

from pathlib import Path

import click

from grader import kinds
from grader.lms import _commands
from grader.lms._grading import Walls


@click.group()
def command() -> None:
    """JUnit XML for build servers and for systems that read it.

    \b
    grader lms junit run weight-decay hand-in/ --out junit.xml
    """


@command.command()
@_commands.assignment
@_commands.hand_in
@_commands.walls
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write here instead of to stdout.")
def run(assignment: str, hand_in: Path, walls: Walls, out: Path | None) -> int:
    """Grade HAND_IN (a folder, a file or an archive) for ASSIGNMENT and write JUnit XML.

    A part that waits for a person is skipped. If the grader itself fails, no test case passes: each is an error.
    Exit status: 0 graded; 1 a mark waits for a person; 2 the request is wrong; 3 the grader failed.
    """
    graded = _commands.graded(assignment, hand_in, walls)
    _commands.deliver(kinds.find("reports", "junit").render(graded.report), out)
    return _commands.status(graded)
