"""The rows that every system shows: points, texts for two kinds of readers, and what may be read when."""

from dataclasses import replace
from fractions import Fraction

import pytest

from grader.lms import _results
from grader.lms._results import capped, rows, summary
from grader.model import Adjustment, ShownCase, Status, Visibility, Withheld
from tests.reports import sample

VISIBLE, DUE, PUBLISHED, HIDDEN = (
    Visibility.VISIBLE,
    Visibility.AFTER_DUE,
    Visibility.AFTER_PUBLISHED,
    Visibility.HIDDEN,
)


def test_a_row_has_the_number_of_its_question_and_its_place_in_it():
    assert [("1.1", "upd.l2"), ("1.2", "upd.l1"), ("2.1", "step"), ("2.2", "why")] == [
        (row.number, row.id) for row in rows(sample.honest())
    ]


def test_points_are_exact_and_what_waits_has_none():
    assert [Fraction(4), Fraction(7, 3), Fraction(0), None] == [row.score for row in rows(sample.honest())]


def test_a_plain_text_says_what_the_markdown_says():
    halved = rows(sample.honest())[1].full

    assert halved.plain.splitlines() == [
        "This looks like: l1 update halved.",
        "The derivative of λ/(2m)·w² is λ/m·w; the 2 cancels, so `lam / (2 * m)` is half of it.",
        "This mistake keeps 1/3 of the points.",
        "core: ✗ failed, 1 of 9 cases right, 3/4 of the points; 16 of 18 values are off; at (0, 0) you have 0.3127",
        "edge: ✗ failed, 1 of 1 case right, 1/4 of the points; is right so far, but counts only once `core` passes",
        "l1_update(w=[1, -2], grad=[0.5, 0.5], lr=0.1, lam=0.3, m=10)",
        "  you returned [0.9485, -2.0485]",
        "  expected [0.947, -2.047]",
        "8 hidden cases and 1 hidden part wait until you hand in.",
    ]
    assert "- This mistake keeps 1/3 of the points." in halved.markdown


def test_details_for_staff_stand_in_no_text():
    for row in rows(sample.honest(), HIDDEN):
        for one in (row, *row.remarks):
            assert sample.HIDDEN_TRUTH not in f"{one.full}{one.open}{one.said}"


@pytest.mark.parametrize("shown", Visibility)
def test_hidden_means_what_it_is_told_to_mean(shown):
    assert shown is rows(sample.honest(), shown)[0].visibility


def test_a_criterion_is_as_late_as_its_latest_part():
    mixed = replace(
        sample.criterion(),
        parts=(
            sample.part(visibility=VISIBLE),
            sample.part("edge", visibility=DUE),
            sample.part("x", visibility=PUBLISHED),
        ),
    )
    row = rows(sample.report(sample.question(mixed)), HIDDEN)[0]

    assert PUBLISHED is row.visibility
    assert [("upd.l2, core", VISIBLE), ("upd.l2, edge", DUE)] == [(one.name, one.visibility) for one in row.remarks]


def test_the_order_of_moments_is_that_of_the_calendar():
    assert (VISIBLE, DUE, PUBLISHED, HIDDEN) == _results.ORDER


def test_a_remark_has_no_points_and_says_all_that_its_part_says():
    row = rows(sample.honest(), HIDDEN)[1]
    edge = next(one for one in row.remarks if one.name.endswith("edge"))

    assert (None, Status.FAILED) == (edge.score, edge.status)
    assert (
        "1 of 1 case right, 1/4 of the points; is right so far, but counts only once `core` passes" == edge.full.plain
    )


def test_visible_cases_are_shown_also_where_the_rest_waits():
    row = rows(sample.honest(), HIDDEN)[1]
    cases = row.remarks[-1]

    assert ("upd.l1: The same with an L1 penalty, visible cases", VISIBLE) == (cases.name, cases.visibility)
    assert "1 of 2 visible cases right" == cases.full.plain.splitlines()[0]
    assert "16 of 18" not in cases.full.plain


def test_where_all_is_shown_at_once_nothing_is_said_twice():
    assert [()] * 4 == [row.remarks for row in rows(sample.honest(), VISIBLE)]


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (DUE, "What was found is shown after the due date."),
        (PUBLISHED, "What was found is shown when the marks are published."),
        (HIDDEN, "What was found is not shown."),
    ],
)
def test_a_system_that_shows_everything_at_once_is_told_only_the_visible_cases(shown, said):
    text = rows(sample.honest(), shown)[1].said.plain

    assert said == text.splitlines()[-1]
    assert "expected [0.947, -2.047]" in text
    assert "16 of 18" not in text
    assert "halved" not in text


SMALL = ShownCase(call="l1_update(w=[1], lr=1)", got="[0]", want="[2]", passed=False)


def test_the_smallest_failing_example_is_shown_with_the_visible_cases():
    halved = replace(sample.honest().criteria[1], smallest=(SMALL,))
    row = rows(sample.report(sample.question(halved)), HIDDEN)[0]

    for text in (row.full.plain, row.open.plain, row.said.plain, row.remarks[-1].full.plain):
        lines = text.splitlines()
        at = lines.index("The same on the smallest example:")
        assert ["l1_update(w=[1], lr=1)", "  you returned [0]", "  expected [2]"] == lines[at + 1 : at + 4]
    assert "`l1_update(w=[1], lr=1)`" in row.remarks[-1].full.markdown


def test_a_right_answer_is_silent_unless_it_was_judged_by_the_students_own_result():
    own = replace(sample.criterion(), finding="Judged with your own answer to `a`.", own_result="a")

    assert [True, False] == [row.silent for row in rows(sample.report(sample.question(sample.criterion(), own)))]


def test_what_a_students_edition_withholds_is_said_also_of_a_right_answer():
    part = replace(sample.criterion(), withheld=Withheld(cases=8))
    (row,) = rows(sample.report(sample.question(part)))

    assert (False, "8 hidden cases wait until you hand in.") == (row.silent, row.full.plain)


def test_the_summary_says_what_waits_and_how_the_code_was_held():
    assert summary(sample.honest()).plain.splitlines() == [
        "solution.py, line 40: the name `sigmoidd` is not defined",
        "3 points wait for a person (why); no mark was lost.",
        "Your code ran in a locked process that sees no network, no other files and no other processes "
        "(level isolated).",
    ]


def test_one_point_waits_alone():
    doubt = sample.criterion("why", 0, Status.UNDECIDED, points=1, parts=(sample.part(status=Status.UNDECIDED),))

    assert "1 point waits for a person (why); no mark was lost." == _results.waits(
        sample.report(sample.question(doubt))
    )


def test_a_long_title_is_cut_and_stays_on_its_line():
    (row,) = rows(sample.report(sample.question(sample.criterion(title="x" * 500))))

    assert len(row.name) < 160
    assert "\n" not in row.name


def test_every_adjustment_is_a_line():
    late = Adjustment(
        kind="late", sentence="2 started days at 1 point each; 2 points are deducted.", points=Fraction(-2)
    )

    assert late.sentence in summary(replace(sample.honest(), adjustments=(late,))).plain.splitlines()


def test_what_did_not_run_says_nothing_of_walls():
    nothing = replace(sample.honest(), conditions=replace(sample.CONDITIONS, versions={}))

    assert "Your code ran" not in summary(nothing).plain


def test_nothing_a_student_writes_acts():
    for row in (*rows(sample.hostile(), VISIBLE), *rows(sample.hostile(), HIDDEN)[0].remarks):
        for text in (row.name, row.full.plain, row.full.markdown, summary(sample.hostile()).plain):
            assert not set(text) & set("\x00\x07\x1b\x9b\u202e\u2028\ufeff\ud800")


def test_a_veiled_report_keeps_points_visible_cases_and_visible_parts():
    veiled = _results.veiled(sample.honest(), HIDDEN)
    halved = veiled.criteria[1]

    assert (sample.honest().score, sample.honest().criteria[1].shown) == (veiled.score, halved.shown)
    assert ("What was found is not shown.", None) == (halved.finding, halved.mistake)
    assert [("edge", Fraction(1, 4)), ("later", Fraction(3, 4))] == [(part.id, part.weight) for part in halved.parts]
    assert (Status.PARTIAL, 0) == (halved.parts[1].status, halved.parts[1].total)
    assert sample.honest() == _results.veiled(sample.honest(), VISIBLE)


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [
        ("short", 5, "short"),
        ("longer", 5, "longe\n[truncated 1 bytes]"),
        ("ééé", 5, "éé\n[truncated 2 bytes]"),
        ("李" * 10, 1, "\n[truncated 30 bytes]"),
    ],
)
def test_a_cap_counts_bytes_cuts_no_letter_and_says_what_is_missing(text, limit, kept):
    assert kept == capped(text, limit)


def test_a_row_is_capped():
    long = sample.criterion(credit=0, parts=tuple(sample.part(f"p{i}", finding="x" * 500) for i in range(100)))
    row = rows(sample.report(sample.question(long)))[0]

    assert len(row.full.plain.encode()) < _results.CAP + 100
    assert "[truncated " in row.full.plain
    assert "[truncated " in row.full.markdown
