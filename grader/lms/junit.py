"""JUnit XML, which build servers and many systems read: one test case per part."""

from __future__ import annotations

from pathlib import Path

import click

from grader import kinds
from grader.lms import _commands, _results
from grader.lms._grading import Walls
from grader.model import Visibility


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
@_commands.hidden(Visibility.VISIBLE)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write here instead of to stdout.")
def run(assignment: str, hand_in: Path, walls: Walls, hidden: Visibility, out: Path | None) -> int:
    """Grade HAND_IN (a folder, a file or an archive) for ASSIGNMENT and write JUnit XML.

    A part that waits for a person is skipped; if the grader itself fails, what waits is an error and nothing passes.
    Exit status: 0 graded; 1 a mark waits for a person; 2 the request is wrong; 3 the grader failed.
    """
    graded = _commands.graded(assignment, hand_in, walls)
    report = _results.veiled(graded.report, hidden)
    failed = "the grader failed, and no mark was lost" if graded.broken else ""
    _commands.deliver(kinds.find("reports", "junit").render(report, failed), out)
    return _commands.status(graded)
