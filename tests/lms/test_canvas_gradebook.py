"""Canvas by files: an import of the gradebook changes what was meant and nothing else."""

from decimal import Decimal
from fractions import Fraction

import pytest

from grader import roster
from tests.lms import desk
from tests.lms.canvas_class import export, fill, graded, groups, site, taken, upload


@pytest.fixture
def course(tmp_path):
    return desk.lay(tmp_path)


@pytest.fixture
def ready(course):
    """A class that has come in and is graded: 4, 2.5, 0, 4 points, and one that waits for a person."""
    return graded(course, taken(course, site()))


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
