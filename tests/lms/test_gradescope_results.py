"""results.json as Gradescope reads it."""

import html.parser
import json
from dataclasses import replace
from fractions import Fraction

import pytest
from markdown_it import MarkdownIt

from grader.lms.gradescope import results
from grader.model import Adjustment, Status, Visibility
from tests.lms import readers
from tests.reports import sample

VISIBLE, HIDDEN = Visibility.VISIBLE, Visibility.HIDDEN


def read(report, hidden=HIDDEN):
    return readers.gradescope(results.render(results.graded(report, hidden)))


def test_the_score_is_the_sum_of_exact_points_and_not_of_rounded_ones():
    thirds = sample.report(sample.question(*(sample.criterion(f"c{i}", Fraction(1, 3), points=1) for i in range(3))))
    seen = read(thirds)

    assert 1 == seen["score"]
    assert 1 != sum(test["score"] for test in seen["tests"])


def test_partial_credit_is_points_and_a_failed_test():
    test = read(sample.honest(), VISIBLE)["now"]["tests"]["upd.l1: The same with an L1 penalty"]

    assert (2.3333, 7, "failed") == (test["score"], test["max_score"], test["status"])


def test_tests_are_numbered_by_question_and_tagged():
    tests = read(sample.honest(), VISIBLE)["tests"]

    assert ["1.1", "1.2", "2.1", "2.2"] == [test["number"] for test in tests]
    assert ["update", "partial"] == tests[1]["tags"]


@pytest.mark.parametrize(
    ("hidden", "sees"),
    [("visible", "now"), ("after_due", "after due"), ("after_published", "published"), ("hidden", None)],
)
def test_students_see_the_total_when_the_last_part_may_be_read(hidden, sees):
    seen = read(sample.honest(), Visibility(hidden))
    moments = ["now", "after due", "published"]

    first = moments.index(sees) if sees else 3
    assert [False] * first + [True] * (3 - first) == [seen[moment]["total"] for moment in moments]


def test_a_student_sees_visible_cases_of_hidden_criteria_and_nothing_else_of_them():
    now = json.dumps(read(sample.honest(), HIDDEN)["now"]["tests"])

    assert "1 of 2 visible cases right" in now
    assert "16 of 18" not in now
    assert "halved" not in now


def test_what_is_for_staff_is_nowhere():
    for hidden in Visibility:
        assert sample.HIDDEN_TRUTH not in json.dumps(results.graded(sample.honest(), hidden))


def test_the_log_is_for_staff():
    assert "hidden" == read(sample.honest())["stdout"]


def test_what_waits_for_a_person_has_no_score_and_no_status():
    seen = read(sample.honest(), VISIBLE)
    test = seen["now"]["tests"]["why: Why decay is not an L2 penalty in Adam"]

    assert not {"score", "max_score", "status"} & set(test)
    assert "waits for a person" in test["output"]
    assert "3 points wait for a person \\(why\\)" in seen["output"]
    assert 6.3333 == seen["score"]


def test_a_hand_in_that_waits_as_a_whole_has_no_score():
    doubt = sample.criterion("why", 0, Status.UNDECIDED, parts=(sample.part(status=Status.UNDECIDED),))

    assert read(sample.report(sample.question(doubt)))["score"] is None


def test_a_zero_that_was_earned_is_a_zero():
    wrong = sample.criterion("c", 0)

    assert 0 == read(sample.report(sample.question(wrong)))["score"]


def test_lateness_changes_the_score_and_is_said():
    late = Adjustment(
        kind="late", sentence="2 started days at 1 point each; 2 points are deducted.", points=Fraction(-2)
    )
    report = replace(sample.report(sample.question(sample.criterion())), adjustments=(late,), score=Fraction(2))
    seen = read(report, VISIBLE)

    assert 2 == seen["score"]
    assert [
        "- 2 started days at 1 point each; 2 points are deducted.",
        "- Your answers earned 4 points; 2 of them count.",
    ] == seen["now"]["tests"]["What counts"]["output"].splitlines()
    assert 4 == next(test for test in seen["tests"] if "score" in test)["score"]


def test_what_lateness_costs_is_told_when_the_total_is():
    """It says how much was earned."""
    late = Adjustment(
        kind="late", sentence="10 % of the points earned; 0.4 points are deducted.", points=Fraction(-2, 5)
    )
    report = replace(sample.report(sample.question(sample.criterion())), adjustments=(late,), score=Fraction(18, 5))
    seen = read(report, Visibility.AFTER_DUE)

    assert "0.4" not in json.dumps([seen["output"], seen["now"]["tests"]])
    assert "0.4" in json.dumps(seen["after due"]["tests"])


class Page(html.parser.HTMLParser):
    """Everything in a page but text."""

    def __init__(self):
        super().__init__()
        self.found = set()
        self.links = []

    def handle_starttag(self, tag, attrs):
        self.found.add(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]


def test_student_text_makes_no_markup_however_html_is_treated():
    document = results.graded(sample.hostile(), VISIBLE)
    page = Page()
    for text in (document["output"], *(test["output"] for test in document["tests"])):
        page.feed(MarkdownIt("commonmark", {"html": True, "linkify": True}).render(text))

    assert page.found <= {"ul", "li", "p", "code"}
    assert [] == page.links


def test_control_characters_reach_neither_names_nor_texts():
    text = results.render(results.graded(sample.hostile(), HIDDEN)).decode("utf-8")

    assert not {chr(i) for i in (*range(9), 11, 12, *range(14, 32), 127, 0x202E)} & set(text)
    assert "\\u001b" not in text
    assert "\\u0000" not in text


def test_a_flood_is_cut_until_it_fits():
    parts = tuple(sample.part(f"p{i}", finding="李" * 500) for i in range(60))
    report = sample.report(sample.question(*(sample.criterion(f"c{i}", 0, parts=parts) for i in range(80))))
    data = results.render(results.graded(report, VISIBLE))

    assert len(data) <= results.LARGEST
    assert "[truncated " in readers.gradescope(data)["tests"][0]["output"]


def test_a_failure_of_ours_is_no_zero():
    seen = readers.gradescope(results.render(results.not_run("The autograder failed.")))

    assert seen["score"] is None
    assert "The autograder failed. No mark was lost." == seen["output"]


def test_a_failure_of_ours_keeps_the_score_before():
    seen = readers.gradescope(results.render(results.not_run("The autograder failed.", Fraction("8.5"))))

    assert 8.5 == seen["score"]
    assert "Your score is the one of your submission before this one." in seen["output"]


def test_a_run_that_was_cut_off_says_so_and_gives_no_mark():
    seen = readers.gradescope(results.render(results.started()))

    assert seen["score"] is None
    assert "did not come to its end" in seen["output"]
    assert "This is no mark." in seen["output"]
