"""PrairieLearn's external grader: /grade is laid out, and /grade/results/results.json is what comes back.

`score` is a number from 0 to 1. What cannot be graded says `gradable: false` with the reason, which costs the student
no attempt: so it is with a failure of ours, with nothing handed in, and where everything waits for a person. Every test
has points, because one without takes them away from all; what waits is worth 0 of 0.
"""

from __future__ import annotations

import json
import math
import traceback
from pathlib import Path
from typing import Any

import click

from grader import places, spec
from grader.errors import GraderError
from grader.lms import _commands, _figures, _grading, _results
from grader.lms._closing import close
from grader.lms._fitting import CAPS, fitted
from grader.lms._grading import HandIn, Walls
from grader.lms._results import Row
from grader.model import Report, Visibility
from grader.reports._files import write_bytes_atomically
from grader.reports._numbers import number

LARGEST = 900_000  # bytes; PrairieLearn refuses more than 1 MB
LONGEST_RUN = 600  # seconds that PrairieLearn allows at most
STARTING = 30  # seconds for a container and a sandbox
FAILED = "The autograder failed; your instructor has to look into it. This costs you no attempt."
NOT_HELD = "Your code was not run, since this autograder has no safe place for it. This costs you no attempt."
NOTHING = "No files were handed in. This costs you no attempt."
WAITS = "Your answer has arrived and waits for a person. This costs you no attempt."


@click.group()
def command() -> None:
    """Grade as PrairieLearn's external grader.

    \b
    grader lms prairielearn info weight-decay    the externalGradingOptions of the question's info.json
    grader lms prairielearn run weight-decay     the container's entrypoint
    """


@command.command()
@_commands.assignment
@click.option(
    "--grade-root",
    "root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("/grade"),
    show_default=True,
    help="The folder that holds student/ and data/.",
)
@_commands.walls
@_commands.hidden(Visibility.VISIBLE)
def run(assignment: str, root: Path, walls: Walls, hidden: Visibility) -> int:
    """Grade what PrairieLearn laid out for ASSIGNMENT, and write results/results.json.

    The file is written in any case, so the status is for the log: 0 graded; 1 a mark waits for a person; 3 nothing was
    graded.
    """
    place = root / "results" / "results.json"
    try:
        document, status = _graded(assignment, root, walls, hidden)
    except _grading.NotHeldError as error:
        document, status = _ungradable(NOT_HELD, str(error)), _commands.FAILED
    except GraderError as error:
        document, status = _ungradable(FAILED, str(error)), _commands.FAILED
    except Exception:  # noqa: BLE001 -- a container that dies without a word leaves the student without a reason
        document, status = _ungradable(FAILED, traceback.format_exc()), _commands.FAILED
    write_bytes_atomically(place, render(document))
    return status


@command.command()
@_commands.assignment
@click.option("--image", default="your-account/grader", show_default=True, help="The image that holds the grader.")
@click.option("--course", default="/grade/serverFilesCourse/course", show_default=True, help="Your course, there.")
def info(assignment: str, image: str, course: str) -> int:
    """Print what the question's info.json says about external grading of ASSIGNMENT."""
    told = spec.load(places.locate(assignment, Path.cwd()).spec)
    seconds = math.ceil(told.limits.total_seconds) + STARTING
    options = {
        "image": image,
        "entrypoint": f"sh -c 'cd {course} && grader lms prairielearn run {told.id}'",
        "serverFilesCourse": [course.removeprefix("/grade/serverFilesCourse/") + "/"],
        "timeout": min(seconds, LONGEST_RUN),
        "enableNetworking": False,
    }
    if seconds > LONGEST_RUN:
        click.echo(f"note: the assignment allows {seconds} s, PrairieLearn at most {LONGEST_RUN}", err=True)
    click.echo(json.dumps({"gradingMethod": "External", "externalGradingOptions": options}, indent=2))
    return 0


def _graded(assignment: str, root: Path, walls: Walls, hidden: Visibility) -> tuple[dict[str, Any], int]:
    student = root / "student"
    if not student.is_dir() or not any(student.iterdir()):
        return _ungradable(NOTHING, f"{student} is empty or missing"), _commands.FAILED
    place = places.locate(assignment, Path.cwd())
    plan = _grading.prepare(place)
    for note in close((root / "data", root / "tests", root / "serverFilesCourse", root / "shared")):
        click.echo(f"note: {note}", err=True)
    done = _grading.grade(plan, HandIn(path=student), walls)
    if done.broken:
        return _ungradable(FAILED, done.broken), _commands.FAILED
    _commands.tell(done)
    return graded(done.report, hidden), _commands.status(done)


def graded(report: Report, hidden: Visibility) -> dict[str, Any]:
    """The document about a report."""
    rows = _results.rows(report, hidden)
    if all(row.score is None for row in rows):
        return {"gradable": False, "format_errors": [WAITS]}
    curves = {row.id: row.curves for row in report.criteria if row.curves}
    return {
        "gradable": True,
        "score": min(1.0, float(report.score / report.points)) if report.points else 0.0,
        "message": _results.summary(report).plain,
        "tests": [_test(row, [_image(plot) for plot in curves.get(row.id, ())]) for row in rows],
    }


def render(document: dict[str, Any]) -> bytes:
    """The document, its texts cut and its pictures left out as far as it takes to stay below the limit."""
    return fitted(document, _cut, LARGEST)


def _test(row: Row, images: list[dict[str, str]]) -> dict[str, Any]:
    waits = row.score is None
    points = 0 if row.score is None else number(row.score)
    return {
        "name": row.name,
        "points": points,
        "max_points": 0 if waits else number(row.points),
        "message": "" if row.silent else row.said.plain,
        **({"images": images} if images else {}),
    }


def _image(plot: Any) -> dict[str, str]:
    return {"label": plot.title, "url": _figures.url(plot)}


def _ungradable(said: str, detail: str) -> dict[str, Any]:
    click.echo(f"not graded: {detail.strip()}", err=True)
    return {"gradable": False, "format_errors": [said]}


def _cut(document: dict[str, Any], cap: int) -> dict[str, Any]:
    if not document["gradable"]:
        return document
    tests = [{**test, "message": _results.capped(test["message"], cap)} for test in document["tests"]]
    if cap != CAPS[0]:
        tests = [{key: value for key, value in test.items() if key != "images"} for test in tests]
    return {**document, "message": _results.capped(document["message"], cap), "tests": tests}
