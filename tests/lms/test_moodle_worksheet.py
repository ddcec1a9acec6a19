"""Moodle by files: the worksheet that goes back is what the small Moodle stores, and nothing is skipped unsaid."""

from fractions import Fraction

import pytest

from grader import roster
from tests.lms import desk
from tests.lms.moodle_class import (
    HOUR,
    NAMES,
    TEAMS,
    TIMED,
    download,
    export,
    fill,
    graded,
    members,
    take,
    taken,
    teams,
    upload,
)
from tests.lms.moodle_site import NOW, Member, Site


@pytest.fixture
def course(tmp_path):
    return desk.lay(tmp_path, TIMED)


@pytest.fixture
def ready(course):
    return graded(course)


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
