"""Moodle by files: what a small Moodle exports comes in, and what goes back is what it stores.

The other side is tests/lms/moodle_site.py, which skips without a word whatever the real one was seen to skip.
"""

import io
import os
import unicodedata
import zipfile
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from grader import roster
from grader.intake import exports
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


@pytest.fixture
def course(tmp_path):
    return desk.lay(tmp_path, TIMED)


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


# ---- coming in ----


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


TEAMS = {"Team A": 3, "B & B": 5}


def teams():
    rows = members()
    for one, group in zip(rows, ["Team A", "Team A", "B & B", "", "", "Team A"], strict=True):
        one.group = group
        one.files = RIGHT
        one.submitted = NOW - HOUR
    return rows


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


def test_a_folder_that_came_from_elsewhere_is_left_alone(course):
    mine = course / "submissions" / "tiny" / "ann-lee-12"
    mine.mkdir(parents=True)
    (mine / "mine.txt").write_text("mine")
    download(course, Site(members()))

    said = take(course)

    assert 2 == said.status
    assert "ann-lee-12 is there already and came from no download; move it away first" in said
    assert "mine" == (mine / "mine.txt").read_text()


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_an_archive_alone_stays_one_and_beside_others_it_is_unpacked(course):
    site = Site(members())
    site.member(12).files = {"hw.zip": zipped(RIGHT)}
    site.member(19).files = {"hw.zip": zipped({"hw/solution.py": b"x = 1\n"}), "report.pdf": b"%PDF"}
    site.member(4).files = {"hw.zip": b"broken", "notes.txt": b""}
    download(course, site)

    said = take(course)

    assert 1 == said.status
    assert (course / "submissions/tiny/ann-lee-12.zip").is_file()
    assert ["hw/solution.py", "report.pdf"] == desk.hand_ins(course)["ann-lee-19"]
    assert "left out: zoë-müller-phd-4: hw.zip is not an archive that can be opened" in said
    assert ["hw.zip", "notes.txt"] == desk.hand_ins(course)["zoë-müller-phd-4"]


def test_an_archive_that_becomes_a_folder_leaves_no_twin(course):
    site = Site(members())
    site.member(12).files = {"hw.zip": zipped(RIGHT)}
    taken(course, site)
    site.member(12).files = RIGHT
    taken(course, site)

    assert "ann-lee-12.zip" not in desk.hand_ins(course)
    assert ["answers.md", "solution.py"] == desk.hand_ins(course)["ann-lee-12"]


HOSTILE = [
    ("../../escaped.py", "has a name that leads out of the folder"),
    ("/etc/cron.d/job", "has a name that leads out of the folder"),
    ("C:\\escaped.py", "has a name that leads out of the folder"),
    ("Ann Lee_12_assignsubmission_file/../../x.py", "has a name that leads out of the folder"),
    ("notes.txt", "is not named as in Moodle's"),
    ("Ann Lee_12_assignsubmission_file", "is not named as in Moodle's"),
]


@pytest.mark.parametrize(("name", "why"), HOSTILE)
def test_a_hostile_download_is_refused_by_name(course, name, why):
    download(course, Site(members()))
    with zipfile.ZipFile(course / "C-tiny-77.zip", "a") as archive:
        archive.writestr(name, b"x")

    said = take(course)

    assert 2 == said.status
    assert why in said
    assert repr(name.replace("\\", "/")) in said
    assert not (course / "submissions" / "tiny").exists()
    assert not (course / "rosters").exists()


def test_a_link_in_the_download_is_refused_by_name(course):
    download(course, Site(members()))
    with zipfile.ZipFile(course / "C-tiny-77.zip", "a") as archive:
        link = zipfile.ZipInfo("Ann Lee_12_assignsubmission_file/secret")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")

    assert "'Ann Lee_12_assignsubmission_file/secret' is a link or a device" in take(course)


def test_files_that_cannot_be_written_are_listed_and_the_rest_comes_in(course):
    site = Site(members())
    site.member(12).files = {**RIGHT, "n" * 230 + ".py": b"", "a": b"", "a/b.py": b""}
    site.member(19).files = {"assignfeedback_x/y.py": b"y = 1\n"}
    download(course, site)

    said = take(course)

    assert 1 == said.status
    assert "has a name that is too long, too deep or cannot be shown" in said
    assert "left out: ann-lee-12: 'a/b.py' cannot be written" in said
    assert {"a", "answers.md", "solution.py"} == set(desk.hand_ins(course)["ann-lee-12"])
    assert ["assignfeedback_x/y.py"] == desk.hand_ins(course)["ann-lee-19"]


def test_a_bomb_in_the_download_is_refused_by_name(course, monkeypatch):
    monkeypatch.setattr(exports, "FREE", 2**20)
    download(course, Site(members()))
    with zipfile.ZipFile(course / "C-tiny-77.zip", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Eve_30_assignsubmission_file/bomb.py", bytes(20 * 2**20))

    said = take(course)

    assert 2 == said.status
    assert "times its size, most of it in 'Eve_30_assignsubmission_file/bomb.py'; take that out of the zip" in said
    assert not (course / "submissions" / "tiny").exists()


def test_a_download_that_the_browser_unpacked_is_read_as_the_folder_it_is(course):
    download(course, Site(members()))
    with zipfile.ZipFile(course / "C-tiny-77.zip") as archive:
        archive.extractall(course / "C-tiny-77")
    (course / "C-tiny-77" / ".DS_Store").write_bytes(b"")

    assert 0 == take(course, zipped="C-tiny-77").status
    assert NAMES == sorted(desk.hand_ins(course))
    (course / "C-tiny-77").rename(course / "C-tiny-78")
    assert "C-tiny-78 is of activity 78 and Grades-C-tiny-77.csv of 77" in take(course, zipped="C-tiny-78")


def test_links_and_pipes_in_an_unpacked_download_are_not_read(course):
    download(course, Site(members()))
    with zipfile.ZipFile(course / "C-tiny-77.zip") as archive:
        archive.extractall(course / "C-tiny-77")
    ann = course / "C-tiny-77" / "Ann Lee_12_assignsubmission_file"
    os.mkfifo(ann / "pipe")
    assert "left out: 'Ann Lee_12_assignsubmission_file/pipe': it is neither a file nor a folder" in take(
        course, zipped="C-tiny-77"
    )
    (ann / "secret").symlink_to("/etc/passwd")

    said = take(course, zipped="C-tiny-77")

    assert 2 == said.status
    assert (
        "C-tiny-77: 'Ann Lee_12_assignsubmission_file/secret' is a link, and a download holds none; take it out" in said
    )


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


def test_feedback_files_in_a_download_are_not_hand_ins(course):
    download(course, Site(members()))
    with zipfile.ZipFile(course / "C-tiny-77.zip", "a") as archive:
        archive.writestr("Eve_30_assignfeedback_file/report.html", b"x")
        archive.writestr("__MACOSX/Ann Lee_12_assignsubmission_file/._solution.py", b"x")

    assert 0 == take(course).status
    assert NAMES == sorted(desk.hand_ins(course))


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


def test_plugins_that_nobody_knows_are_listed(course):
    download(course, Site(members()))
    with zipfile.ZipFile(course / "C-tiny-77.zip", "a") as archive:
        archive.writestr("Ann Lee_12_assignsubmission_mahara/page.html", b"x")

    said = take(course)

    assert 1 == said.status
    assert "left out: 'Ann Lee_12_assignsubmission_mahara/page.html': nothing is known of the plugin 'mahara'" in said


def test_an_archive_is_not_unpacked_over_a_folder_of_its_name(course):
    site = Site(members())
    site.member(12).files = {"hw.zip": zipped(RIGHT), "hw/notes.txt": b""}
    download(course, site)

    said = take(course)

    assert "left out: ann-lee-12: 'hw.zip' was not unpacked, since 'hw' is there already" in said
    assert ["hw.zip", "hw/notes.txt"] == desk.hand_ins(course)["ann-lee-12"]


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


def test_too_many_files_in_a_folder_are_no_download(course, monkeypatch):
    monkeypatch.setattr("grader.lms._downloads.MAX_ENTRIES", 3)
    download(course, Site(members()))
    with zipfile.ZipFile(course / "C-tiny-77.zip") as archive:
        archive.extractall(course / "C-tiny-77")

    assert "C-tiny-77 holds more than 3 files; that is no download of a class" in take(course, zipped="C-tiny-77")


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


# ---- going back ----


@pytest.fixture
def ready(course):
    """A class that has come in and is graded: 4, 2.5, 0, 4 points, and one that waits for a person."""
    site = taken(course, Site(members()))
    for name, score in zip(NAMES, ["4", "2.5", "0", "4"], strict=False):
        desk.mark(course, name, score)
    desk.mark(course, "李-明-24", "4", status=Status.UNDECIDED)
    return site


def test_what_is_uploaded_is_what_moodle_stores(course, ready):
    said = fill(course)

    assert 1 == said.status
    assert "4 rows to upload, 4 new grades, 0 changed" in said
    assert 'Moodle should say "Updated 4 grades and 0 feedback instances"; fewer means skipped rows' in said
    assert "held back: 李 明 (participant:24) waits for a person" in said
    assert "1 person handed in nothing and is left alone; --zero-missing gives 0" in said
    assert (4, 0) == upload(course, ready)
    assert [4, Fraction(5, 2), 4, None, 0, None] == [one.grade for one in ready.members]
    assert [] == ready.log


def test_only_rows_with_a_mark_are_in_it_and_the_sites_own_words(course, ready):
    fill(course)
    before = (course / "Grades-C-tiny-77.csv").read_text("utf-8").splitlines()
    after = (course / "Grades-C-tiny-77.graded.csv").read_text("utf-8").splitlines()

    assert 5 == len(after)
    assert before[0].removesuffix(",Feedback comments") == after[0]
    assert before[1].replace(",,4.00", ",4,4.00").removesuffix(",") == after[1]


@pytest.mark.parametrize("language", ["de", "zh"])
@pytest.mark.parametrize("more", [{}, {"onlinetext": True}, {"idnumbers": True, "emails": False}, {"comments": False}])
def test_columns_are_found_in_any_language(course, language, more):
    site = taken(course, Site(members(), language, **more))
    for name in NAMES:
        desk.mark(course, name, "2.5")

    assert 0 == fill(course).status
    assert (5, 0) == upload(course, site)
    assert {Fraction(5, 2)} == {one.grade for one in site.members if one.submitted}
    assert [] == site.log


def test_the_sites_decimal_sign_is_used(course):
    """A point on a site with commas, or the other way round, is stored as another grade without a warning."""
    site = taken(course, Site(members(), "de"))
    for name in NAMES:
        desk.mark(course, name, "2.75")
    fill(course)

    assert '"2,75"' in (course / "Grades-C-tiny-77.graded.csv").read_text("utf-8")
    assert 5 == upload(course, site)[0]
    assert Fraction(11, 4) == site.member(12).grade
    site.language = "en"
    assert (0, 0) == site._row(
        {"Identifier": "Participant 30", "Grade": "x", "Last modified (grade)": "-"}, site.words["headers"], False
    )


def test_a_decimal_sign_that_nothing_shows_is_asked_for(course, ready):
    text = (course / "Grades-C-tiny-77.csv").read_text("utf-8").replace("4.00", "4")
    (course / "Grades-C-tiny-77.csv").write_text(text, "utf-8")

    assert "shows no decimal sign, and 2.5 has one; say with --decimal whether it is . or ," in fill(course)
    assert 1 == fill(course, "--decimal", ",").status
    assert '"2,5"' in (course / "Grades-C-tiny-77.graded.csv").read_text("utf-8")
    text = text.replace(",4,", ",4.00,")
    (course / "Grades-C-tiny-77.csv").write_text(text, "utf-8")
    assert "--decimal is ',', but Grades-C-tiny-77.csv writes its numbers with '.'" in fill(course, "--decimal", ",")


def test_a_third_is_rounded_once_to_what_moodle_keeps(course, ready):
    desk.mark(course, "ann-lee-19", Fraction(7, 3))
    fill(course)
    upload(course, ready)

    assert Fraction("2.33333") == ready.member(19).grade


def test_another_maximum_is_never_scaled_unasked(course):
    site = taken(course, Site(members(), maximum=Fraction(100)))
    for name in NAMES:
        desk.mark(course, name, "2.5")

    said = fill(course)
    assert 2 == said.status
    assert "Grades-C-tiny-77.csv gives at most 100 points and tiny 4; add --scale to multiply every mark by 25" in said
    assert 0 == fill(course, "--scale").status
    upload(course, site)
    assert Fraction("62.5") == site.member(12).grade


def test_a_mark_out_of_range_is_said_before_anything_is_written(course, ready):
    """Moodle would drop it and keep the comment beside it."""
    desk.mark(course, "ann-lee-12", "5")

    said = fill(course)

    assert 2 == said.status
    assert (
        "the marks of ann-lee-12 are outside of 0 to 4; Moodle would drop them without a word, so nothing was" in said
    )
    assert not (course / "Grades-C-tiny-77.graded.csv").exists()


def test_zero_is_a_grade_and_nothing_is_none(course, ready):
    fill(course)
    upload(course, ready)

    assert 0 == ready.member(8).grade
    assert ready.member(30).grade is None


def test_those_who_handed_in_nothing_get_zero_only_when_asked(course, ready):
    fill(course, "--zero-missing")
    upload(course, ready)

    assert 0 == ready.member(30).grade


def test_zero_for_nothing_leaves_a_grade_that_somebody_gave(course, ready):
    ready.member(30).grade, ready.member(30).graded = Fraction(3), NOW - HOUR
    export(course, ready)
    fill(course, "--zero-missing")
    upload(course, ready)

    assert 3 == ready.member(30).grade


def test_grades_that_are_there_already_are_left_out(course, ready):
    fill(course)
    upload(course, ready)
    export(course, ready)
    desk.mark(course, "ann-lee-19", "3")

    said = fill(course)

    assert "1 row to upload, 0 new grades, 1 changed" in said
    assert "changed: Ann Lee (participant:19): 2.50 → 3" in said
    assert "3 grades are there already" in said
    assert (1, 0) == upload(course, ready)


def test_when_nothing_differs_there_is_nothing_to_upload(course, ready):
    fill(course)
    upload(course, ready)
    export(course, ready)
    (course / "Grades-C-tiny-77.graded.csv").unlink()

    assert "nothing to upload: no grade differs from what the worksheet shows" in fill(course)
    assert not (course / "Grades-C-tiny-77.graded.csv").exists()


def test_a_row_graded_online_since_the_export_is_held_back(course, ready):
    """Moodle would skip grade and comment alike."""
    old = (course / "Grades-C-tiny-77.csv").read_bytes()
    ready.member(12).grade, ready.member(12).graded = Fraction(1), NOW
    download(course, ready)
    take(course)
    (course / "old.csv").write_bytes(old)

    said = fill(course, sheet="old.csv")

    assert 1 == said.status
    assert (
        "held back: Ann Lee (participant:12) was graded online after this export (Friday, 20 November 2026, 6:00 PM); "
        "export the worksheet again"
    ) in said
    assert 3 == upload(course, ready, "old.graded.csv")[0]
    assert [] == ready.log


def test_a_newer_export_is_taken_as_it_is(course, ready):
    ready.member(12).grade, ready.member(12).graded = Fraction(1), NOW
    export(course, ready)

    assert "changed: Ann Lee (participant:12): 1.00 → 4" in fill(course)
    assert 4 == upload(course, ready)[0]


def test_an_export_that_was_used_before_is_warned_of(course, ready):
    fill(course)
    upload(course, ready)
    export(course, ready, "newer.csv")
    desk.mark(course, "ann-lee-12", "3")
    assert "filled in before" not in fill(course, sheet="newer.csv")

    said = fill(course)

    assert (
        "note: this export was filled in before. Rows uploaded since then are newer than it, and Moodle skips" in said
    )
    assert 0 == upload(course, ready)[0]
    assert 4 == len(ready.log)


def test_who_handed_in_again_since_the_intake_is_held_back(course, ready):
    ready.member(12).submitted = NOW + 3 * HOUR
    export(course, ready)

    said = fill(course)

    assert (
        "Ann Lee (participant:12) handed in again since the intake (Friday, 20 November 2026, 9:00 PM); take in" in said
    )
    upload(course, ready)
    assert ready.member(12).grade is None


def test_an_export_in_another_language_tells_the_same_times(course, ready):
    """A colleague exports in the language of their own profile."""
    ready.language = "de"
    export(course, ready)

    said = fill(course)

    assert "4 rows to upload" in said
    assert "handed in again" not in said
    assert (4, 0) == upload(course, ready)


REASONS = [
    (lambda course: (course / "reports/tiny/ann-lee-12/report.json").unlink(), "is not graded yet"),
    (
        lambda course: (course / "reports/tiny/ann-lee-12/report.json").write_text("{"),
        "has a report that cannot be read",
    ),
    (
        lambda course: (course / "submissions/tiny/ann-lee-12/solution.py").write_text("other"),
        "was handed in again since it was graded",
    ),
]


@pytest.mark.parametrize(("spoil", "why"), REASONS)
def test_a_mark_that_does_not_belong_to_the_hand_in_is_held_back(course, ready, spoil, why):
    spoil(course)

    assert f"held back: Ann Lee (participant:12) {why}" in fill(course)
    upload(course, ready)
    assert ready.member(12).grade is None


def test_marks_of_another_version_of_the_assignment_are_held_back(course, ready):
    spec = course / "assignments" / "tiny" / "assignment.yaml"
    spec.write_text(spec.read_text() + "\n")

    assert "held back: Ann Lee (participant:12) was graded by another version of the assignment" in fill(course)


def test_without_comments_those_on_the_site_stay(course, ready):
    """A re-imported export would replace the rich comment by plain text, and an empty cell would erase it."""
    ready.member(12).comment = "<p>See me.</p>"
    export(course, ready)
    fill(course)
    upload(course, ready)

    assert "<p>See me.</p>" == ready.member(12).comment


def test_comments_say_what_is_not_right_yet_and_hold_no_markup_of_students(course, ready):
    desk.mark(course, "ann-lee-19", "2", finding="you return <script>alert(1)</script> & more")

    said = fill(course, "--comments")

    assert (
        'Moodle should say "Updated 4 grades and 4 feedback instances"; fewer grades mean skipped rows, fewer comments '
        "that they were there"
    ) in said
    assert (4, 4) == upload(course, ready)
    assert (
        "Graded by homework-grader: 2 of 4 points.<ul><li>double: 2 of 4. you return "
        "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more</li></ul>"
    ) == ready.member(19).comment
    assert "Graded by homework-grader: 4 of 4 points." == ready.member(12).comment
    assert "" == ready.member(24).comment


def test_comments_of_others_are_not_replaced_unasked(course, ready):
    ready.member(12).comment = "<p>See me.</p>"
    export(course, ready)

    said = fill(course, "--comments")

    assert 2 == said.status
    assert "--comments would replace what somebody wrote to Ann Lee (participant:12); leave it out" in said
    assert 1 == fill(course, "--replace-comments").status
    upload(course, ready)
    assert ready.member(12).comment.startswith("Graded by homework-grader")


def test_comments_to_those_who_handed_in_nothing_are_not_replaced_either(course, ready):
    ready.member(30).comment = "<p>Please see me.</p>"
    export(course, ready)

    said = fill(course, "--comments", "--zero-missing")

    assert 2 == said.status
    assert "--comments would replace what somebody wrote to Eve (participant:30)" in said
    assert "4 rows to upload" in fill(course, "--comments")


def test_comments_of_ours_are_replaced_by_newer_ones(course, ready):
    fill(course, "--comments")
    upload(course, ready)
    export(course, ready)
    desk.mark(course, "ann-lee-12", "3")
    fill(course, "--comments")
    upload(course, ready)

    assert ready.member(12).comment.startswith("Graded by homework-grader: 3 of 4 points.")


def test_a_worksheet_without_comments_cannot_take_any(course, ready):
    ready.comments = False
    export(course, ready)

    assert "Grades-C-tiny-77.csv has no column of comments; leave out --comments" in fill(course, "--comments")


def test_a_scale_takes_its_own_items_and_no_other_words(course):
    site = taken(course, Site(members(), maximum=None, items=("Not yet", "Pass", "Good")))
    for name, score in zip(NAMES, ["4", "2.5", "0", "2", "1"], strict=True):
        desk.mark(course, name, score)

    bare, wrong = fill(course), fill(course, "--item", "pass=50")
    said = fill(course, "--item", "Not yet=0", "--item", "Pass=50", "--item", "Good=90")

    assert "grades by the scale 'Not yet', 'Pass', 'Good': nothing says from how many points on each is given" in bare
    assert "there is no item 'pass'; use --item ITEM=PERCENT" in wrong
    assert 0 == said.status
    assert 5 == upload(course, site)[0]
    assert [3, 2, 2, 1, 1] == [one.grade for one in site.members if one.submitted]
    assert "no --item is given for 25 percent; add one with =0" in fill(course, "--item", "Pass=50")
    assert "--item 'Pass': expected ITEM=PERCENT, such as Pass=50" in fill(course, "--item", "Pass")


def test_a_scale_in_another_language_is_found_by_shape(course):
    site = taken(course, Site(members(), "zh", maximum=None, items=("不及格", "及格")))
    for name in NAMES:
        desk.mark(course, name, "4")

    fill(course, "--item", "及格=50", "--item", "不及格=0")

    assert 5 == upload(course, site)[0]


def test_a_team_shares_one_mark_in_every_row(course):
    site = taken(course, Site(teams(), groups=TEAMS))
    for name, score in (("team-a-3", "3"), ("b-b-5", "4"), ("default-group", "1")):
        desk.mark(course, name, score)

    assert 0 == fill(course).status
    assert (6, 0) == upload(course, site)
    assert [3, 3, 4, 1, 1, 3] == [one.grade for one in site.members]


@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_a_grade_that_cannot_be_changed_is_held_back(course, language):
    site = taken(course, Site(members(), language))
    for name in NAMES:
        desk.mark(course, name, "4")
    site.member(12).locked = True
    export(course, site)

    said = fill(course)

    assert "Ann Lee (participant:12) has a grade that the site does not let be changed; unlock it there" in said
    assert (4, 0) == upload(course, site)
    assert [] == site.log


def test_the_worksheet_of_another_assignment_does_not_get_these_marks(course, ready):
    """Its numbers are those of other people, and most of them fit."""
    shifted = zip(members(), members()[1:], strict=False)
    others = Site([Member(one.id, other.name, other.email) for one, other in shifted])
    export(course, others, "other.csv")
    others.members = [Member(one.id, f"New {one.id}") for one in members()]
    export(course, others, "strangers.csv")
    others.members = [Member(99, "Ann Lee")]
    export(course, others, "later.csv")

    assert (
        "other.csv, line 2: participant '12', email 'lee@example.edu' fits Ann Lee (participant:12) and Ann Lee "
        "(participant:19); expected one person"
    ) in fill(course, sheet="other.csv")
    assert (
        "strangers.csv, line 2: participant 12 is 'Ann Lee' in the roster, and that name is not here; is the worksheet "
        "one of another assignment than tiny?"
    ) in fill(course, sheet="strangers.csv")
    assert (
        "later.csv, line 2: participant 99 is not in the roster of tiny; if somebody joined the course, run the intake "
        "again with this worksheet, otherwise it is one of another assignment"
    ) in fill(course, sheet="later.csv")


def test_the_worksheet_itself_is_never_overwritten(course, ready):
    assert "is the worksheet itself; name another file with --out" in fill(course, "--out", "Grades-C-tiny-77.csv")


def test_columns_that_cannot_be_told_are_asked_for(course, ready):
    text = (course / "Grades-C-tiny-77.csv").read_text("utf-8").replace("4.00", "voll")
    for english, other in (
        ("Maximum Grade", "Pisteet"),
        ("Last modified (grade)", "Muokattu"),
        ("Grade,", "Arvosana,"),
    ):
        text = text.replace(english, other)
    (course / "odd.csv").write_text(text, "utf-8")

    said = fill(course, sheet="odd.csv")

    assert 2 == said.status
    assert (
        "odd.csv: it is not clear which column holds the grade and the maximum among 'Identifier', 'Full name'" in said
    )
    assert "say so with --column grade=HEADER" in said
    assert "--column 'mark=x': expected KIND=HEADER, where KIND is one of identifier, name" in fill(
        course, "--column", "mark=x"
    )


def test_a_file_that_is_no_worksheet_says_so(course, ready):
    (course / "other.csv").write_text("Name,Grade,Maximum Grade,Last modified (grade)\nAnn,1,4,-\n")

    said = fill(course, sheet="other.csv")

    assert "other.csv, line 2: 'Ann' stands under 'Name', expected a word and a number such as 'Participant 12'" in said


def test_without_an_intake_there_is_nothing_to_write(course):
    export(course, Site(members()))

    assert "tiny.json; run `grader lms moodle intake tiny` first" in fill(course)


def test_the_intake_of_another_platform_is_not_used(course, ready):
    known = roster.load(course / "rosters" / "tiny.json")
    roster.save(roster.Roster(assignment="tiny", system="canvas"), course / "rosters" / "tiny.json")

    assert "came from canvas, not from moodle; run `grader lms moodle intake tiny`" in fill(course)
    assert known.system == "moodle"


# ---- feedback files ----


def test_reports_reach_the_student_whose_name_is_not_unique(course, ready):
    said = desk.typed(course, "lms", "moodle", "feedback", "tiny")
    data = (course / "tiny-feedback.zip").read_bytes()

    assert 1 == said.status
    assert "tiny-feedback.zip: 4 reports" in said
    assert "held back: 李-明-24 waits for a person" in said
    assert 4 == ready.upload_feedback(data)
    for number, name in ((12, "ann-lee-12"), (19, "ann-lee-19"), (4, "zoë-müller-phd-4")):
        assert name.encode() in ready.member(number).feedback["report.html"]
    assert {} == ready.member(30).feedback


def test_the_feedback_zip_has_the_same_bytes_every_time(course, ready):
    desk.typed(course, "lms", "moodle", "feedback", "tiny", "--out", "one.zip")
    desk.typed(course, "lms", "moodle", "feedback", "tiny", "--out", "other.zip")

    assert (course / "one.zip").read_bytes() == (course / "other.zip").read_bytes()


def test_a_team_gets_one_report_by_its_number_and_those_without_one_by_theirs(course):
    site = taken(course, Site(teams(), groups=TEAMS))
    for name in ("team-a-3", "b-b-5", "default-group"):
        desk.mark(course, name, "3")
    desk.typed(course, "lms", "moodle", "feedback", "tiny")

    assert 6 == site.upload_feedback((course / "tiny-feedback.zip").read_bytes())
    assert all(one.feedback for one in site.members)


def test_without_a_report_there_is_no_feedback(course):
    taken(course, Site(members()))

    said = desk.typed(course, "lms", "moodle", "feedback", "tiny")

    assert "nothing to upload: there is no finished report" in said
    assert not (course / "tiny-feedback.zip").exists()
