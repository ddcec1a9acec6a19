"""`grader release`: the package that students get."""

from __future__ import annotations

from pathlib import Path

import click

from grader import places, spec
from grader.oracle import Oracle
from grader.release import release


@click.command()
@click.argument("assignment")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write here instead of release/NAME.")
def command(assignment: str, out: Path | None) -> int:
    """Write the student package of ASSIGNMENT into release/NAME/.

    It holds stubs to fill in, the visible cases with what they must give, and an answer sheet. It holds no reference
    code, no hidden case and no expected value of one, so that students can check themselves with `grader check`.
    """
    place = places.locate(assignment, Path.cwd())
    folder = out or place.root / "release" / place.name
    for path in release(spec.load(place.spec), Oracle(place.root), folder):
        click.echo(path)
    return 0
