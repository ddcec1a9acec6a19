"""`grader mark`: free text, decided by a person."""

from __future__ import annotations

import getpass
from datetime import datetime
from pathlib import Path

import click

from grader import marking, places, spec
from grader.errors import RequestError


@click.command()
@click.argument("assignment")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Where the reports are, if not reports/NAME."
)
@click.option("--again", is_flag=True, help="Look also at answers that are marked already.")
@click.option("--by", help="Your name as it stands with the mark; default: your account's.")
@click.option("--list", "only_list", is_flag=True, help="Only say how many answers wait.")
def command(assignment: str, out: Path | None, again: bool, by: str | None, only_list: bool) -> int:
    """Walk through the free-text answers of ASSIGNMENT that wait for a person.

    \b
    grader grade NAME        first: it collects the answers
    grader mark NAME         then: key points by single keys, similar answers next to each other
    grader grade NAME        at last: it puts the marks into the reports and runs nothing again

    Names are not shown. Marks stand in marks/NAME/, are written after every answer, and survive every regrade.
    """
    place = places.locate(assignment, Path.cwd())
    reports = out or place.reports
    if not reports.is_dir():
        raise RequestError(f"there are no reports in {reports}; run `grader grade {place.name}` first")
    waiting = marking.collect(spec.load(place.spec), reports, place.marks, again)
    if only_list or not waiting:
        click.echo(f"{len(waiting)} answers wait for a person.")
        return 1 if waiting else 0
    sitting = marking.Sitting(
        waiting=waiting,
        folder=place.marks,
        by=by or getpass.getuser(),
        now=lambda: datetime.now().astimezone().isoformat(timespec="seconds"),
        key=click.getchar,
        line=lambda text: str(click.prompt(text, default="", prompt_suffix="", show_default=False)),
        say=click.echo,
    )
    marked = sitting.run()
    left = len(marking.collect(spec.load(place.spec), reports, place.marks))
    click.echo(
        f"\n{marked} answers marked, {left} wait. Run `grader grade {place.name}` to see the marks in the reports."
    )
    return 1 if left else 0
