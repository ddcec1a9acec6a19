"""When hand-ins came, by Canvas's own word, and what follows from it where lateness costs points."""

from datetime import UTC, datetime, timedelta

import pytest

from grader import deadlines, late, places, roster, spec
from tests import courses
from tests.lms import desk
from tests.lms.canvas_class import NAMES, TIMED, graded, push, site, taken
from tests.lms.canvas_service import DUE, TOKEN, Service
from tests.reports import sample


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.setenv("CANVAS_TOKEN", TOKEN)
    return desk.lay(tmp_path)


@pytest.fixture
def ready(course):
    canvas = graded(course, taken(course, site()))
    return Service(canvas, canvas.tasks[1])


def test_times_come_from_the_site(course, ready):
    ready.times[19] = DUE + timedelta(hours=1)

    said = push(course, ready, command="times")
    known = roster.load(course / "rosters" / "tiny.json")

    assert "5 of 5 hand-ins have the site's own time, 2 are late there" in said
    assert datetime(2026, 11, 20, 16, tzinfo=UTC) == known.of(NAMES[12]).submitted_at
    assert (DUE + timedelta(hours=1), DUE, True) == (
        known.of(NAMES[19]).submitted_at,
        known.of(NAMES[19]).due,
        known.of(NAMES[19]).late,
    )


ASSIGNMENT = spec.parse(courses.SPEC.replace("seed: 7\n", f"seed: 7\n{TIMED}").encode(), "tiny.yaml")


def deadline(course, user):
    """When a hand-in was due and when it came, by the roster."""
    return deadlines.of_place(places.locate("tiny", course), ASSIGNMENT).of(NAMES[user])


def lateness(course, user):
    """What the rule of one point a day takes from a hand-in."""
    report = sample.report(sample.question(sample.criterion(points=4, credit=1)))
    return sum(line.points for line in late.lay_over(report, ASSIGNMENT.late, deadline(course, user)).adjustments)


def test_who_had_more_time_on_canvas_and_came_within_it_pays_nothing(course, ready):
    """The site says only that they are not late; by whose due time they are, it does not tell."""
    ready.times |= {12: DUE + timedelta(days=2), 19: DUE + timedelta(hours=1)}

    push(course, ready, command="times")

    assert roster.load(course / "rosters" / "tiny.json").of(NAMES[12]).late is False
    assert (0, -1) == (lateness(course, 12), lateness(course, 19))
    taken(course, ready.course)
    assert (0, -1) == (lateness(course, 12), lateness(course, 19))


def test_without_a_due_time_on_canvas_the_assignments_own_counts(course, ready):
    ready.due = None
    ready.times[12] = DUE + timedelta(days=2)

    push(course, ready, command="times")

    assert roster.load(course / "rosters" / "tiny.json").of(NAMES[12]).late is None
    assert -2 == lateness(course, 12)
    taken(course, ready.course)
    assert -2 == lateness(course, 12)


def test_a_later_due_time_of_everybodys_is_no_extension(course, ready):
    """The site's is an hour after the assignment's; whoever is late there has had no more time than the others."""
    ready.due = "2026-11-20T18:00:00Z"
    ready.times |= {19: DUE + timedelta(hours=2), 123: DUE + timedelta(hours=3)}  # both an hour late, by their own due

    push(course, ready, command="times")

    assert (DUE + timedelta(hours=1), False) == (deadline(course, 19).due, deadline(course, 19).extended)
    assert (DUE + timedelta(hours=2), True) == (deadline(course, 123).due, deadline(course, 123).extended)
    taken(course, ready.course)
    assert (False, True) == (deadline(course, 19).extended, deadline(course, 123).extended)


def test_times_outlive_another_intake_of_the_same_files(course, ready):
    push(course, ready, command="times")
    taken(course, ready.course)
    same = roster.load(course / "rosters" / "tiny.json").of(NAMES[12]).submitted_at
    ready.task.handed[12].files = {"solution-1.py": b"z = 1\n"}
    taken(course, ready.course)

    assert datetime(2026, 11, 20, 16, tzinfo=UTC) == same
    assert roster.load(course / "rosters" / "tiny.json").of(NAMES[12]).submitted_at is None
