"""`grader explain`: everything that a mark stands on."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from grader import deadlines, pipeline, sandbox
from grader.explain import documenting, gathering, meant, replaying, telling
from grader.explain.gathering import Explanation
from grader.explain.replaying import Replay
from grader.reports import html as pages
from grader.reports._files import write_bytes_atomically
from grader.warming import wanted


@click.command(epilog="SUBMISSION is NAME/ID, or an id that handed in only once, or a folder with a report.json in it.")
@click.argument("submission")
@click.argument("criterion", required=False)
@click.option("--assignment", metavar="NAME", help="Of which assignment, where SUBMISSION does not say it.")
@click.option("--replay", is_flag=True, help="Run the criterion again on the same files, and compare.")
@click.option(
    "--files",
    type=click.Path(exists=True, path_type=Path),
    help="With --replay: where the files are, if not in submissions/NAME/.",
)
@click.option("--trust", is_flag=True, help="I trust these files: run them even where nothing holds them back.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Also write it to this file as a page.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Where the reports are, if not reports/NAME."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
def command(
    submission: str,
    criterion: str | None,
    assignment: str | None,
    replay: bool,
    files: Path | None,
    trust: bool,
    html: Path | None,
    out: Path | None,
    as_json: bool,
) -> int:
    """Show what the mark of a CRITERION stands on: for the day it is questioned, and for staff only.

    \b
    grader explain NAME/ada upd.l2            the whole case for this mark
    grader explain NAME/ada                   which criteria there are
    grader explain NAME/ada upd.l2 --replay   and whether the code still does the same

    Inputs, what came back, what was expected and how near it was; the mistakes that were considered; who marked what by
    hand; every mark this one ever was; versions, seed and digests. It shows hidden cases: not for students.
    """
    found = meant.find(submission, Path.cwd(), assignment, out, criterion)
    document = found.document()
    rows = {row["id"]: row for row in meant.rows(document)}
    if criterion is None:
        return _list(found, rows)
    name = meant.criterion(criterion, list(rows), f"{found.place.name}/{found.submission}")
    plan = pipeline.prepare(found.place.spec, found.place.root)
    plan = replace(plan, deadlines=deadlines.of_place(found.place, plan.assignment))
    plan, note = gathering.as_given(found, document, plan)
    told = gathering.explain(found, name, rows[name], plan, note)
    again = _replay(plan, told, files, trust) if replay else None
    if html is not None:
        write_bytes_atomically(html, _page(told, again).encode())
    if as_json:
        click.echo(json.dumps(documenting.document(told, again), indent=2))
    else:
        from rich.console import Console

        telling.render(told, Console(file=sys.stdout), again)
        click.echo(f"\nTo see it again:\n  {told.replay}")  # in one line, to be copied
    return 0 if again is None or again.same else 1


def _list(found: meant.Meant, rows: Mapping[str, Mapping[str, Any]]) -> int:
    longest = max(map(len, rows), default=0)
    for name, row in rows.items():
        earned = "?" if row["status"] == "undecided" else f"{row['score']:g}"
        mistake = f" ({row['mistake']})" if row["mistake"] else ""
        click.echo(f"{name:<{longest}}  {earned} of {row['points']:g}  {row['status']}{mistake}")
    click.echo(f"\nName one: grader explain {found.place.name}/{found.submission} {next(iter(rows), 'CRITERION')}")
    return 0


def _replay(plan: pipeline.Plan, told: Explanation, files: Path | None, trust: bool) -> Replay:
    submission = replaying.files_of(told.meant, files)
    with sandbox.open_box(warm=wanted([files or told.meant.place.submissions]), trusted=trust) as box:
        return replaying.replay(plan, told, submission, box)


def _page(told: Explanation, again: Replay | None) -> str:
    return pages.page(
        "explain.html",
        told=told,
        again=again,
        staff=telling.STAFF,
        reckoning=telling.reckoning(told),
        margin=telling.margin,
        past=telling.past,
        conditions=list(telling.conditions(told)),
    )
