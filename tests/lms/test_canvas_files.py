"""Canvas by files: what a small Canvas exports comes in, and an import changes what was meant and nothing else."""

import zipfile
from decimal import Decimal
from fractions import Fraction

import pytest

from grader import roster
from grader.lms.canvas.downloads import NAMED, cleaned, own_names
from grader.model import Status
from tests import courses
from tests.lms import desk
from tests.lms.canvas_site import Course, Handed, Task, User

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


@pytest.fixture
def course(tmp_path):
    return desk.lay(tmp_path)


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


# ---- names in the zip ----

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


# ---- coming in ----


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


def groups(canvas):
    task = canvas.tasks[1]
    task.groups = {"Team A": (71, [12, 19]), "Team: A": (72, [4, 24])}
    task.handed = {12: Handed(RIGHT), 4: Handed(RIGHT), 123: Handed(RIGHT)}
    return canvas


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


# ---- going back ----


@pytest.fixture
def ready(course):
    """A class that has come in and is graded: 4, 2.5, 0, 4 points, and one that waits for a person."""
    return graded(course, taken(course, site()))


def graded(course, canvas):
    for user, score in zip(NAMES, ["4", "2.5", "0", "4"], strict=False):
        desk.mark(course, NAMES[user], score)
    desk.mark(course, NAMES[123], "4", status=Status.UNDECIDED)
    return canvas


def test_an_import_changes_what_was_meant_and_nothing_else(course, ready):
    said = fill(course)

    assert 1 == said.status
    assert "4 rows to import, 4 new grades, 0 changed" in said
    assert "Canvas should show 4 changes before you confirm, no more and no fewer" in said
    assert "held back: O'Neil_Smith, Bob (user:123) waits for a person" in said
    assert "2 people handed in nothing and are left alone; --zero-missing gives 0" in said
    assert [
        (12, 4567, None, Decimal(4)),
        (19, 4567, None, Decimal("2.5")),
        (4, 4567, None, Decimal(0)),
        (24, 4567, None, Decimal(4)),
    ] == upload(course, ready)
    assert [] == ready.proposed
    assert "4.00" == ready.tasks[1].points


@pytest.mark.parametrize(
    "shape", [{"split_names": True}, {"delimiter": ";"}, {"manual": True}, {"custom": ("Notes", "Pronouns")}]
)
def test_the_same_for_gradebooks_of_every_shape(course, shape):
    canvas = graded(course, taken(course, site(**shape)))
    fill(course)

    assert 4 == len(upload(course, canvas))
    assert [] == canvas.proposed


def test_the_sites_headers_and_points_are_kept_word_for_word(course):
    graded(course, taken(course, site(manual=True)))
    fill(course)
    written = (course / "grades.graded.csv").read_text("utf-8").splitlines()

    assert "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Twice (4567)" == written[0]
    assert ",,,,,Manual Posting" == written[1]
    assert "    Points Possible,,,,,4.00" == written[2]
    assert '"Lee, Ann",12,007,ann,Section 1,4' == written[3]


def test_zero_is_a_grade_and_nothing_is_no_row(course, ready):
    """A blank cell would clear a grade that somebody gave for something else."""
    ready.tasks[1].grades[30] = Decimal(3)
    export(course, ready)
    fill(course)
    upload(course, ready)

    assert Decimal(0) == ready.tasks[1].grades[4]
    assert Decimal(3) == ready.tasks[1].grades[30]
    assert 99 not in ready.tasks[1].grades


def test_those_who_handed_in_nothing_get_zero_only_when_asked(course, ready):
    ready.tasks[1].grades[30] = Decimal(3)
    export(course, ready)
    fill(course, "--zero-missing")
    upload(course, ready)

    assert (Decimal(3), Decimal(0)) == (ready.tasks[1].grades[30], ready.tasks[1].grades[99])


def test_marks_that_are_there_already_are_left_out(course, ready):
    ready.tasks[1].grades = {12: Decimal(4), 19: Decimal("1.25")}
    export(course, ready)

    said = fill(course)

    assert "3 rows to import, 2 new grades, 1 changed" in said
    assert "changed: Lee, Ann (user:19): 1.25 → 2.5" in said
    assert "1 mark is there already" in said
    assert 3 == len(upload(course, ready))


def test_when_nothing_differs_there_is_nothing_to_import(course, ready):
    fill(course)
    upload(course, ready)
    export(course, ready)
    (course / "grades.graded.csv").unlink()

    assert "nothing to import: no mark differs from what the gradebook shows" in fill(course)
    assert not (course / "grades.graded.csv").exists()


def test_a_third_is_rounded_once_to_two_decimals(course, ready):
    desk.mark(course, "lee-ann-12", Fraction(8, 3))
    fill(course)
    upload(course, ready)

    assert Decimal("2.67") == ready.tasks[1].grades[12]


def test_thousands_have_no_comma(course):
    """1,234 would be read as 1.234."""
    canvas = site()
    canvas.tasks[1].points = "5000.00"
    graded(course, taken(course, canvas))
    fill(course, "--scale")
    upload(course, canvas)

    assert Decimal(3125) == canvas.tasks[1].grades[19]


def test_other_points_are_never_scaled_unasked(course):
    canvas = site()
    canvas.tasks[1].points = "10.00"
    graded(course, taken(course, canvas))

    said = fill(course)

    assert 2 == said.status
    assert (
        "'Twice (4567)' on Canvas gives at most 10 points and tiny 4; add --scale to multiply every mark by 2.5" in said
    )
    assert 1 == fill(course, "--scale").status
    upload(course, canvas)
    assert (Decimal("6.25"), "10.00") == (canvas.tasks[1].grades[19], canvas.tasks[1].points)


def test_an_assignment_of_no_points_takes_marks_beyond_its_maximum(course):
    """As for extra work; multiplied by nothing everybody would get a zero."""
    canvas = site()
    canvas.tasks[1].points = "0.00"
    graded(course, taken(course, canvas))

    assert (
        "'Twice (4567)' on Canvas gives at most 0 points and tiny 4; add --scale to give them as they are, beyond the "
        "maximum, or change one of them"
    ) in fill(course)
    fill(course, "--scale")
    upload(course, canvas)
    assert Decimal("2.5") == canvas.tasks[1].grades[19]


def test_excused_and_unassigned_students_are_left_alone(course, ready):
    ready.tasks[1].grades = {12: "EX", 19: "N/A"}
    export(course, ready)

    said = fill(course)

    assert "held back: Lee, Ann (user:12) is excused on Canvas; a mark would end that, so give it there" in said
    assert "held back: Lee, Ann (user:19) is not assigned to it on Canvas" in said
    assert {4, 24} == {change[0] for change in upload(course, ready)}


def test_everybody_of_a_group_gets_its_mark(course):
    canvas = groups(site())
    (course / "groups.csv").write_bytes(canvas.group_list(canvas.tasks[1]))
    taken(course, canvas, "--groups", "groups.csv")
    for name, score in (("team-a-71", "3"), ("team-a-72", "2"), ("o-neil-smith-bob-123", "1")):
        desk.mark(course, name, score)

    assert 0 == fill(course).status
    upload(course, canvas)
    assert {12: 3, 19: 3, 4: 2, 24: 2, 123: 1} == canvas.tasks[1].grades


@pytest.mark.parametrize("named", ["4567", "Twice", "Twice (4567)"])
def test_the_assignment_is_found_by_id_or_title(course, ready, named):
    assert "4 rows to import" in fill(course, "--assignment", named)


def test_an_assignment_that_is_not_clear_is_asked_for(course, ready):
    ready.tasks[0].title = "Twice"
    export(course, ready)

    assert (
        "grades.csv: the assignment called 'Twice' or 'tiny' fits 2 of its columns: 'Twice (4566)', "
        "'Twice (4567)', 'After (4568)'; name one with --assignment ID"
    ) in fill(course)
    assert "the assignment '1' fits none of its columns" in fill(course, "--assignment", "1")
    assert "4 rows to import" in fill(course, "--assignment", "4567")


def test_columns_that_an_import_drops_are_refused(course, ready):
    ready.tasks[1].title = "Final Grade project"
    export(course, ready)
    said = fill(course, "--assignment", "4567")
    ready.tasks[1].title, ready.tasks[1].read_only = "Twice", True
    export(course, ready)

    assert 2 == said.status
    assert (
        "Canvas takes 'Final Grade project (4567)' for one of its own totals, because of 'Final Grade' in the title"
        in said
    )
    assert "'Twice (4567)' is read only, so an import would drop it" in fill(course)


def test_anonymous_hand_ins_are_marked_but_fit_no_row(course):
    canvas = site()
    canvas.tasks[1].anonymous = True
    for one, letters in zip(canvas.users, ["aX3bq", "Bb2cD", "cccc1", "d2d2d", "e3e3e", "f", "g"], strict=True):
        one.anonymous = letters
    taken(course, canvas)
    desk.mark(course, "anon-ax3bq", "3")

    said = fill(course)

    assert ("anonymous:aX3bq",) == roster.load(course / "rosters" / "tiny.json").of("anon-ax3bq").people
    assert (
        "anon-ax3bq is of nobody in grades.csv, because the assignment is anonymous; use `grader lms canvas push`"
        in said
    )
    assert not (course / "grades.graded.csv").exists()


def test_who_is_not_in_the_file_is_named(course, ready):
    ready.users = ready.users[1:]
    export(course, ready)

    assert "held back: lee-ann-12 is of nobody in grades.csv" in fill(course)


def test_the_gradebook_itself_is_never_overwritten(course, ready):
    assert "is the gradebook itself; name another file with --out" in fill(course, "--out", "grades.csv")


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
