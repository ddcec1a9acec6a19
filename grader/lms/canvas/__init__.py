"""Canvas: downloads of submissions come in; gradebook files and grades by web service go back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader import places
from grader.errors import RequestError
from grader.lms import _commands

if TYPE_CHECKING:
    from grader.lms.canvas.service import Service

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
EITHER = click.Path(exists=True, path_type=Path)
NEW = click.Path(dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Grade what was handed in on Canvas, and put the grades back there.

    \b
    grader lms canvas intake weight-decay submissions.zip --gradebook grades.csv
    grader grade weight-decay
    grader lms canvas csv weight-decay grades.csv            grades to import, as a file
    grader lms canvas push weight-decay --site https://…     or by REST: grades, comments, rubrics
    grader lms canvas times weight-decay --site https://…    when everything came

    On the site, "Download Submissions" gives the zip and "Export Entire Gradebook" the CSV.
    """


@command.command()
@_commands.assignment
@click.argument("download", type=EITHER)
@click.option("--gradebook", required=True, type=FILE, help="The exported gradebook: who is in the course.")
@click.option("--groups", type=FILE, help="Where groups hand in: the list of groups that Canvas exports under People.")
def intake(assignment: str, download: Path, gradebook: Path, groups: Path | None) -> int:
    """Take in DOWNLOAD, the zip of "Download Submissions" or the folder made of it, for ASSIGNMENT.

    Every hand-in goes into submissions/ASSIGNMENT/, those of a group once, typed text as answers.md. Whose they are is
    noted in rosters/ASSIGNMENT.json, by numbers and never by names. Run it again whenever there is a newer download.
    Exit status: 0 all is there; 1 something was left out, or times are missing; 2 the files do not fit each other.
    """
    from grader.lms.canvas import taking

    place = places.locate(assignment, Path.cwd())
    taken = taking.take(place, taking.Files(download, gradebook, groups))
    for line in taken.lines():
        click.echo(line)
    return 1 if taken.trouble else 0


@command.command(name="csv")
@_commands.assignment
@click.argument("gradebook", type=FILE)
@click.option("--assignment", "column", default="", metavar="ID", help="The assignment on Canvas, by id or title.")
@click.option("--out", type=NEW, help="Write here, not beside the gradebook as NAME.graded.csv.")
@click.option("--zero-missing", is_flag=True, help="Give 0 to those who handed in nothing; otherwise nothing.")
@click.option("--scale", is_flag=True, help="Multiply marks where the site's points differ from the assignment's.")
def write(assignment: str, gradebook: Path, column: str, out: Path | None, zero_missing: bool, scale: bool) -> int:
    """Write the marks of ASSIGNMENT as a file to import, made from GRADEBOOK, a fresh export.

    It holds one column, and only the rows that it changes: Canvas takes a blank cell for a change, too.
    Exit status: 0 every hand-in has its grade; 1 some are held back; 2 nothing was written.
    """
    from grader.lms.canvas import filling

    place = places.locate(assignment, Path.cwd())
    order = filling.Order(assignment=column, scale=scale, zeros=zero_missing, out=out)
    lines, held = filling.write(place, gradebook, order)
    for line in lines:
        click.echo(line)
    return 1 if held else 0


SITE = click.option("--site", default="", metavar="URL", help="https://canvas.example.edu; kept for the next time.")
COURSE = click.option(
    "--course", default="", metavar="N", help="From /courses/N in its address; kept for the next time."
)
TASK = click.option("--assignment", "task", default="", metavar="N", help="From /assignments/N; kept as well.")
TOKEN = click.option("--token-file", type=FILE, help="A file that holds the token; otherwise CANVAS_TOKEN has it.")


@command.command()
@_commands.assignment
@SITE
@COURSE
@TASK
@TOKEN
@click.option("--comments/--no-comments", default=True, help="A comment with what is not right yet.", show_default=True)
@click.option("--rubric", is_flag=True, help="Fill in the rubric, whose rows are called like the criteria.")
@click.option("--scale", is_flag=True, help="Multiply marks where the site's points differ from the assignment's.")
@click.option("--send", is_flag=True, help="Really send it; without this you only see what would be sent.")
def push(
    assignment: str,
    site: str,
    course: str,
    task: str,
    token_file: Path | None,
    comments: bool,
    rubric: bool,
    scale: bool,
    send: bool,
) -> int:
    """Send the grades of ASSIGNMENT by REST, and read them back.

    Without --send nothing is changed. Grades and comments that the site has already are not sent, so it can be run
    again at will. Where grades are posted by hand, students see nothing until you post them.
    Exit status: 0 the site has every mark, or would; 1 some are held back, or are different there; 2 refused.
    """
    from grader.lms.canvas import pushing

    place = places.locate(assignment, Path.cwd())
    order = pushing.Order(assignment=task, comments=comments, rubric=rubric, scale=scale, send=send)
    lines, trouble = pushing.push(_service(place, site, token_file, course), place, order)
    for line in lines:
        click.echo(line)
    return 1 if trouble else 0


@command.command()
@_commands.assignment
@SITE
@COURSE
@TASK
@TOKEN
@click.option("--list", "listed", type=FILE, help="Instead of asking: a CSV of id and submitted_at.")
def times(assignment: str, site: str, course: str, task: str, token_file: Path | None, listed: Path | None) -> int:
    """Ask the site when every hand-in of ASSIGNMENT came, which a download does not tell.

    `grader grade` then works out lateness anew and runs nothing again.
    """
    from grader.lms import _times
    from grader.lms.canvas import pushing

    place = places.locate(assignment, Path.cwd())
    if site and listed:
        raise RequestError("expected either --site, to ask it, or --list with a file of times")
    if listed is not None:
        lines = _times.read(place, "canvas", listed)
    else:
        lines = pushing.times(_service(place, site, token_file, course), place, pushing.Order(assignment=task))
    for line in lines:
        click.echo(line)
    return 0


def _service(place: places.Place, site: str, token_file: Path | None, course: str) -> Service:
    from grader.lms._marks import address
    from grader.lms._web import Site, token
    from grader.lms.canvas.pushing import course_of
    from grader.lms.canvas.service import Service

    at = Site(address(place, site, "canvas"))
    return Service(at, token("CANVAS_TOKEN", token_file), course_of(place, course, at.address))
