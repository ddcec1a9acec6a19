"""Moodle by files: what a small Moodle exports comes in, joined by numbers, for every language and shape of the site.

The other side is tests/lms/moodle_site.py, which skips without a word whatever the real one was seen to skip.
"""

import unicodedata
from datetime import UTC, datetime

import pytest

from grader import roster
from tests.lms import desk
from tests.lms.moodle_class import (
    NAMES,
    RIGHT,
    TEAMS,
    TIMED,
    download,
    export,
    fill,
    members,
    take,
    taken,
    teams,
    upload,
    zipped,
)
from tests.lms.moodle_site import NOW, Site


@pytest.fixture
def course(tmp_path):
    return desk.lay(tmp_path, TIMED)


@pytest.mark.parametrize("language", ["en", "de", "zh"])
@pytest.mark.parametrize(
    "shape",
    [{}, {"trailing": True}, {"folders": False}, {"wrapped": "again/"}],
    ids=["4.1 and later", "3.1 to 4.0", "without folders", "packed again"],
)
def test_every_shape_of_the_download_gives_the_same_hand_ins(course, shape, language):
    site = Site(members(), language)
    if shape == {"folders": False}:
        site.members[3].files = {"räk_1.py": b"y = 1\n"}
    download(course, site, **shape)

    said = take(course)

    assert 0 == said.status, said.out
    assert "5 hand-ins of 6 people: 5 new, 0 changed, 0 as before" in said
    assert NAMES == sorted(desk.hand_ins(course))
    assert ["answers.md", "solution.py"] == desk.hand_ins(course)["ann-lee-12"]
    assert 1 == len(desk.hand_ins(course)["李-明-24"])


def test_everybody_is_known_by_numbers_with_every_id_and_time(course):
    taken(course, Site(members(), idnumbers=True))

    known = roster.load(course / "rosters" / "tiny.json")

    ann = known.of("ann-lee-12")
    assert {"participant": ("12",), "email": ("ann@example.edu",), "idnumber": ("007",)} == known.whose(ann)[0].ids
    assert datetime(2026, 11, 20, 16, tzinfo=UTC) == ann.submitted_at
    assert ("Zoë Müller, PhD",) == tuple(one.name for one in known.whose(known.of("zoë-müller-phd-4")))
    assert 6 == len(known.people)


def test_files_keep_their_own_folders_and_names(course):
    taken(course, Site(members()))

    assert ["my work/räk_1.py"] == desk.hand_ins(course)["李-明-24"]


@pytest.mark.parametrize(("language", "word"), [("en", "participant"), ("de", "teilnehmerin"), ("zh", "参与者")])
def test_blind_marking_has_numbers_and_no_names(course, language, word):
    site = taken(course, Site(members(), language, blind=True))
    known = roster.load(course / "rosters" / "tiny.json")
    for name in desk.hand_ins(course):
        desk.mark(course, name, "2.5")
    fill(course)

    assert {f"{word}-{number}" for number in (12, 19, 24, 4, 8)} == set(desk.hand_ins(course))
    assert {""} == {person.name for person in known.people}
    assert (5, 0) == upload(course, site)


def test_typed_text_is_an_answer_sheet_and_an_empty_one_is_nothing(course):
    site = Site(members(), onlinetext=True)
    site.members[1].text = "<h3>answer</h3><p>42 &lt; 43<br>and <b>so</b> on</p><script>alert(1)</script>"
    site.members[2].text = "<p>more</p>"
    site.members[3].files, site.members[3].text = {}, None
    download(course, site)

    said = take(course)

    assert "nothing was in the hand-ins of 李-明-24; they count as not handed in" in said
    assert "# answer\n\n42 < 43\nand so on\n" == (course / "submissions/tiny/ann-lee-19/answers.md").read_text()
    assert ["answers.md", "onlinetext.md", "solution.py"] == desk.hand_ins(course)["zoë-müller-phd-4"]
    assert ["answers.md", "solution.py"] == desk.hand_ins(course)["ann-lee-12"]
    assert "李-明-24" not in desk.hand_ins(course)


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_a_team_hands_in_once_and_those_without_one_together(course, language):
    site = taken(course, Site(teams(), language, groups=TEAMS))
    known = roster.load(course / "rosters" / "tiny.json")

    rest = {"en": "default-group", "de": "standardgruppe", "zh": "默认小组"}[language]
    assert sorted(["b-b-5", rest, "team-a-3"]) == sorted(desk.hand_ins(course))
    assert ("participant:12", "participant:19", "participant:30") == known.of("team-a-3").people
    assert ("participant:24", "participant:8") == known.of(rest).people
    assert ("5", "B B") == (known.of("b-b-5").group.id, known.of("b-b-5").group.name)
    assert 3 == len(site.groups) + 1


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_number_of_a_group_is_not_taken_for_that_of_a_member(course, language):
    """Both begin at small numbers, and the name of the group stands in the member's row."""
    rows = teams()
    for one in rows[2:5]:
        one.submitted = None
    taken(course, Site(rows, language, groups={"Team A": 12, "B & B": 13}))
    known = roster.load(course / "rosters" / "tiny.json")

    assert ("participant:12", "participant:19", "participant:30") == known.of("team-a-12").people


def test_two_groups_of_one_name_are_named_and_not_guessed(course):
    rows = teams()
    rows[2].group = "Team: A"
    site = Site(rows, groups={"Team A": 3, "Team: A": 5})
    download(course, site)

    said = take(course)

    assert 2 == said.status
    assert "two groups are called 'Team A' (numbers 3 and 5), and the worksheet tells groups by name only" in said


def test_the_worksheet_of_another_assignment_is_noticed(course):
    """Numbers of participants are small and start anew in every assignment, so that they nearly always fit."""
    site = Site(members())
    download(course, site)
    for one, name in zip(site.members, ["Bob", "Ann Lee", "Eve", "Zoe", "Li", "Ann"], strict=True):
        one.name = name
    export(course, site)

    said = take(course)

    assert 2 == said.status
    assert "C-tiny-77.zip holds 'Ann Lee_12', but participant 12 is 'Bob' in Grades-C-tiny-77.csv, line 2" in said
    assert "numbers differ from assignment to assignment" in said
    assert not (course / "submissions").joinpath("tiny").exists()


def test_names_of_two_activities_are_noticed_even_under_blind_marking(course):
    download(course, Site(members(), blind=True), name="C-tiny-78 (1)")

    said = take(course, zipped="C-tiny-78 (1).zip")

    assert 2 == said.status
    assert "C-tiny-78 (1).zip is of activity 78 and Grades-C-tiny-77.csv of 77; download both files of the same" in said


def test_a_hand_in_of_a_stranger_is_named(course):
    site = Site(members())
    download(course, site)
    del site.members[3]
    export(course, site)

    said = take(course)

    assert 2 == said.status
    assert "C-tiny-77.zip holds '李 明_24', and Grades-C-tiny-77.csv has no participant 24; download both again" in said


def test_a_row_that_stands_twice_is_named(course):
    site = Site(members())
    download(course, site)
    text = (course / "Grades-C-tiny-77.csv").read_text("utf-8-sig")
    (course / "Grades-C-tiny-77.csv").write_text(text + text.splitlines()[1] + "\n")

    said = take(course)

    assert 2 == said.status
    assert "Grades-C-tiny-77.csv, line 8: participant 12 stands in line 2 already" in said


def test_a_second_download_brings_what_is_new_and_keeps_the_rest(course):
    site = taken(course, Site(members()))
    site.member(19).files = {"solution.py": b"x = 2\n"}
    site.member(30).files, site.member(30).submitted = RIGHT, NOW
    download(course, site)

    said = take(course)

    assert "6 hand-ins of 6 people: 1 new, 1 changed, 4 as before" in said
    assert "changed: ann-lee-19" in said
    assert b"x = 2\n" == (course / "submissions/tiny/ann-lee-19/solution.py").read_bytes()


def test_names_are_the_same_however_their_accents_are_written(course):
    site = Site(members())
    download(course, site)
    text = (course / "Grades-C-tiny-77.csv").read_text("utf-8")
    (course / "Grades-C-tiny-77.csv").write_text(unicodedata.normalize("NFD", text), "utf-8")

    assert 0 == take(course).status
    assert NAMES == sorted(desk.hand_ins(course))
    export(course, site)
    assert 1 == fill(course).status


@pytest.mark.parametrize("name", ["Sof`ya  Ann", "Ann\u00a0Lee", "<Ann> & Lee", "O\\'Neil | Bo:b", "علي محمّد"])
def test_odd_names_are_those_of_the_worksheet(course, name):
    """Moodle takes some characters out of a name; two blanks stay two."""
    site = Site(members())
    site.members[0].name = name
    taken(course, site)
    assert 5 == len(desk.hand_ins(course))
    for one in desk.hand_ins(course):
        desk.mark(course, one, "3")
    fill(course)
    desk.typed(course, "lms", "moodle", "feedback", "tiny")

    assert (5, 0) == upload(course, site)
    assert 5 == site.upload_feedback((course / "tiny-feedback.zip").read_bytes())


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_dates_are_read_in_the_zone_of_the_due_time_or_as_said(course, language):
    site = Site(members(), language)
    taken(course, site)
    here = roster.load(course / "rosters" / "tiny.json").of("ann-lee-19").submitted_at
    take(course, "--zone", "America/New_York")
    there = roster.load(course / "rosters" / "tiny.json").of("ann-lee-19").submitted_at

    assert datetime(2026, 11, 20, 18, tzinfo=UTC) == here
    assert datetime(2026, 11, 21, 0, tzinfo=UTC) == there


def test_a_zone_that_does_not_exist_gets_a_suggestion(course):
    download(course, Site(members()))

    assert "--zone: there is no time zone 'Europe/Berln', did you mean Europe/Berlin?" in take(
        course, "--zone", "Europe/Berln"
    )


def test_times_in_an_unknown_language_are_said_to_be_unknown(course):
    download(course, Site(members()))
    text = (course / "Grades-C-tiny-77.csv").read_text("utf-8")
    (course / "Grades-C-tiny-77.csv").write_text(text.replace("November", "marraskuuta"), "utf-8")

    said = take(course)

    assert 1 == said.status
    assert (
        "is not clear from the worksheet, and their marks wait for it; `grader lms moodle times` asks the site" in said
    )
    for name in NAMES:
        desk.mark(course, name, "4")
    assert (
        "held back: Ann Lee (participant:12) came at a time that nobody knows, and lateness costs points; see `times`"
    ) in fill(course)


def test_two_groups_whose_hand_ins_would_have_one_name_are_refused(course):
    site = Site(teams(), groups=TEAMS)
    download(course, site)
    text = (course / "Grades-C-tiny-77.csv").read_text("utf-8").replace("Default group", "Team A 3")
    (course / "Grades-C-tiny-77.csv").write_text(text, "utf-8")
    (course / "C-tiny-77.zip").write_bytes(
        zipped({f"{name}_assignsubmission_file/x.py": b"" for name in ("Team A_3", "Team A 3")})
    )

    said = take(course)

    assert "two folders of the download would both be called 'team-a-3'; rename one of the groups" in said


SPOILT = [
    ("Participant 19", "Student 19", "the identifiers begin with 'Participant' and 'Student', expected one word"),
    (",,4.00,", ",good,4.00,", "Grades-C-tiny-77.csv, line 2: the grade is 'good', expected a number or nothing"),
    (",4.00,", ",0.00,", "the maximum grade is '0.00' in the first row, expected one number above 0"),
    (",,4.00,", ',"3,5",4.00,', "some grades have a decimal comma and some a point; download the file again"),
]


@pytest.mark.parametrize(("there", "instead", "said"), SPOILT)
def test_a_worksheet_that_somebody_changed_is_refused(course, there, instead, said):
    download(course, Site(members()))
    text = (course / "Grades-C-tiny-77.csv").read_text("utf-8").replace(there, instead)
    (course / "Grades-C-tiny-77.csv").write_text(text, "utf-8")

    assert said in take(course)
