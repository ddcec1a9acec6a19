"""`grader grade`: a batch of hand-ins into reports/NAME/."""

from __future__ import annotations

import fnmatch
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from grader import batch, classroom, deadlines, history, intake, pipeline, places, versions
from grader.errors import RequestError
from grader.model import Status
from grader.progress import watching
from grader.reports import terminal
from grader.warming import wanted


@dataclass(frozen=True, slots=True)
class Choice:
    """Which hand-ins are meant."""

    paths: tuple[Path, ...]
    only: tuple[str, ...]
    each: bool


@click.command(epilog="A path is one hand-in (a file, a zip, a folder with files in it) or a folder of hand-ins.")
@click.argument("assignment")
@click.argument("submissions", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write here instead of reports/NAME.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=os.cpu_count() or 1,
    show_default="one per core",
    help="Hand-ins graded side by side.",
)
@click.option(
    "--engine",
    default="local",
    show_default=True,
    help="Where code runs: local, slurm, dask://HOST:PORT, tls://HOST:PORT.",
)
@click.option(
    "--isolation",
    type=click.Choice(["isolated", "confined", "limited", "none"]),
    help="Refuse to run with less than this level.",
)
@click.option("--trust", is_flag=True, help="I trust these files: run them even where nothing holds them back.")
@click.option("--only", multiple=True, metavar="ID", help="Grade only hand-ins whose id fits; * stands for anything.")
@click.option("--each", is_flag=True, help="Every loose file in a folder is a hand-in of its own.")
@click.option("--fresh", is_flag=True, help="Run everything again, also what has not changed.")
@click.option(
    "--smallest/--no-smallest",
    default=True,
    show_default=True,
    help="Shrink visible cases that went wrong, and show the smallest.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout instead of the table.")
@click.option("--quiet", is_flag=True, help="No progress.")
def command(
    assignment: str,
    submissions: tuple[Path, ...],
    out: Path | None,
    jobs: int,
    engine: str,
    isolation: str | None,
    trust: bool,
    only: tuple[str, ...],
    each: bool,
    fresh: bool,
    smallest: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Grade hand-ins of ASSIGNMENT: its name in assignments/, or a path.

    \b
    grader grade weight-decay                     everything in submissions/weight-decay/
    grader grade weight-decay hand-ins/ada.zip    one hand-in
    grader grade weight-decay --only 'a*'         hand-ins whose id begins with a

    Reports go to reports/NAME/, a folder per hand-in, with gradebook.csv, items.csv and class.html beside them.
    A run that was stopped goes on where it was; unchanged hand-ins are not run again.
    """
    place = places.locate(assignment, Path.cwd())
    plan = pipeline.prepare(place.spec, place.root)
    plan = replace(plan, deadlines=deadlines.of_place(place, plan.assignment))
    arrivals, others = _arrivals(place, Choice(submissions, only, each))
    options = batch.Options(
        out=out or place.reports,
        marks=place.marks,
        jobs=min(jobs, max(1, len(arrivals))),
        engine=engine,
        isolation=isolation,
        trusted=trust,
        fresh=fresh,
        smallest=smallest,
        warm=wanted(arrival.path for arrival in arrivals),
        ledger=history.Ledger(
            out or place.reports,
            history.Note(command="grade", version=versions.name(plan), reference=plan.reference),
        ),
    )
    _open(options.out)
    began = time.monotonic()
    rows = []
    with watching(len(arrivals), place.name, quiet or as_json) as watcher:
        for row in batch.run(plan, arrivals, options, watcher.started):
            rows.append(row)
            watcher.finished(row)
    about = {"assignment": place.name, "jobs": options.jobs, "seconds": round(time.monotonic() - began, 3)}
    kept = classroom.standing(options.out, plan.assignment.digest)
    classroom.write(rows, options.out, about, kept if others is None else kept & others)
    if others is not None and not only:
        (options.out / classroom.UNFINISHED).unlink(missing_ok=True)
    _tell(rows, options.out, about, as_json)
    _tell_of_times(plan, [row.id for row in rows])
    return 1 if any(row.line.status is Status.UNDECIDED for row in rows) else 0


def _open(out: Path) -> None:
    """Find out that reports cannot be written before anything runs."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise RequestError(
            f"reports cannot be written to {out} ({error.strerror}); name another folder with --out"
        ) from error


def _arrivals(place: places.Place, choice: Choice) -> tuple[tuple[intake.Arrival, ...], frozenset[str] | None]:
    """The hand-ins to grade, and which others stay in the gradebook; None stands for all that are there.

    A folder of hand-ins is the class. Of hand-ins named one by one nobody knows who else belongs to it.
    """
    paths = choice.paths or (place.submissions,)
    if not choice.paths and not place.submissions.is_dir():
        raise RequestError(
            f"there is no folder {place.submissions}; put the hand-ins there, a folder, file or zip each, or name paths"
        )
    found = intake.find(paths, each=choice.each)
    chosen = tuple(one for one in found if not choice.only or any(fnmatch.fnmatchcase(one.id, p) for p in choice.only))
    if not chosen:
        what = f"no hand-in fits --only {' '.join(choice.only)}" if found else "no hand-in was found"
        raise RequestError(f"{what} in {', '.join(map(str, paths))}; there are {len(found)}")
    if [one.path for one in found] == [place.submissions]:
        click.echo(
            f"note: {place.submissions} itself is graded as one hand-in, because files lie loose in it; "
            "if it holds a folder for each student, move the loose files away, or use --each",
            err=True,
        )
    single = bool(choice.paths) and {one.path for one in found} <= set(choice.paths)
    return chosen, None if single else frozenset(one.id for one in found)


def _tell(rows: Sequence[batch.Row], out: Path, about: dict[str, Any], as_json: bool) -> None:
    rows = sorted(rows, key=lambda row: row.id)
    levels = sorted({row.isolation for row in rows if row.isolation})
    if as_json:
        document = {
            **about,
            "reports": str(out),
            "isolation": levels,
            "submissions": [
                {
                    "id": row.id,
                    "status": row.line.status.value,
                    "score": None if row.line.status is Status.UNDECIDED else float(row.line.score),
                    "points": float(row.line.points),
                    "how": row.how,
                }
                for row in rows
            ],
        }
        click.echo(json.dumps(document, indent=2))
        return
    from rich.console import Console

    terminal.summary((row.line for row in rows), Console(file=sys.stdout), title=about["assignment"])
    kept = sum(row.how == "kept" for row in rows)
    again = f", {kept} of them unchanged since the last run" if kept else ""
    click.echo(f"{len(rows)} graded in {about['seconds']:.1f} s{again}; {_ran(levels)}.")
    click.echo(f"Reports: {out}/ (a folder per hand-in, gradebook.csv, items.csv, class.html)")


def _tell_of_times(plan: pipeline.Plan, submissions: Sequence[str]) -> None:
    """Whom nobody could judge for lateness, where lateness costs something, and whose extensions count for nobody."""
    for sentence in plan.deadlines.waiting:
        click.echo(f"note: {sentence}", err=True)
    unknown = plan.deadlines.unknown(submissions) if plan.assignment.late else []
    if not unknown:
        return
    named = ", ".join(unknown[:5]) + (f" and {len(unknown) - 5} more" if len(unknown) > 5 else "")
    click.echo(
        f"note: nobody knows when {len(unknown)} of {len(submissions)} hand-ins came, and lateness costs them nothing: "
        f"{named}; times stand in rosters/{plan.assignment.id}.json, which `grader lms SYSTEM intake` writes",
        err=True,
    )


def _ran(levels: Sequence[str]) -> str:
    return f"student code ran at level {', '.join(levels)}" if levels else "no student code ran"
