"""Canvas: downloads of submissions come in; gradebook files and grades by web service go back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader import places
from grader.lms import _commands, _sites
from grader.lms._sites import EITHER, FILE, NEW

if TYPE_CHECKING:
    from grader.lms.canvas.service import Service


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
    return _sites.told(taken.lines(), taken.trouble)


@command.command(name="csv")
@_commands.assignment
@click.argument("gradebook", type=FILE)
@click.option("--assignment", "column", default="", metavar="ID", help="The assignment on Canvas, by id or title.")
@click.option("--out", type=NEW, help="Write here, not beside the gradebook as NAME.graded.csv.")
@_sites.ZEROS
@_sites.SCALE
def write(assignment: str, gradebook: Path, column: str, out: Path | None, zero_missing: bool, scale: bool) -> int:
    """Write the marks of ASSIGNMENT as a file to import, made from GRADEBOOK, a fresh export.

    It holds one column, and only the rows that it changes: Canvas takes a blank cell for a change, too.
    Exit status: 0 every hand-in has its grade; 1 some are held back; 2 nothing was written.
    """
    from grader.lms.canvas import filling

    place = places.locate(assignment, Path.cwd())
    order = filling.Order(assignment=column, scale=scale, zeros=zero_missing, out=out)
    return _sites.told(*filling.write(place, gradebook, order))


SITE, TOKEN = _sites.site("canvas"), _sites.token("canvas")
COURSE = click.option(
    "--course", default="", metavar="N", help="From /courses/N in its address; kept for the next time."
)
TASK = click.option("--assignment", "task", default="", metavar="N", help="From /assignments/N; kept as well.")


@command.command()
@_commands.assignment
@SITE
@COURSE
@TASK
@TOKEN
@click.option("--comments/--no-comments", default=True, help="A comment with what is not right yet.", show_default=True)
@click.option("--rubric", is_flag=True, help="Fill in the rubric, whose rows are called like the criteria.")
@_sites.SCALE
@_sites.SEND
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
    return _sites.told(*pushing.push(_service(place, site, token_file, course), place, order))


@command.command()
@_commands.assignment
@SITE
@COURSE
@TASK
@TOKEN
@_sites.LISTED
def times(assignment: str, site: str, course: str, task: str, token_file: Path | None, listed: Path | None) -> int:
    """Ask the site when every hand-in of ASSIGNMENT came, which a download does not tell.

    `grader grade` then works out lateness anew and runs nothing again.
    """
    from grader.lms.canvas import pushing

    place = places.locate(assignment, Path.cwd())
    order = pushing.Order(assignment=task)
    return _sites.timed(
        place, "canvas", site, listed, lambda: pushing.times(_service(place, site, token_file, course), place, order)
    )


def _service(place: places.Place, site: str, token_file: Path | None, course: str) -> Service:
    from grader.lms.canvas.pushing import course_of
    from grader.lms.canvas.service import Service

    at, token = _sites.opened(place, "canvas", site, token_file)
    return Service(at, token, course_of(place, course, at.address))
