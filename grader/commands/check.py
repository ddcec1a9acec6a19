"""`grader check`: a student's own check, with the same judges and only what they may see."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader import intake, kinds, pipeline, places, sandbox, watch
from grader.errors import RequestError, SubmissionError
from grader.model import Assignment, Report, Status, Submission
from grader.reports import terminal
from grader.warming import wanted

if TYPE_CHECKING:
    from grader.sandbox.box import Box


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--assignment", help="The assignment's name or path; default: assignment.yaml in this folder.")
@click.option("--trust", is_flag=True, help="These files are my own: run them even where nothing holds them back.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON on stdout.")
@click.option(
    "--html", type=click.Path(file_okay=False, path_type=Path), help="Also write report.html into this folder."
)
@click.option("--watch", "watching", is_flag=True, help="Check again whenever a file changes, until Ctrl-C.")
def command(
    files: tuple[Path, ...], assignment: str | None, trust: bool, as_json: bool, html: Path | None, watching: bool
) -> int:
    """Check your own FILES (default: everything in this folder) against the visible cases.

    \b
    grader check                     everything in this folder
    grader check solution.ipynb      one file
    grader check --watch             again and again, while you work

    Runs your code the way the real grading does and shows what came back and what was expected.
    Hidden cases are not part of it: passing here is necessary, not sufficient.
    """
    place = _place(assignment, Path.cwd())
    has_reference = (place.root / "reference").is_dir()
    plan = pipeline.prepare_visible(place.spec, place.root if has_reference else None)
    if watching and as_json:
        raise RequestError("--watch prints one check after the other, and --json one document; choose one of them")
    work = files or (Path.cwd(),)
    with sandbox.open_box(warm=wanted(work), trusted=trust) as box:
        desk = _Desk(plan, box, files, html, as_json)
        if watching:
            return _watch(desk, work)
        return desk.check()


@dataclass(frozen=True, slots=True)
class _Desk:
    """A check that can be made again."""

    plan: pipeline.Plan
    box: Box
    files: tuple[Path, ...]
    html: Path | None
    as_json: bool

    def check(self) -> int:
        """Look at the files as they are now; the exit status that goes with it."""
        report = pipeline.grade(self.plan, _submission(self.files, Path.cwd()), self.box)
        if self.html is not None:
            kinds.find("reports", "html").write(report, self.html)
        if self.as_json:
            click.echo(kinds.find("reports", "json").render(report), nl=False)
        else:
            _tell(report, self.plan.assignment)
        return 0 if all(row.status is Status.PASSED for row in report.criteria) else 1


def _watch(desk: _Desk, work: tuple[Path, ...]) -> int:
    """Check after every change; stopping it is its ordinary end, and what was found last counts."""
    status = 1
    try:
        for _ in watch.changes(work, apart_from=desk.html):
            click.clear()
            try:
                status = desk.check()
            except SubmissionError as error:  # a file that is just being written
                click.echo(str(error), err=True)
            click.echo("\nWaiting for a change; Ctrl-C ends it.")
            sys.stdout.flush()
    except KeyboardInterrupt:
        click.echo()
    return status


def _place(assignment: str | None, here: Path) -> places.Place:
    if assignment is None and not (here / places.SPEC).is_file():
        raise RequestError(
            f"there is no {places.SPEC} in {here}; go to the folder that you got from your teacher, "
            "or name the assignment with --assignment"
        )
    return places.locate(assignment or places.SPEC, here)


def _submission(files: tuple[Path, ...], here: Path) -> Submission:
    """One file or folder as it is; several files as if they lay in one folder."""
    called = here.name or "my-work"
    if not files:
        return intake.open_arrival(intake.Arrival(id=called, path=here))
    if len(files) == 1:
        return intake.open_arrival(intake.Arrival(id=files[0].stem, path=files[0]))
    contents: dict[str, bytes] = {}
    digests: dict[str, str] = {}
    notes: list[str] = []
    for file in files:
        if file.is_dir():
            raise RequestError(f"{file} is a folder among other files; name one folder, or files alone")
        one = intake.open_arrival(intake.Arrival(id=called, path=file))
        _not_twice(contents, one.files)
        contents |= one.files
        digests |= one.digests
        notes += one.notes
    ordered = {name: contents[name] for name in sorted(contents)}
    return Submission(id=called, files=ordered, digests={name: digests[name] for name in ordered}, notes=tuple(notes))


def _not_twice(known: Mapping[str, bytes], more: Mapping[str, bytes]) -> None:
    for name in more:
        if name in known:
            raise RequestError(f"two files are called {name!r}; name one of them")


def _tell(report: Report, assignment: Assignment) -> None:
    from rich.console import Console

    terminal.render(report, Console(file=sys.stdout), marks=False)
    passed = sum(row.status is Status.PASSED for row in report.criteria)
    click.echo(f"\n{passed} of {len(report.criteria)} criteria pass their visible cases." if report.criteria else "")
    whole = [row.id for row in assignment.criteria if not row.parts]
    if whole:
        click.echo(f"Nothing is visible of {', '.join(whole)}; they are looked at when you hand in.")
    parts = sum(row.withheld.parts for row in assignment.criteria)
    cases = sum(row.withheld.cases for row in assignment.criteria)
    if parts or cases:
        click.echo(
            f"{cases} hidden cases and {parts} hidden parts wait until you hand in; nothing here says how they go."
        )
