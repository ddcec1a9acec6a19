"""Moodle by files: the comments and reports that stand beside a grade."""

import pytest

from tests.lms import desk
from tests.lms.moodle_class import TEAMS, TIMED, export, fill, graded, members, taken, teams, upload
from tests.lms.moodle_site import Site


@pytest.fixture
def course(tmp_path):
    return desk.lay(tmp_path, TIMED)


@pytest.fixture
def ready(course):
    return graded(course)


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
