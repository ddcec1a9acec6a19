"""A class on a small Canvas, and what a teacher types to take it in and to send its marks back."""

from grader.model import Status
from tests import courses
from tests.lms import desk
from tests.lms.canvas_site import Course, Handed, Task, User
from tests.lms.servers import serving

RIGHT = {"solution.py": courses.RIGHT.encode(), "answers.md": courses.SHEET.encode()}
TIMED = "due: {at: 2026-11-20T18:00, zone: Europe/Berlin}\nlate: {deduct: {points: 1}}\n"


def users():
    """Two people of one name, names that no shell likes, somebody who handed in nothing, and the test student last."""
    return [
        User(12, "Lee, Ann", "007", "ann"),
        User(19, "Lee, Ann", "7", "lee"),
        User(4, "Müller, PhD, Zoë", "z1", "zoe"),
        User(24, "李, 明", "x9", "li"),
        User(123, "O'Neil_Smith, Bob", "b", "bob"),
        User(30, "Eve", "e", "eve"),
        User(99, "Student, Test"),
    ]


def site(**more):
    """A course with an assignment before and one after ours."""
    task = Task(4567, "Twice")
    task.handed = {
        12: Handed(RIGHT),
        19: Handed({"solution-1.py": b"x = 1\n"}, late=True),
        4: Handed({"1_2_x.py": b"x = 2\n", "my work.py": b"y = 1\n"}),
        24: Handed({"räk-2.ipynb": b"{}"}),
        123: Handed(RIGHT, late=True),
    }
    return Course(users(), [Task(4566, "Before"), task, Task(4568, "After")], **more)


NAMES = {12: "lee-ann-12", 19: "lee-ann-19", 4: "müller-phd-zoë-4", 24: "李-明-24", 123: "o-neil-smith-bob-123"}


def download(course, canvas, **more):
    (course / "submissions.zip").write_bytes(canvas.download(canvas.tasks[1], **more))
    export(course, canvas)


def export(course, canvas, name="grades.csv"):
    (course / name).write_bytes(canvas.gradebook())


def take(course, *more):
    return desk.typed(course, "lms", "canvas", "intake", "tiny", "submissions.zip", "--gradebook", "grades.csv", *more)


def fill(course, *more, book="grades.csv"):
    return desk.typed(course, "lms", "canvas", "csv", "tiny", book, *more)


def upload(course, canvas, name="grades.graded.csv"):
    return canvas.upload((course / name).read_bytes())


def taken(course, canvas, *more):
    download(course, canvas)
    said = take(course, *more)
    assert 2 != said.status, said.out
    return canvas


def graded(course, canvas):
    for user, score in zip(NAMES, ["4", "2.5", "0", "4"], strict=False):
        desk.mark(course, NAMES[user], score)
    desk.mark(course, NAMES[123], "4", status=Status.UNDECIDED)
    return canvas


def groups(canvas):
    task = canvas.tasks[1]
    task.groups = {"Team A": (71, [12, 19]), "Team: A": (72, [4, 24])}
    task.handed = {12: Handed(RIGHT), 4: Handed(RIGHT), 123: Handed(RIGHT)}
    return canvas


def push(course, service, *more, command="push"):
    with serving(service) as address:
        service.address = address
        where = ["--site", address, "--course", "1", "--assignment", "4567"]
        return desk.typed(course, "lms", "canvas", command, "tiny", *where, *more)
