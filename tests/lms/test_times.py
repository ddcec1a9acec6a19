"""Times from a list, where the site cannot be asked."""

from datetime import UTC, datetime

import pytest

from grader import roster
from tests.lms import desk
from tests.lms.canvas_class import NAMES, TIMED, fill, groups, site, taken


@pytest.fixture
def course(tmp_path):
    return desk.lay(tmp_path, TIMED)


def times(course, text, *more):
    (course / "times.csv").write_text(text, "utf-8")
    return desk.typed(course, "lms", "canvas", "times", "tiny", "--list", "times.csv", *more)


def test_a_list_gives_times_by_any_id_in_the_zone_of_the_due_time(course):
    taken(course, site())

    said = times(course, "id;submitted_at\nlogin:ann;2026-11-20T17:00\nsis:7;2026-11-20 19:30:00+01:00\n")
    known = roster.load(course / "rosters" / "tiny.json")

    assert 0 == said.status, said.out
    assert "2 of 5 hand-ins have a time" in said
    assert "without one: müller-phd-zoë-4, o-neil-smith-bob-123, 李-明-24" in said
    assert datetime(2026, 11, 20, 16, tzinfo=UTC) == known.of(NAMES[12]).submitted_at
    assert datetime(2026, 11, 20, 18, 30, tzinfo=UTC) == known.of(NAMES[19]).submitted_at


def test_a_mark_waits_no_longer_when_its_time_is_known(course):
    taken(course, site())
    for name in NAMES.values():
        desk.mark(course, name, "4")
    before = fill(course)
    times(course, "id,submitted_at\nuser:19,2026-11-20T19:30\nuser:123,2026-11-20T19:30\n")

    assert "3 rows to import" in before
    assert "5 rows to import" in fill(course)


def test_of_a_group_the_latest_counts(course):
    canvas = groups(site())
    (course / "groups.csv").write_bytes(canvas.group_list(canvas.tasks[1]))
    taken(course, canvas, "--groups", "groups.csv")
    times(course, "id,submitted_at\nuser:12,2026-11-20T17:00\nuser:19,2026-11-20T17:05\n")

    assert (
        datetime(2026, 11, 20, 16, 5, tzinfo=UTC)
        == roster.load(course / "rosters" / "tiny.json").of("team-a-71").submitted_at
    )


FAULTS = [
    ("id,at\n", "times.csv: the column 'submitted_at' was looked for, there are 'id', 'at'"),
    ("id,submitted_at\nnobody,\n", "times.csv, line 2: the id 'nobody' fits nobody in the roster; expected one person"),
    (
        "id,submitted_at\nuser:12,2026-11-20T17:00\nsis:007,2026-11-20T17:00\n",
        "times.csv, line 3: Lee, Ann (user:12) stands here a second time; expected one time each",
    ),
    (
        "id,submitted_at\nuser:12,yesterday\n",
        "times.csv, line 2: `submitted_at` is 'yesterday', expected a date and a time of day",
    ),
]


@pytest.mark.parametrize(("text", "said"), FAULTS)
def test_a_fault_names_the_line(course, text, said):
    taken(course, site())

    assert said in times(course, text)


@pytest.mark.parametrize("system", ["canvas", "moodle"])
def test_either_the_site_or_a_list_is_asked(course, system):
    (course / "times.csv").write_text("id,submitted_at\n")
    said = desk.typed(course, "lms", system, "times", "tiny", "--list", "times.csv", "--site", "https://127.0.0.1:1")

    assert "expected either --site, to ask it, or --list with a file of times" in said


def test_times_without_a_zone_need_one(tmp_path):
    course = desk.lay(tmp_path)
    taken(course, site())

    assert "which is another moment in every zone" in times(course, "id,submitted_at\nuser:12,2026-11-20T17:00\n")


def test_a_due_time_with_an_offset_lends_it(tmp_path):
    course = desk.lay(tmp_path, "due: {at: 2026-11-20T18:00-05:00}\n")
    taken(course, site())
    times(course, "id,submitted_at\nuser:12,2026-11-20T17:00\n")

    assert (
        datetime(2026, 11, 20, 22, tzinfo=UTC)
        == roster.load(course / "rosters" / "tiny.json").of(NAMES[12]).submitted_at
    )
