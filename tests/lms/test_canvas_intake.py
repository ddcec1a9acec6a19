"""Canvas by files: what a small Canvas exports comes in, joined by numbers and never by names."""

import zipfile

import pytest

from grader import roster
from grader.lms.canvas.downloads import NAMED, cleaned, own_names
from tests.lms import desk
from tests.lms.canvas_class import NAMES, RIGHT, TIMED, download, export, fill, groups, site, take, taken, users
from tests.lms.canvas_site import Handed


@pytest.fixture
def course(tmp_path):
    return desk.lay(tmp_path)


AWKWARD = [
    ("leeann_12_3456_hw1.py", ("leeann", None, "12", "3456", "hw1.py", None)),
    ("leeann_LATE_12_3456_hw1.py", ("leeann", "LATE", "12", "3456", "hw1.py", None)),
    ("leeann_late_12_3456_hw1.py", ("leeann", "late", "12", "3456", "hw1.py", None)),
    ("leeann_12_3456_1_2_x.py", ("leeann", None, "12", "3456", "1_2_x.py", None)),
    ("o_neil_12_3456_my file.py", ("o_neil", None, "12", "3456", "my file.py", None)),
    ("李明_24_3456_räk.py", ("李明", None, "24", "3456", "räk.py", None)),
    ("leeann_12_text.html", ("leeann", None, "12", None, None, "text")),
    ("leeann_LATE_12_link.html", ("leeann", "LATE", "12", None, None, "link")),
    ("anon_aX3bq_3456_hw1.py", (None, None, "anon_aX3bq", "3456", "hw1.py", None)),
    ("LATE_anon_aX3bq_3456_hw1.py", (None, "LATE", "anon_aX3bq", "3456", "hw1.py", None)),
    ("anon_aX3bq_text.html", (None, None, "anon_aX3bq", None, None, "text")),
    ("late_12_3456_hw1.py", ("late", None, "12", "3456", "hw1.py", None)),
]


@pytest.mark.parametrize(("name", "parts"), AWKWARD)
def test_a_name_is_taken_apart(name, parts):
    match = NAMED.fullmatch(name)

    assert parts == tuple(match[key] for key in ("name", "late", "user", "attachment", "file", "kind"))


def test_the_number_of_a_second_attempt_is_not_the_students():
    assert {"hw1-1.ipynb": "hw1.ipynb"} == own_names(["hw1-1.ipynb"])
    assert {"hw1-1.py": "hw1-1.py", "hw1.py": "hw1.py"} == own_names(["hw1-1.py", "hw1.py"])
    assert {"a-1.py": "a-1.py", "a-2.py": "a-2.py"} == own_names(["a-1.py", "a-2.py"])
    assert {"lab-2026.py": "lab-2026.py"} == own_names(["lab-2026.py"])


@pytest.mark.parametrize("name", ["शर्मा, अंजलि", "ใจดี, สมชาย", "İpek, Öz", "علي, محمّد", "Nguye\u0302\u0303n, Anh"])
def test_names_of_every_script_are_those_of_the_gradebook(course, name):
    """Vowels of Devanagari and Thai, and marks of Arabic, are no letters, and belong to the name all the same."""
    canvas = site()
    canvas.users[0].sortable = name
    download(course, canvas)

    said = take(course)

    assert 0 == said.status, said.out
    assert "5 hand-ins of 7 people" in said


def test_the_name_in_the_zip_is_that_of_the_gradebook():
    for user in users():
        assert cleaned(user.sortable) == "".join(
            letter for letter in user.sortable.lower() if letter.isalnum() or letter == "_"
        )


@pytest.mark.parametrize("wrapped", ["", "submissions/"])
def test_a_download_becomes_hand_ins(course, wrapped):
    download(course, site(), wrapped=wrapped)

    said = take(course)

    assert 0 == said.status, said.out
    assert "5 hand-ins of 7 people: 5 new, 0 changed, 0 as before" in said
    assert "late by Canvas's word: lee-ann-19, o-neil-smith-bob-123" in said
    assert set(NAMES.values()) == set(desk.hand_ins(course))
    assert ["1_2_x.py", "my work.py"] == desk.hand_ins(course)["müller-phd-zoë-4"]
    assert ["solution.py"] == desk.hand_ins(course)["lee-ann-19"]
    assert ["räk.ipynb"] == desk.hand_ins(course)["李-明-24"]


def test_everybody_is_known_by_every_id(course):
    taken(course, site())
    known = roster.load(course / "rosters" / "tiny.json")

    ann = known.of("lee-ann-12")
    assert {"user": ("12",), "sis": ("007",), "login": ("ann",)} == known.whose(ann)[0].ids
    assert (False, True, 2) == (ann.late, known.of("lee-ann-19").late, known.of("lee-ann-19").attempt)
    assert 7 == len(known.people)


@pytest.mark.parametrize("shape", [{"split_names": True}, {"delimiter": ";"}, {"manual": True}, {"custom": ("Notes",)}])
def test_gradebooks_of_every_shape_are_read(course, shape):
    taken(course, site(**shape))

    assert set(NAMES.values()) == set(desk.hand_ins(course))


def test_typed_text_is_an_answer_sheet_and_links_are_named(course):
    canvas = site()
    canvas.tasks[1].handed[12] = Handed(text="<h2>answer</h2><p>42</p>")
    canvas.tasks[1].handed[19] = Handed(link="https://example.edu/")
    canvas.tasks[1].handed[4] = Handed(text="")
    download(course, canvas)

    said = take(course)

    assert "# answer\n\n42\n" == (course / "submissions/tiny/lee-ann-12/answers.md").read_text()
    assert "a link was handed in by lee-ann-19; links are not followed" in said
    assert "nothing was in the hand-ins of müller-phd-zoë-4; they count as not handed in" in said


def test_a_download_does_not_tell_times_and_says_so_where_they_matter(tmp_path):
    course = desk.lay(tmp_path, TIMED)
    download(course, site())

    said = take(course)

    assert 1 == said.status
    assert (
        "a download does not tell how late lee-ann-19, o-neil-smith-bob-123 came, and their marks wait for it" in said
    )
    assert "`grader lms canvas times` asks the site" in said
    for name in NAMES.values():
        desk.mark(course, name, "4")
    assert "Lee, Ann (user:19) came at a time that nobody knows, and lateness costs points; see `times`" in fill(course)
    assert "3 rows to import" in fill(course)


def test_a_numeric_name_is_told_by_who_is_in_the_course(course):
    """`123_12_3456_x.py` may be of user 12 called 123, or of user 123 without a name."""
    canvas = site()
    canvas.users[0].sortable = "123"
    canvas.users = [one for one in canvas.users if one.id != 123]
    canvas.tasks[1].handed = {12: Handed({"x.py": b""})}
    taken(course, canvas)

    assert ["123-12"] == list(desk.hand_ins(course))


def test_a_numeric_name_that_fits_two_people_is_not_guessed(course):
    canvas = site()
    canvas.user(12).sortable, canvas.user(123).sortable = "123", "…"
    canvas.tasks[1].handed = {12: Handed({"x.py": b""})}
    download(course, canvas)

    said = take(course)

    assert 2 == said.status
    assert "'123_12_9001_x.py' may be of user 12 or 123; take it out of the zip and place it by hand" in said


def test_a_stranger_is_named(course):
    canvas = site()
    download(course, canvas)
    canvas.users = canvas.users[1:]
    export(course, canvas)

    said = take(course)

    assert 2 == said.status
    assert (
        "submissions.zip holds a hand-in of user 12, who is not in grades.csv; export the gradebook of the whole"
        in said
    )


def test_the_gradebook_of_another_course_is_noticed(course):
    canvas = site()
    download(course, canvas)
    canvas.users[0].sortable = "Doe, Jane"
    export(course, canvas)

    said = take(course)

    assert 2 == said.status
    assert "holds 'leeann_12_9001_solution.py', but user 12 is 'Doe, Jane' in grades.csv" in said
    assert "if groups hand in together, add --groups with the list that Canvas exports under People" in said


def test_groups_of_one_name_are_told_apart_by_their_members(course):
    canvas = groups(site())
    (course / "groups.csv").write_bytes(canvas.group_list(canvas.tasks[1]))
    taken(course, canvas, "--groups", "groups.csv")
    known = roster.load(course / "rosters" / "tiny.json")

    assert ["o-neil-smith-bob-123", "team-a-71", "team-a-72"] == sorted(desk.hand_ins(course))
    assert ("user:12", "user:19") == known.of("team-a-71").people
    assert ("user:4", "user:24") == known.of("team-a-72").people


def test_groups_without_their_list_are_not_taken_for_people(course):
    download(course, groups(site()))

    assert "holds 'teama_12_9001_solution.py', but user 12 is 'Lee, Ann'" in take(course)


def test_two_hand_ins_of_one_group_are_not_guessed(course):
    canvas = groups(site())
    canvas.tasks[1].handed[19] = Handed(RIGHT)
    (course / "groups.csv").write_bytes(canvas.group_list(canvas.tasks[1]))
    download(course, canvas)

    assert "two hand-ins of the download would both be called 'team-a-71'; two members of one group?" in take(
        course, "--groups", "groups.csv"
    )


GROUP_FAULTS = [
    (b"name,group_name\n", "groups.csv: the column 'canvas_user_id' was looked for, there are 'name', 'group_name'"),
    (
        b"canvas_user_id,group_name,canvas_group_id\n12,A,1\n12,B,2\n",
        "groups.csv: user 12 is in two groups; export the groups of this assignment's set alone",
    ),
    (
        b"canvas_user_id,group_name,canvas_group_id\n777,A,1\n",
        "groups.csv, line 2: user '777' is not in the gradebook; export both again",
    ),
    (
        b"canvas_user_id,group_name,canvas_group_id\n12,Other,1\n",
        "user 12 is 'Lee, Ann' in grades.csv and of the group 'Other'; export the groups again, or leave out --groups",
    ),
    (
        b"canvas_user_id,group_name,canvas_group_id\n30,Other,1\n",
        "user 12 is 'Lee, Ann' in grades.csv and in no group of groups.csv; export the groups again",
    ),
]


@pytest.mark.parametrize(("text", "said"), GROUP_FAULTS)
def test_a_list_of_groups_that_does_not_fit_is_refused(course, text, said):
    download(course, groups(site()))
    (course / "groups.csv").write_bytes(text)

    assert said in take(course, "--groups", "groups.csv")


HOSTILE = [
    ("../../leeann_12_1_x.py", "has a name that leads out of the folder"),
    ("/leeann_12_1_x.py", "has a name that leads out of the folder"),
    ("notes.txt", "is not named as in Canvas's"),
    ("folder/leeann_12_9001_solution.py", "are the same file of one user"),
]


@pytest.mark.parametrize(("name", "why"), HOSTILE)
def test_a_hostile_download_is_refused_by_name(course, name, why):
    download(course, site())
    with zipfile.ZipFile(course / "submissions.zip", "a") as archive:
        archive.writestr(name, b"x")

    said = take(course)

    assert 2 == said.status
    assert why in said
    assert repr(name) in said
    assert not (course / "submissions" / "tiny").exists()


def test_a_download_that_the_browser_unpacked_is_read_as_the_folder_it_is(course):
    download(course, site())
    with zipfile.ZipFile(course / "submissions.zip") as archive:
        archive.extractall(course / "submissions down")

    said = desk.typed(course, "lms", "canvas", "intake", "tiny", "submissions down", "--gradebook", "grades.csv")

    assert 0 == said.status, said.out
    assert set(NAMES.values()) == set(desk.hand_ins(course))


GRADEBOOK_FAULTS = [
    ("Name,ID,Section\n", "grades.csv begins with 'Name', 'ID', 'Section', expected Student, ID, … as Canvas exports"),
    ("Student,ID,Twice (4567)\n", "grades.csv has no column 'Section'"),
    ("Student,ID,Section\n", "grades.csv has no row 'Points Possible'; export the gradebook again"),
    (
        "Student,ID,Section\n    Points Possible,,\nAnn,1.2E+01,\n",
        "grades.csv, line 3: the ID of 'Ann' is '1.2E+01', expected a number; a spreadsheet may have rewritten",
    ),
    (
        "Student,ID,Section\n    Points Possible,,\nAnn,12,A\nAnn,12,B\n",
        "grades.csv, line 4: user 12 stands in line 3 already",
    ),
]


@pytest.mark.parametrize(("text", "said"), GRADEBOOK_FAULTS)
def test_a_gradebook_that_canvas_would_refuse_is_refused(course, text, said):
    download(course, site())
    (course / "grades.csv").write_text(text, "utf-8")

    assert said in take(course)
