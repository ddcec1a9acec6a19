"""By when a hand-in was due: the assignment, the platform, the extensions; and what that does to a graded class."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from grader import deadlines, places, roster, spec
from grader.errors import RequestError, SpecError
from grader.roster import Group, Handed, Person, Roster
from tests import courses
from tests.test_cli import typed

TIMED = courses.SPEC.replace(
    "seed: 7\n",
    "seed: 7\ndue: {at: 2026-11-20T18:00, zone: Europe/Berlin}\nlate: {deduct: {points: 1}, cut_off: {days: 7}}\n",
)
DUE = datetime(2026, 11, 20, 17, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANN = Person(key="site:1", name="Ann Lee", ids={"site": ("1",), "email": ("ann@example.edu",), "sis": ("007",)})
LEE = Person(key="site:7", name="Ann Lee", ids={"site": ("7",), "sis": ("1",)})


def write(course, after=HOUR, due=None, system="moodle", known=(ANN, LEE), **more):
    """The roster of one hand-in of Ann Lee's, so much after the due time."""
    one = Handed(submission="ann", people=more.pop("people", ("site:1",)), submitted_at=DUE + after, due=due, **more)
    known = Roster(assignment="tiny", system=system, people=known, handed=(one,))
    roster.save(known, course / "rosters" / "tiny.json")


def extend(course, text, name="extensions.yaml"):
    (course / "rosters").mkdir(exist_ok=True)
    (course / "rosters" / name).write_text(text, "utf-8")


def found(course, text=TIMED):
    place = places.locate("tiny", course)
    return deadlines.of_place(place, spec.parse(text.encode(), "tiny.yaml"))


@pytest.fixture
def course(tmp_path):
    root = courses.lay(tmp_path, TIMED)
    write(root)
    return root


def test_what_came_when_and_was_due_when(course):
    (known,) = [found(course).of("ann")]

    assert (DUE, DUE + HOUR, False) == (known.due, known.arrived, known.extended)
    assert ("Ann Lee",) == found(course).names("ann")


def test_a_stranger_has_no_deadline(course):
    assert found(course).of("bob") is None
    assert ["bob"] == found(course).unknown(["ann", "bob"])
    assert ("", ()) == (found(course).stamp("bob"), found(course).names("bob"))


def test_without_a_roster_nobody_has_one(tmp_path):
    assert found(courses.lay(tmp_path)).of("ann") is None


EXTENSIONS = [
    ("tiny:\n  - {id: ann@example.edu, until: 2026-11-23T18:00, reason: illness}\n", DUE + timedelta(days=3)),
    ("tiny:\n  - {id: ANN@example.edu, until: 2026-11-23T12:00Z}\n", DUE + timedelta(days=2, hours=19)),
    ("tiny:\n  - {id: '007', days: 1, hours: 2}\n", DUE + timedelta(hours=26)),
    ("tiny:\n  - {id: 'site:1', hours: 5}\nother:\n  - 5\n", DUE + timedelta(hours=5)),
]


@pytest.mark.parametrize(("text", "due"), EXTENSIONS)
def test_an_extension_in_yaml(course, text, due):
    extend(course, text)

    assert (due, True) == (found(course).of("ann").due, found(course).of("ann").extended)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_same_in_csv_as_spreadsheets_write_it(course, delimiter):
    rows = ["assignment,id,until,reason", "other,nobody,,", "tiny,ann@example.edu,2026-11-23T18:00,illness"]
    extend(course, "\ufeff" + "\r\n".join(rows).replace(",", delimiter) + "\r\n", "extensions.csv")

    assert (DUE + timedelta(days=3), "illness") == (found(course).of("ann").due, found(course).of("ann").reason)


def test_an_extension_that_ends_earlier_takes_nothing_away(course):
    extend(course, "tiny:\n  - {id: '007', until: 2026-11-01T18:00}\n")

    assert (DUE, False) == (found(course).of("ann").due, found(course).of("ann").extended)


def test_a_due_time_of_the_platforms_own_counts_where_it_is_later(course):
    write(course, due=DUE + 48 * HOUR)
    later = found(course).of("ann")
    write(course, due=DUE - 48 * HOUR)

    assert (DUE + 48 * HOUR, True) == (later.due, later.extended)
    assert DUE == found(course).of("ann").due


def test_a_group_has_the_longest_extension_of_its_members(course):
    write(course, people=("site:1", "site:7"), group=Group(id="3"))
    extend(course, "tiny:\n  - {id: 'site:1', days: 1, reason: one}\n  - {id: 'site:7', days: 2, reason: two}\n")

    assert (DUE + 48 * HOUR, "one; two") == (found(course).of("ann").due, found(course).of("ann").reason)


def test_an_offset_in_place_of_a_zone_holds_for_extensions_too(course):
    extend(course, "tiny:\n  - {id: '007', until: 2026-11-23T18:00}\n")
    text = TIMED.replace("at: 2026-11-20T18:00, zone: Europe/Berlin", "at: 2026-11-20T18:00-05:00")

    assert datetime(2026, 11, 23, 18, tzinfo=timezone(-5 * HOUR)) == found(course, text).of("ann").due


FAULTS = [
    ("tiny:\n  - {id: bob, days: 1}\n", "extensions.yaml:2: 'bob' fits nobody in rosters/tiny.json; expected an id of"),
    (
        "tiny:\n  - {id: 1, days: 1}\n",
        "extensions.yaml:2: '1' fits Ann Lee (site:1) and Ann Lee (site:7); say which kind of id it is, such as site:1",
    ),
    (
        "tiny:\n  - {id: '007', days: 1}\n  - {id: 'site:1', days: 2}\n",
        "extensions.yaml:3: 'site:1' has an extension already; expected one",
    ),
    (
        "tiny:\n  - {id: 007, days: 1}\n",
        "extensions.yaml:2:10: `id` is 7, expected text or a plain whole number; put it",
    ),
    ("tiny: 5\n", "extensions.yaml:1:7: `tiny` is 5, expected a list"),
    ("tiny: [5]\n", "extensions.yaml:1:8: found 5, expected a mapping of id, until, days, hours, reason"),
    (
        "tiny:\n  - {id: a, day: 1}\n",
        "extensions.yaml:2:13: unknown key `day`, expected id, until, days, hours, reason",
    ),
    ("tiny:\n  - {days: 1}\n", "extensions.yaml:2: an extension without an id; expected whose it is"),
    ("tiny:\n  - {id: '007'}\n", "extensions.yaml:2: expected either `until` or `days` and `hours` for '007'"),
    ("tiny:\n  - {id: '007', days: 2 or 3}\n", "extensions.yaml:2: `days` is '2 or 3', expected a whole number"),
    ("tiny:\n  - {id: '007', until: Monday}\n", "extensions.yaml:2: `until` is 'Monday', expected a date and a time"),
    ("tiny:\n  - {id: '007', days: 4000000}\n", "extensions.yaml:2: `days` is '4000000', expected at most 9999"),
]


@pytest.mark.parametrize(("text", "said"), FAULTS)
def test_a_fault_names_the_line(course, text, said):
    extend(course, text)

    with pytest.raises((RequestError, SpecError)) as fault:
        found(course)

    assert said in str(fault.value)


def test_the_kind_of_an_id_is_told_however_it_is_written(course):
    """A login is the same in capitals, an id of the register is not."""
    mixed = Person(key="site:1", name="Ann Lee", ids={"site": ("1",), "login": ("Lee",)})
    other = Person(key="site:7", name="Bo Lee", ids={"site": ("7",), "sis": ("lee",)})
    write(course, known=(mixed, other))
    extend(course, "tiny:\n  - {id: lee, days: 1}\n")

    with pytest.raises(RequestError, match=r"'lee' fits Ann Lee \(site:1\) and Bo Lee .*; say .* such as login:lee"):
        found(course)


def test_where_only_those_who_handed_in_are_listed_an_extension_waits_for_the_others(course):
    """Whoever has more time has often not handed in yet, and the class is graded all the same."""
    courses.hand_in(course, "ann")
    write(course, system="gradescope")
    extend(course, "tiny:\n  - {id: bob@example.edu, days: 3}\n  - {id: '007', days: 1}\n")

    said = typed(course, "grade", "tiny", "--trust", "--quiet")

    assert (0, 4) == (said.returncode, score(course)["score"]), said.stderr
    assert (
        "extensions.yaml:2: 'bob@example.edu' is of nobody who has handed in by now; if the id is right, the extension "
        "counts as soon as they do"
    ) in said.stderr


MISSPELT = [
    ("extensions.yaml", "tiny:\n  - {id: '007', days: 1}\nTinny:\n  - {id: '007', days: 3}\nother: []\n", 3),
    ("extensions.csv", "assignment,id,days\nother,x,1\nTinny,007,3\nTinny,1,3\n", 3),
]


@pytest.mark.parametrize(("name", "text", "line"), MISSPELT)
def test_an_assignment_whose_name_is_misspelt_is_named(course, name, text, line):
    extend(course, text, name)

    (said,) = found(course).waiting
    assert said.endswith(
        f"{name}:{line}: there is no assignment 'Tinny', so nobody has this extension; did you mean 'tiny'?"
    )


def test_days_need_a_due_time_to_count_from(course):
    extend(course, "tiny:\n  - {id: '007', days: 1}\n")

    with pytest.raises(RequestError, match="days and hours count from `due`, which the assignment does not say"):
        found(course, courses.SPEC)


CSV_FAULTS = [
    (
        "who,until\n",
        "extensions.csv: the columns are 'who', 'until', expected assignment, id, until, days, hours, reason",
    ),
    ("", "extensions.csv: the columns are none, expected assignment, id,"),
    ("assignment,id,days\ntiny,bob,1\n", "extensions.csv:2: 'bob' fits nobody in rosters/tiny.json"),
]


@pytest.mark.parametrize(("text", "said"), CSV_FAULTS)
def test_a_fault_in_csv_names_the_line(course, text, said):
    extend(course, text, "extensions.csv")

    with pytest.raises(RequestError) as fault:
        found(course)

    assert said in str(fault.value)


def test_a_csv_in_another_encoding_says_what_to_do(course):
    (course / "rosters" / "extensions.csv").write_bytes("assignment,id\ntiny,Müller\n".encode("latin-1"))

    with pytest.raises(RequestError, match="is not UTF-8; save it as UTF-8"):
        found(course)


def test_two_files_of_extensions_are_one_too_many(course):
    extend(course, "tiny: []\n")
    extend(course, "", "extensions.csv")

    with pytest.raises(
        RequestError, match=r"there are both .*extensions.yaml and .*extensions.csv; expected one of them"
    ):
        found(course)


# ---- the student package ----


def test_students_are_told_when_it_is_due_and_what_it_costs_to_be_late(course):
    typed(course, "release", "tiny", "--out", "package")

    said = (course / "package" / "README.md").read_text()
    assert (
        "Due on Fri 20 Nov 2026, 18:00 CET. Coming late costs 1 point for every started day. What comes later than "
        "7 days after the due time earns nothing."
    ) in said
    mine, theirs = spec.load(course / "assignments" / "tiny"), spec.load(course / "package")
    assert (mine.due, mine.late) == (theirs.due, theirs.late)


# ---- a graded class ----


def score(course, name="ann"):
    return json.loads((course / "reports" / "tiny" / name / "report.json").read_text())


def test_a_late_hand_in_costs_what_the_rule_says_and_the_report_says_why(course):
    courses.hand_in(course, "ann")

    said = typed(course, "grade", "tiny", "--trust", "--quiet")

    assert 0 == said.returncode, said.stderr
    assert (3, ["Ann Lee"]) == (score(course)["score"], score(course)["submission"]["submitters"])
    assert "3 / 4" in said.stdout
    assert "late: -1 points" in said.stdout
    assert "1 hour after the due time" in (course / "reports" / "tiny" / "ann" / "report.html").read_text()


def test_an_extension_given_later_is_judged_without_running_anything(course):
    courses.hand_in(course, "ann")
    typed(course, "grade", "tiny", "--trust", "--quiet")
    extend(course, "tiny:\n  - {id: '007', days: 1, reason: quarantine}\n")

    document = json.loads(typed(course, "grade", "tiny", "--trust", "--json").stdout)
    unchanged = json.loads(typed(course, "grade", "tiny", "--trust", "--json").stdout)

    assert ("judged again", 4) == (document["submissions"][0]["how"], document["submissions"][0]["score"])
    assert "kept" == unchanged["submissions"][0]["how"]
    assert "quarantine" == score(course)["adjustments"][0]["detail"]
    assert "quarantine" not in (course / "reports" / "tiny" / "ann" / "report.html").read_text()


def test_grading_again_a_year_later_gives_the_same_mark(course):
    """A mark follows from when the hand-in came; nothing here reads the clock."""
    courses.hand_in(course, "ann")
    typed(course, "grade", "tiny", "--trust", "--quiet")
    first = (course / "reports" / "tiny" / "ann" / "report.json").read_bytes()
    typed(course, "grade", "tiny", "--trust", "--quiet", "--fresh")

    assert first == (course / "reports" / "tiny" / "ann" / "report.json").read_bytes()


def test_those_whose_time_nobody_knows_lose_nothing_and_are_named(course):
    courses.hand_in(course, "ann")
    courses.hand_in(course, "bob")

    said = typed(course, "grade", "tiny", "--trust", "--quiet")

    assert 4 == score(course, "bob")["score"]
    assert (
        "note: nobody knows when 1 of 2 hand-ins came, and lateness costs them nothing: bob; times stand in "
        "rosters/tiny.json, which `grader lms SYSTEM intake` writes"
    ) in said.stderr


def test_after_the_cut_off_the_mark_is_a_zero_and_a_grade(course):
    courses.hand_in(course, "ann")
    write(course, after=timedelta(days=8))

    said = typed(course, "grade", "tiny", "--trust", "--quiet")

    assert 0 == said.returncode
    assert (0, "passed") == (score(course)["score"], score(course)["status"])
    assert ",passed,0,4,-4," in (course / "reports" / "tiny" / "gradebook.csv").read_text("utf-8-sig")
