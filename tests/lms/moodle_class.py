"""A class on a small Moodle, and what a teacher types to take it in and to send its marks back."""

import io
import zipfile
from datetime import timedelta

from grader.model import Status
from tests import courses
from tests.lms import desk
from tests.lms.moodle_site import NOW, Member, Site

RIGHT = {"solution.py": courses.RIGHT.encode(), "answers.md": courses.SHEET.encode()}
HOUR = timedelta(hours=1)
TIMED = "due: {at: 2026-11-20T18:00, zone: Europe/Berlin}\nlate: {deduct: {points: 1}}\n"


def members():
    """Two people of one name, names that no shell likes, one who is late and one who handed in nothing."""
    return [
        Member(12, "Ann Lee", "ann@example.edu", "007", files=RIGHT, submitted=NOW - HOUR),
        Member(19, "Ann Lee", "lee@example.edu", "7", files={"solution.py": b"x = 1\n"}, submitted=NOW + HOUR),
        Member(4, "Zoë Müller, PhD", "zoe@example.edu", files=RIGHT, submitted=NOW - HOUR),
        Member(24, "李 明", "li@example.edu", files={"my work/räk_1.py": b"y = 1\n"}, submitted=NOW - 26 * HOUR),
        Member(8, "Bob_J O'Neil-Smith", "bob@example.edu", files=RIGHT, submitted=NOW - HOUR),
        Member(30, "Eve", "eve@example.edu"),
    ]


NAMES = ["ann-lee-12", "ann-lee-19", "bob-j-oneil-smith-8", "zoë-müller-phd-4", "李-明-24"]


def download(course, site, name="C-tiny-77", **shape):
    (course / f"{name}.zip").write_bytes(site.download(**shape))
    export(course, site)


def export(course, site, name="Grades-C-tiny-77.csv"):
    (course / name).write_bytes(site.worksheet())


def take(course, *more, zipped="C-tiny-77.zip", sheet="Grades-C-tiny-77.csv"):
    return desk.typed(course, "lms", "moodle", "intake", "tiny", zipped, "--worksheet", sheet, *more)


def fill(course, *more, sheet="Grades-C-tiny-77.csv"):
    return desk.typed(course, "lms", "moodle", "worksheet", "tiny", sheet, *more)


def upload(course, site, name="Grades-C-tiny-77.graded.csv"):
    return site.upload((course / name).read_bytes())


def taken(course, site, **shape):
    """A class that has come in; what was said is thrown away."""
    download(course, site, **shape)
    said = take(course)
    assert 2 != said.status, said.out
    return site


def graded(course):
    """A class that has come in and is graded: 4, 2.5, 0, 4 points, and one that waits for a person."""
    site = taken(course, Site(members()))
    for name, score in zip(NAMES, ["4", "2.5", "0", "4"], strict=False):
        desk.mark(course, name, score)
    desk.mark(course, "李-明-24", "4", status=Status.UNDECIDED)
    return site


TEAMS = {"Team A": 3, "B & B": 5}


def teams():
    rows = members()
    for one, group in zip(rows, ["Team A", "Team A", "B & B", "", "", "Team A"], strict=True):
        one.group = group
        one.files = RIGHT
        one.submitted = NOW - HOUR
    return rows


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()
