"""Gradescope: builds the autograder, runs in its container, and reads the export of a class's submissions."""

from __future__ import annotations

from pathlib import Path

import click

from grader import places
from grader.lms import _commands
from grader.lms._grading import Walls
from grader.model import Visibility


@click.group()
def command() -> None:
    """Grade on Gradescope, or grade what was handed in there.

    \b
    grader lms gradescope build weight-decay             the autograder zip to upload
    grader lms gradescope intake weight-decay export.zip  a downloaded class into submissions/weight-decay/
    """


@command.command()
@_commands.assignment
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write here, not NAME-gradescope.zip.")
@_commands.hidden(Visibility.HIDDEN)
@click.option(
    "--wheels",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Take every package along from this folder, so that the image is built without a network.",
)
@click.option("--torch/--no-torch", default=None, help="Install PyTorch; otherwise where the assignment uses it.")
@_commands.walls
def build(
    assignment: str,
    out: Path | None,
    hidden: Visibility,
    wheels: Path | None,
    torch: bool | None,
    walls: Walls,
) -> int:
    """Build the autograder zip of ASSIGNMENT, to upload under Configure Autograder.

    It holds the assignment with its solutions, this grader, and nothing else of your course: no other assignment, no
    samples, no hand-ins. Student code never sees what is in it.
    """
    from grader.lms.gradescope import building
    from grader.lms.gradescope.running import Choice

    place = places.locate(assignment, Path.cwd())
    choice = Choice(walls=walls, hidden=hidden)
    order = building.Order(choice=choice, wheels=wheels, torch=torch)
    built = building.build(place, order, out or Path(f"{place.name}-gradescope.zip"))
    for line in building.told(built, order):
        click.echo(line)
    return 0


@command.command()
@_commands.assignment
@click.option(
    "--autograder-root",
    "root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("/autograder"),
    show_default=True,
    help="The folder that holds submission/ and submission_metadata.json.",
)
@_commands.hidden(Visibility.HIDDEN)
@_commands.walls
def run(assignment: str, root: Path, hidden: Visibility, walls: Walls) -> int:
    """Grade the submission that Gradescope laid out, and write results/results.json.

    Gradescope calls this through run_autograder. The file is there in any case: if the grader fails or student code
    cannot be held, it says so and gives no score, or the one of the submission before.
    Exit status: 0 graded; 1 a mark waits for a person; 3 nothing was graded.
    """
    from grader.lms.gradescope import running

    choice = running.Choice(walls=walls, hidden=hidden)
    return running.run(assignment, root, choice)


@command.command()
@_commands.assignment
@click.argument("export", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def intake(assignment: str, export: Path) -> int:
    """Unpack the zip of Export Submissions into submissions/NAME/, and note in rosters/NAME.json whose each hand-in is.

    A later export of the class replaces what was handed in anew and leaves the rest as it is. A group is one hand-in.
    Exit status: 0 everything was taken; 1 something was left out, and is named.
    """
    from grader.lms.gradescope import taking

    place = places.locate(assignment, Path.cwd())
    taken, people = taking.take(place, export)
    for note in taken.notes:
        click.echo(f"note: {note}", err=True)
    click.echo(taken.told(place.submissions, len(people.people)))
    click.echo(f"{place.roster}: whose they are and when they came; next: grader grade {place.name}")
    return 1 if taken.notes else 0


@command.command()
@click.argument("results", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--when",
    type=click.Choice(["now", "due", "published", "staff"]),
    default="now",
    show_default=True,
    help="At once, after the due date, after grades are published; or all that staff see.",
)
def preview(results: Path, when: str) -> int:
    """Print what a student sees of RESULTS, a results.json, at some moment."""
    from grader.lms.gradescope import previewing

    for line in previewing.lines(previewing.read(results), when):
        click.echo(line)
    return 0
