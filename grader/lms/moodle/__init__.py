"""Moodle: downloads of hand-ins come in; worksheets, feedback files and grades by web service go back."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader import places
from grader.errors import RequestError
from grader.lms import _commands, _sites
from grader.lms._sites import EITHER, FILE, NEW

if TYPE_CHECKING:
    from grader.lms.moodle.service import Service

COLUMN = click.option(
    "--column", "columns", multiple=True, metavar="KIND=HEADER", help="Which column is which, where it is not clear."
)


@click.group()
def command() -> None:
    """Grade what was handed in on Moodle, and put the grades back there.

    \b
    grader lms moodle intake weight-decay hand-ins.zip --worksheet grades.csv
    grader grade weight-decay
    grader lms moodle worksheet weight-decay grades.csv     grades to upload, as a file
    grader lms moodle feedback weight-decay                 every student's report, as a zip to upload
    grader lms moodle push weight-decay --site https://…    or by web service: grades and comments
    grader lms moodle times weight-decay --site https://…   when everything came, to the second

    On the site, "Download all submissions" gives the zip and "Download grading worksheet" the CSV.
    """


@command.command()
@_commands.assignment
@click.argument("download", type=EITHER)
@click.option("--worksheet", required=True, type=FILE, help="The grading worksheet of the same assignment.")
@click.option("--zone", metavar="ZONE", help="Whose clock its dates follow; otherwise that of the due time.")
@COLUMN
def intake(assignment: str, download: Path, worksheet: Path, zone: str | None, columns: tuple[str, ...]) -> int:
    """Take in DOWNLOAD, the zip of "Download all submissions" or the folder made of it, for ASSIGNMENT.

    Every hand-in goes into submissions/ASSIGNMENT/, those of a group once, typed text as answers.md. Whose they are is
    noted in rosters/ASSIGNMENT.json, by numbers and never by names. Run it again whenever there is a newer download.
    Exit status: 0 all is there; 1 something was left out; 2 the two files do not fit each other.
    """
    from grader.lms.moodle import taking

    place = places.locate(assignment, Path.cwd())
    taken = taking.take(place, taking.Files(download, worksheet, zone, _pairs(columns)))
    return _sites.told(taken.lines(), taken.trouble)


@command.command()
@_commands.assignment
@click.argument("worksheet", type=FILE)
@click.option("--out", type=NEW, help="Write here, not beside the worksheet as NAME.graded.csv.")
@click.option("--comments", is_flag=True, help="Fill in the comments too, with what is not right yet.")
@click.option("--replace-comments", is_flag=True, help="Also where somebody else wrote one.")
@_sites.ZEROS
@_sites.SCALE
@click.option("--item", "items", multiple=True, metavar="ITEM=PERCENT", help="An item of a scale, and from when on.")
@click.option("--decimal", type=click.Choice([".", ","]), help="The site's decimal sign, where the file shows none.")
@COLUMN
def worksheet(
    assignment: str,
    worksheet: Path,
    out: Path | None,
    comments: bool,
    replace_comments: bool,
    zero_missing: bool,
    scale: bool,
    items: tuple[str, ...],
    decimal: str | None,
    columns: tuple[str, ...],
) -> int:
    """Fill the grades of ASSIGNMENT into a copy of WORKSHEET, to upload with "Upload grading worksheet".

    Only rows with a mark are in it. What Moodle would skip without a word (a mark out of range, a row graded online
    since the export) is said here instead, and so is every mark that waits.
    Exit status: 0 every hand-in has its grade; 1 some are held back; 2 nothing was written.
    """
    from grader.lms.moodle import returning
    from grader.lms.moodle.filling import Wishes

    place = places.locate(assignment, Path.cwd())
    wishes = Wishes(
        comments=comments or replace_comments,
        replace=replace_comments,
        zeros=zero_missing,
        items=_shares(items),
    )
    order = returning.Order(wishes=wishes, scale=scale, decimal=decimal, columns=_pairs(columns), out=out)
    written = returning.worksheet(place, worksheet, order)
    return _sites.told(written.lines, written.held)


@command.command()
@_commands.assignment
@click.option("--out", type=NEW, help="Write here, not NAME-feedback.zip.")
def feedback(assignment: str, out: Path | None) -> int:
    """Put every student's report into one zip, to upload with "Upload multiple feedback files in a zip".

    Each stands under the very name that the download had, which is how Moodle finds the student or the group.
    """
    from grader.lms.moodle import returning

    place = places.locate(assignment, Path.cwd())
    written = returning.feedback(place, out or Path(f"{place.name}-feedback.zip"))
    return _sites.told(written.lines, written.held)


def _service(place: places.Place, site: str, token_file: Path | None) -> Service:
    from grader.lms.moodle.service import Service

    return Service(*_sites.opened(place, "moodle", site, token_file))


SITE, TOKEN = _sites.site("moodle"), _sites.token("moodle")
COURSE = click.option("--course", default="", metavar="N", help="From course/view.php?id=N; kept for the next time.")
ACTIVITY = click.option("--activity", default="", metavar="N", help="From mod/assign/view.php?id=N; kept as well.")


@command.command()
@_commands.assignment
@SITE
@COURSE
@ACTIVITY
@TOKEN
@click.option("--comments", is_flag=True, help="Send comments too, with what is not right yet.")
@click.option("--replace-comments", is_flag=True, help="Also where somebody else wrote one.")
@click.option("--reports", is_flag=True, help="Attach everybody's report.html as a feedback file.")
@_sites.SCALE
@_sites.SEND
def push(
    assignment: str,
    site: str,
    course: str,
    activity: str,
    token_file: Path | None,
    comments: bool,
    replace_comments: bool,
    reports: bool,
    scale: bool,
    send: bool,
) -> int:
    """Send the grades of ASSIGNMENT by web service, and read them back.

    Without --send nothing is changed. Grades that the site has already are not sent, so it can be run again at will.
    The token is one of a service that may use the functions mod_assign_get_assignments, mod_assign_list_participants,
    mod_assign_get_submissions, mod_assign_get_grades, mod_assign_get_submission_status and mod_assign_save_grades; for
    --reports it must be allowed to upload files.
    Exit status: 0 the site has every mark, or would; 1 some are held back, or were stored differently; 2 refused.
    """
    from grader.lms.moodle import pushing

    order = pushing.Order(
        course=course,
        activity=activity,
        comments=comments or replace_comments,
        replace=replace_comments,
        reports=reports,
        scale=scale,
        send=send,
    )
    place = places.locate(assignment, Path.cwd())
    return _sites.told(*pushing.push(_service(place, site, token_file), place, order))


@command.command()
@_commands.assignment
@SITE
@COURSE
@ACTIVITY
@TOKEN
@_sites.LISTED
def times(assignment: str, site: str, course: str, activity: str, token_file: Path | None, listed: Path | None) -> int:
    """Ask the site when every hand-in of ASSIGNMENT came, and who has more time.

    A worksheet tells it in prose, to the minute, by the clock of whoever exported it. `grader grade` then works out
    lateness anew and runs nothing again. The token also needs mod_assign_get_user_flags.
    """
    from grader.lms.moodle import pushing

    place = places.locate(assignment, Path.cwd())
    order = pushing.Order(course=course, activity=activity)
    return _sites.timed(
        place, "moodle", site, listed, lambda: pushing.times(_service(place, site, token_file), place, order)
    )


def _pairs(options: tuple[str, ...]) -> dict[str, str]:
    """KIND=HEADER as a mapping."""
    from grader.lms.moodle.worksheet import ENGLISH

    found = {}
    for option in options:
        key, sign, value = option.partition("=")
        if not sign or key not in ENGLISH:
            raise RequestError(f"--column {option!r}: expected KIND=HEADER, where KIND is one of {', '.join(ENGLISH)}")
        found[key] = value
    return found


def _shares(options: tuple[str, ...]) -> dict[str, Fraction]:
    """ITEM=PERCENT as a mapping to shares."""
    found = {}
    for option in options:
        item, _, percent = option.rpartition("=")
        if not item or not percent.isdecimal() or int(percent) > 100:
            raise RequestError(f"--item {option!r}: expected ITEM=PERCENT, such as Pass=50")
        found[item] = Fraction(int(percent), 100)
    return found
