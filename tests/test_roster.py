"""Rosters join on ids, name the row that does not fit, and forget nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from grader import roster
from grader.errors import RequestError
from grader.roster import Group, Handed, Person, Roster

ANN = Person(key="site:12", name="Ann Lee", ids={"site": ("12",), "email": ("ann@example.edu",), "sis": ("007",)})
ANNE = Person(key="site:19", name="Ann Lee", ids={"site": ("19",), "email": ("lee@example.edu",), "sis": ("7",)})
LI = Person(key="site:4", name="李 明", ids={"site": ("4",)})
CAME = datetime(2026, 11, 20, 18, 5, tzinfo=timezone(timedelta(hours=1)))


def a_roster(**changes):
    handed = (
        Handed(submission="ann-lee-12", people=("site:12",), submitted_at=CAME, attempt=2, late=True),
        Handed(submission="team-b", people=("site:19", "site:4"), group=Group(id="3", name="Team B"), site={"x": "ÿ"}),
    )
    return Roster(**{"assignment": "tiny", "system": "moodle", "people": (ANN, ANNE, LI), "handed": handed, **changes})


def test_what_is_saved_is_what_is_read(tmp_path):
    path = tmp_path / "rosters" / "tiny.json"
    roster.save(a_roster(), path)

    found = roster.load(path)

    assert a_roster().of("ann-lee-12") == found.of("ann-lee-12")
    assert a_roster().of("team-b") == found.of("team-b")
    assert {ANN.key: ANN, ANNE.key: ANNE, LI.key: LI} == {person.key: person for person in found.people}
    assert datetime(2026, 11, 20, 17, 5, tzinfo=UTC) == found.of("ann-lee-12").submitted_at


def test_the_same_class_gives_the_same_bytes(tmp_path):
    one, other = a_roster(), a_roster(people=(LI, ANNE, ANN), handed=tuple(reversed(a_roster().handed)))
    roster.save(one, tmp_path / "one")
    roster.save(other, tmp_path / "other")

    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_two_people_of_one_name_are_told_apart_by_id():
    assert ANN == a_roster().find({"site": "12"}, "row 2")
    assert ANNE == a_roster().find({"site": "19", "email": "LEE@example.edu"}, "row 3")


def test_an_id_is_text_and_keeps_its_zeros():
    assert ANN == a_roster().find({"sis": "007"}, "row 2")
    assert ANNE == a_roster().find({"sis": "7"}, "row 2")


def test_a_row_that_fits_nobody_is_named():
    with pytest.raises(RequestError) as found:
        a_roster().find({"site": "99", "email": ""}, "grades.csv, line 5")

    assert "grades.csv, line 5: site '99' fits nobody in the roster of tiny" == str(found.value)


def test_a_row_without_any_id_fits_nobody():
    with pytest.raises(RequestError, match="line 5: a row without an id fits nobody"):
        a_roster().find({"email": ""}, "line 5")


def test_a_row_that_fits_two_people_is_named_with_both():
    with pytest.raises(RequestError) as found:
        a_roster().find({"site": "12", "email": "lee@example.edu"}, "line 7")

    assert (
        "line 7: site '12', email 'lee@example.edu' fits Ann Lee (site:12) and Ann Lee (site:19); expected one person"
    ) == str(found.value)


def test_one_id_of_two_people_is_refused():
    with pytest.raises(RequestError, match=r"the site '12' belongs to Ann Lee \(site:12\) and to Bob \(b\)"):
        a_roster(people=(ANN, ANNE, LI, Person(key="b", name="Bob", ids={"site": ("12",)})))


def test_a_hand_in_of_a_stranger_and_one_that_stands_twice_are_refused():
    one = Handed(submission="x", people=("site:4",))

    with pytest.raises(RequestError, match="the hand-in 'x' is of 'site:5', who is not in the roster"):
        a_roster(handed=(replace(one, people=("site:5",)),))
    with pytest.raises(RequestError, match="the hand-in 'x' stands twice in the roster of tiny"):
        a_roster(handed=(one, one))


def test_somebody_is_called_by_any_id_or_by_kind_and_id():
    twice = Person(key="site:5", ids={"site": ("5",), "sis": ("12",)})
    found = a_roster(people=(ANN, ANNE, LI, twice))

    assert (ANN,) == found.called("Ann@Example.edu")
    assert (ANN, twice) == found.called("12")
    assert (twice,) == found.called("sis:12")
    assert () == found.called("Ann Lee")


def test_a_group_is_one_hand_in_of_several_people():
    found = a_roster()

    assert (ANNE, LI) == found.whose(found.of("team-b"))


def test_a_later_roster_forgets_nothing():
    moved = Person(key="email:ann@example.edu", ids={"email": ("ann@example.edu",), "site": ("40",)})
    again = Handed(submission="ann-lee-12", people=(moved.key,), attempt=3)
    new = Roster(assignment="tiny", system="moodle", people=(moved,), handed=(again,), site={"id": "1"})

    both = roster.remember(a_roster(site={"course": "2"}), new)

    assert {"site": ("12", "40"), "email": ("ann@example.edu",), "sis": ("007",)} == both.called("007")[0].ids
    assert "40" == both.called("007")[0].id("site")
    assert both.called("007")[0].id("github") is None
    assert (3, ("site:12",)) == (both.of("ann-lee-12").attempt, both.of("ann-lee-12").people)
    assert both.of("team-b") == a_roster().of("team-b")
    assert {"course": "2", "id": "1"} == both.site


def test_one_who_was_two_until_now_is_refused():
    both = Person(key="new", name="Ann", ids={"site": ("12",), "email": ("lee@example.edu",)})

    with pytest.raises(RequestError, match=r"Ann \(new\) was two people in the roster until now, Ann Lee \(site:12\)"):
        roster.remember(a_roster(), Roster(assignment="tiny", system="moodle", people=(both,)))


def test_a_roster_of_another_platform_is_replaced():
    new = Roster(assignment="tiny", system="canvas")

    assert new == roster.remember(a_roster(), new)


def test_no_file_is_no_roster(tmp_path):
    assert roster.load(tmp_path / "none.json") is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "cannot be read as a roster"),
        ("[]", "cannot be read as a roster"),
        ('{"schema": "grader.roster/2"}', "its schema is 'grader.roster/2', expected 'grader.roster/1'"),
        ('{"schema": "grader.roster/1"}', "cannot be read as a roster"),
    ],
)
def test_a_file_that_is_no_roster_says_what_to_do(tmp_path, text, why):
    path = tmp_path / "tiny.json"
    path.write_text(text)

    with pytest.raises(RequestError) as found:
        roster.load(path)

    assert why in str(found.value)
    assert str(found.value).endswith("; mend it, or run the intake again")


def test_a_time_without_an_offset_is_refused(tmp_path):
    path = tmp_path / "tiny.json"
    roster.save(a_roster(), path)
    path.write_text(path.read_text("utf-8").replace("17:05:00Z", "17:05:00"), "utf-8")

    with pytest.raises(RequestError, match="has no offset, expected one such as Z"):
        roster.load(path)
