"""`grader regrade`: who would move, and why, before it counts."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import click

from grader import deadlines, history, pipeline, places, versions
from grader.errors import RequestError
from grader.progress import watching
from grader.regrade import applying, files, past, people, showing, whole
from grader.regrade.applying import Begun
from grader.regrade.deciding import Rules
from grader.regrade.desk import Options
from grader.regrade.showing import Diff


@click.command(epilog="A hand-in is named by its id, in which * stands for anything, or by the path of its files.")
@click.argument("assignment")
@click.argument("submissions", nargs=-1)
@click.option("--apply", is_flag=True, help="Write it: reports, gradebook.csv, items.csv, class.html, history.jsonl.")
@click.option("--because", default="", metavar="TEXT", help="The reason, for the history.")
@click.option(
    "--diff",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write who moves to this file: .html, .csv or .json.",
)
@click.option("--history", "whose", metavar="ID", help="Only print the marks that this hand-in ever had.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Where the reports are, if not reports/NAME."
)
@click.option("--no-run", is_flag=True, help="Run nothing; what was not seen waits for a person.")
@click.option("--partly", is_flag=True, help="Where code must run, put only the criteria with something new to it.")
@click.option("--fresh", is_flag=True, help="Run everything again, also what has not changed.")
@click.option(
    "--smallest/--no-smallest",
    default=True,
    show_default=True,
    help="With --apply: shrink visible cases that went wrong, where that was not done yet.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=os.cpu_count() or 1,
    show_default="one per core",
    help="Hand-ins run side by side.",
)
@click.option("--engine", default="local", show_default=True, help="Where code runs, as in `grader grade`.")
@click.option(
    "--isolation",
    type=click.Choice(["isolated", "confined", "limited", "none"]),
    help="Refuse to run with less than this level.",
)
@click.option("--trust", is_flag=True, help="I trust these files: run them even where nothing holds them back.")
@click.option("--each", is_flag=True, help="Every loose file in a folder is a hand-in of its own.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
@click.option("--quiet", is_flag=True, help="No progress.")
def command(
    assignment: str,
    submissions: tuple[str, ...],
    apply: bool,
    because: str,
    diff: Path | None,
    whose: str | None,
    out: Path | None,
    no_run: bool,
    partly: bool,
    fresh: bool,
    smallest: bool,
    jobs: int,
    engine: str,
    isolation: str | None,
    trust: bool,
    each: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Judge the hand-ins of ASSIGNMENT by the assignment as it is now, and say who moves and why.

    \b
    grader regrade NAME                          who would move; writes nothing
    grader regrade NAME --apply --because TEXT   the same, and writes it
    grader regrade NAME ada 'b*'                 only these hand-ins
    grader regrade NAME --history ada            every mark that ada ever had

    What was seen when the hand-ins ran is kept, so code runs again only where what is asked of it, its files or the
    versions changed, and the output says where. Marks by hand stay; where one no longer fits, it is named.
    """
    place = places.locate(assignment, Path.cwd())
    reports = out or place.reports
    if whose is not None:
        return _history(reports, whose, as_json)
    if diff is not None:
        files.check(diff)
    if because and not apply:
        raise RequestError(
            "--because is written into the history, and only --apply writes; add --apply, or leave it out"
        )
    plan = pipeline.prepare(place.spec, place.root)
    plan = replace(plan, deadlines=deadlines.of_place(place, plan.assignment))
    everybody = people.find(place, reports, submissions, each)
    unfinished = applying.begun(reports)
    options = Options(
        rules=Rules(out=reports, marks=place.marks, isolation=isolation, fresh=fresh, partly=partly),
        jobs=min(jobs, len(everybody)),
        engine=engine,
        trusted=trust,
        run=not no_run,
        smallest=smallest,
        before=applying.standing_then(reports, unfinished) if unfinished else None,
    )
    note = None
    if apply:
        note = history.Note(
            command="regrade",
            version=versions.name(plan),
            reference=plan.reference,
            because=because or (unfinished.because if unfinished else ""),
        )
    with watching(len(everybody), place.name, quiet or as_json) as watcher:
        if note is None:
            found = whole.look(plan, everybody, options, watcher.finished)
        else:
            found = replace(whole.apply(plan, everybody, options, watcher.finished, note), because=note.because)
    if diff is not None:
        files.write(found, diff)
    if as_json:
        about = {"reports": str(reports), "applied": apply, "unfinished": unfinished is not None}
        click.echo(json.dumps(files.document(found, about), indent=2))
    else:
        _tell(found, apply, unfinished, reports)
        _left(len(whole.left_behind(plan, reports, everybody)) if apply else 0, place.name)
    return 1 if found.waiting or found.conflicts else 0


def _tell(found: Diff, applied: bool, unfinished: Begun | None, reports: Path) -> None:
    from rich.console import Console

    showing.render(found, Console(file=sys.stdout))
    click.echo("")
    if unfinished is not None:
        begun = f"A regrade that {unfinished.by} began on {unfinished.when} was not finished"
        then = "it is now, and counted from the marks before it" if applied else "--apply goes on with it"
        click.echo(f"{begun}; {then}.")
    if applied:
        click.echo(f"Written to {reports}/, and every new mark to history.jsonl there.")
    elif found.tally.how.keys() <= {"unchanged"} and unfinished is None:
        click.echo("Nothing has changed since these hand-ins were graded.")
    else:
        click.echo("Nothing was written. To write it: the same command with --apply --because 'your reason'")


def _left(number: int, name: str) -> None:
    if number:
        click.echo(
            f"{number} other hand-ins stand under an older version and are left out of the gradebook until they are "
            f"regraded, too: `grader regrade {name} --apply`"
        )


def _history(reports: Path, whose: str, as_json: bool) -> int:
    found = history.of(reports / history.FILE, whose)
    if not found:
        raise RequestError(past.unknown(reports / history.FILE, whose))
    click.echo(json.dumps(found, indent=2) if as_json else "\n".join(past.lines(found)))
    return 0
