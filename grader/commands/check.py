"""`grader check`: a student's own check, with the same judges and only what they may see."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from grader import intake, kinds, pipeline, places, sandbox
from grader.errors import RequestError
from grader.model import Assignment, Report, Status
from grader.reports import terminal
from grader.warming import wanted

SHEETS = ("answers.md", "answers.yaml", "answers.yml")


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--assignment", help="The assignment's name or path; default: assignment.yaml in this folder.")
@click.option("--trust", is_flag=True, help="These files are my own: run them even where nothing holds them back.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON on stdout.")
@click.option(
    "--html", type=click.Path(file_okay=False, path_type=Path), help="Also write report.html into this folder."
)
def command(files: tuple[Path, ...], assignment: str | None, trust: bool, as_json: bool, html: Path | None) -> int:
    """Check your own FILES (default: everything in this folder) against the visible cases.

    \b
    grader check                     everything in this folder
    grader check solution.ipynb      one file

    Runs your code the way the real grading does and shows what came back and what was expected.
    Hidden cases are not part of it: passing here is necessary, not sufficient.
    """
    place = _place(assignment, Path.cwd())
    has_reference = (place.root / "reference").is_dir()
    plan = pipeline.prepare_visible(place.spec, place.root if has_reference else None)
    submission = intake.open_arrival(_arrival(files, Path.cwd()))
    with sandbox.open_box(warm=wanted(files or (Path.cwd(),)), trusted=trust) as box:
        report = pipeline.grade(plan, submission, box)
    if html is not None:
        kinds.find("reports", "html").write(report, html)
    if as_json:
        click.echo(kinds.find("reports", "json").render(report), nl=False)
    else:
        _tell(report, plan.assignment)
    return 0 if all(row.status is Status.PASSED for row in report.criteria) else 1


def _place(assignment: str | None, here: Path) -> places.Place:
    if assignment is None and not (here / places.SPEC).is_file():
        raise RequestError(
            f"there is no {places.SPEC} in {here}; go to the folder that you got from your teacher, "
            "or name the assignment with --assignment"
        )
    return places.locate(assignment or places.SPEC, here)


def _arrival(files: tuple[Path, ...], here: Path) -> intake.Arrival:
    if not files:
        return intake.Arrival(id=here.name or "my-work", path=here)
    if len(files) == 1:
        return intake.Arrival(id=files[0].stem, path=files[0])
    raise RequestError("name one file or folder, or go to the folder that holds all of your files")


def _tell(report: Report, assignment: Assignment) -> None:
    from rich.console import Console

    terminal.render(report, Console(file=sys.stdout), marks=False)
    passed = sum(row.status is Status.PASSED for row in report.criteria)
    click.echo(f"\n{passed} of {len(report.criteria)} criteria pass their visible cases.")
    whole = [row.id for row in assignment.criteria if not row.parts]
    if whole:
        click.echo(f"Nothing is visible of {', '.join(whole)}; they are looked at when you hand in.")
    parts = sum(row.withheld.parts for row in assignment.criteria)
    cases = sum(row.withheld.cases for row in assignment.criteria)
    if parts or cases:
        click.echo(
            f"{cases} hidden cases and {parts} hidden parts wait until you hand in; nothing here says how they go."
        )
