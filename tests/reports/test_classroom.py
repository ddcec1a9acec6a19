"""The page about the class tells staff where to look."""

import shutil
from dataclasses import replace

import pytest

from grader.model import Status
from grader.reports import html


def doubtful(sample, n=12):
    """A class in which the last but one hand-in waits for a person."""
    *others, last = sample.classroom(n)
    question = sample.question(sample.criterion("easy", 0, Status.UNDECIDED))
    waiting = replace(others[-1], status=Status.UNDECIDED, questions=(question, *others[-1].questions[1:]))
    return (*others[:-1], waiting, last)


def words(pages, reports):
    return pages.Page(html.render_class(reports)).words()


@pytest.mark.parametrize("n", [0, 1, 4, 12, 40])
def test_every_page_obeys_the_rules(sample, pages, n):
    assert pages.problems(html.render_class(sample.classroom(n))) == []


def test_hostile_hand_ins_change_nothing_about_the_markup(sample, pages):
    waiting = replace(sample.hostile(), status=Status.UNDECIDED, questions=(sample.question(
        sample.criterion("upd.l2", 0, Status.UNDECIDED, title=sample.NASTY, mistake=sample.NASTY)),))  # fmt: skip
    empty = replace(sample.hostile(), status=Status.MISSING)
    page = html.render_class([sample.hostile(), waiting, empty] * 2)

    assert pages.problems(page) == []
    assert sample.HIDDEN_TRUTH not in page


def test_the_figures_stand_at_the_top(sample, pages):
    assert (
        "For staff: this page names hand-ins. Handed in 12 Marked, not empty 11 Waiting for a person 1 "
        "Mean of these 50 % Median of these 54 % Standard deviation"
    ) in words(pages, doubtful(sample))


def test_hand_ins_that_need_a_person_are_named(sample, pages):
    assert "Hand-ins with undecided criteria Hand-in Criteria student-10 easy" in words(pages, doubtful(sample))


def test_a_criterion_that_nobody_passes_is_pointed_out(sample, pages):
    text = words(pages, sample.classroom(12))

    assert "Look at these criteria first nobody: nobody earned a point (12 hand-ins)." in text
    assert "easy: nobody earned" not in text


def test_each_criterion_has_its_numbers(sample, pages):
    """Credits 0, 1/8 … 7/8 and four times 1: mean 5/8, variance 3/22; by hand, r = √11/12 · 15/22 ÷ √(1/8)."""
    text = words(pages, sample.classroom(12))

    assert "separates 4 12 63 % 37 % 0.53 0.88" in text
    assert "nobody 4 12 0 % 0 % – 0.00" in text
    assert (
        "✓ passed ~ partial ✗ failed ○ missing ? undecided easy 11 0 1 0 0 separates 4 7 1 0 0 nobody 0 0 12 0 0"
        in text
    )


def test_mistakes_stand_by_frequency(sample, pages):
    assert "halved separates 6 50 %" in words(pages, sample.classroom(12))


def test_what_looked_right_and_was_not_is_counted(sample, pages):
    assert (
        "Hand-ins that passed everything visible and failed something hidden Criterion Hand-ins of separates 4 12"
        in (words(pages, sample.classroom(12)))
    )


def test_the_histogram_is_there_as_a_table_too(sample, pages):
    page = pages.Page(html.render_class(sample.classroom(12)))

    assert "0–10 % 1" in page.words()
    assert "60–70 % 5" in page.words()
    assert sum(int(r["height"] != "0.0") for r in page.all("rect")) == 5


def test_small_classes_are_not_over_interpreted(sample, pages):
    tiny, small, large = (words(pages, sample.classroom(n)) for n in (4, 12, 30))

    assert "With fewer than 5 marked hand-ins, nothing is said about how criteria tell students apart." in tiny
    assert "Cronbach" not in tiny
    assert "With fewer than 30 marked hand-ins, take the correlations as hints." in small
    assert "Reliability over 3 questions (Cronbach's α): 0.52" not in tiny
    assert "Cronbach" in large
    assert "fewer than" not in large


def test_a_reliability_needs_three_questions(sample, pages):
    one = [sample.report(sample.question(sample.criterion("a", i % 2)), submission=str(i)) for i in range(6)]

    assert "A reliability needs at least 3 questions; this assignment has 1." in words(pages, one)


def test_long_lists_are_cut_and_say_so(sample, pages):
    row = sample.question(sample.criterion("a", 0, Status.UNDECIDED))
    many = [sample.report(row, submission=f"s{i}", status=Status.UNDECIDED) for i in range(250)]

    assert "and 50 more; items.csv has them all." in words(pages, many)


def test_the_same_class_gives_the_same_bytes(sample, tmp_path):
    first = html.write_class(sample.classroom(), tmp_path / "a")
    second = html.write_class(iter(sample.classroom()), tmp_path / "b")

    assert (first.name, first.read_bytes()) == ("class.html", second.read_bytes())


@pytest.mark.skipif(not shutil.which("chromium"), reason="needs the program `chromium`")
def test_only_the_wide_table_scrolls_sideways_on_a_phone(sample, browser, tmp_path):
    assert browser(html.write_class(sample.classroom(), tmp_path)) == "0 0"
