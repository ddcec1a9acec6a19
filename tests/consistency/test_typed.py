"""Typed answers that build on a typed answer: numbers, tables and formulas."""

from fractions import Fraction

import pytest

from grader import marks, pipeline
from grader.consistency.own import fitted
from grader.model import Status
from tests.consistency.courses import TYPED, evidence_of, judged, lay


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return lay(tmp_path_factory.mktemp("course"), TYPED)


@pytest.mark.parametrize(
    ("earlier", "given", "later", "answer"),
    [
        ("sum", "10", "mean", "2.5"),
        ("sum", "4 + 4 + 2 = 10", "mean", "10/4"),
        ("sum", "11", "mean", "2.75"),
        ("rows", "111\n011\n001", "ones", "3 2 1"),
        ("rows", "- 1 1 1\n- 0 0 0\n- 0 0 1", "ones", "3; 0; 1"),
        ("slope", "a*x", "step", "x - h*a*x"),
        ("slope", r"\frac{dJ}{dx} = a x^2", "step", "x - h*a*x^2"),
        ("slope", "$$-2ax$$", "step", "x*(1 + 2*a*h)"),
        ("slope", "2*a*x + x", "step", "x - h*x*(2*a + 1)"),
    ],
)
def test_a_later_answer_that_follows_from_the_own_earlier_one_earns_its_points(plan, earlier, given, later, answer):
    rows = judged(plan, {f"{earlier}/1": given, f"{later}/1": answer})

    assert rows[earlier].score == 0
    assert rows[later].status is Status.PASSED
    assert rows[later].finding == f"Judged with your own result from `{earlier}`: consistent."


@pytest.mark.parametrize(
    ("earlier", "given", "later", "answer", "why"),
    [
        ("sum", "0", "mean", "0", "zero"),
        ("sum", "10, 20", "mean", "2.5", "two numbers are no answer"),
        ("sum", "a lot", "mean", "2.5", "not a number"),
        ("sum", "1e12", "mean", "2.5e11", "far beyond the size of the truth"),
        ("sum", "10", "mean", "2.6", "does not follow"),
        ("rows", "111\n111\n111", "ones", "3 3 3", "all the same"),
        ("rows", "000\n000\n000", "ones", "0 0 0", "all zero"),
        ("rows", "110\n101\n011", "ones", "2 2 2", "what follows is all the same"),
        ("rows", "1110\n0110\n0010", "ones", "3 2 1", "rows of another width"),
        ("rows", "111\n011", "ones", "3 2", "fewer rows"),
        ("slope", "0", "step", "x", "zero"),
        ("slope", "x - x", "step", "x", "zero in disguise"),
        ("slope", "1", "step", "x - h", "a number"),
        ("slope", "x/h", "step", "0", "a symbol that the earlier question does not have"),
        ("slope", "2*a*x +", "step", "x - h*2*a*x + h", "cannot be read"),
        ("slope", "a*" * 1500 + "x", "step", "x", "too long"),
    ],
)
def test_nothing_is_earned_with_a_degenerate_or_unreadable_earlier_answer(plan, earlier, given, later, answer, why):
    rows = judged(plan, {f"{earlier}/1": given, f"{later}/1": answer})

    assert (rows[later].score, rows[later].own_result) == (0, None), why


def test_a_formula_that_makes_the_later_one_trivial_earns_nothing(tmp_path):
    spec = TYPED.replace("{a: positive, x: real}}", "{a: positive, x: real, h: positive}}")
    rows = judged(lay(tmp_path, spec), {"slope/1": "x/h", "step/1": "0"})

    assert (rows["step"].score, rows["step"].own_result) == (0, None)


def test_a_formula_that_leaves_one_symbol_earns_nothing(tmp_path):
    spec = TYPED.replace("{a: positive, x: real}}", "{a: positive, x: real, h: positive}}")
    rows = judged(lay(tmp_path, spec), {"slope/1": "(x - a)/h", "step/1": "a"})

    assert (rows["step"].score, rows["step"].own_result) == (0, None)


def test_what_follows_must_not_be_all_the_same_though_the_truth_is(tmp_path):
    """Else whoever invents rows that differ everywhere in two places would know the answer beforehand."""
    spec = TYPED.replace('["110", "011", "001"]', '["100", "010", "001"]').replace("[2, 2, 1]", "[1, 1, 1]")
    rows = judged(lay(tmp_path, spec), {"rows/1": "110\n011\n101", "ones/1": "2 2 2"})

    assert (rows["ones"].score, rows["ones"].own_result) == (0, None)


def test_an_unreadable_later_formula_still_waits_for_a_person(plan):
    rows = judged(plan, {"slope/1": "a*x", "step/1": "x - h*("})

    assert (rows["step"].status, rows["step"].own_result) == (Status.UNDECIDED, None)


def test_part_of_a_table_may_follow(tmp_path):
    before, after = "judge: {kind: table}\n        builds_on", "judge: {kind: table, partial: true}\n        builds_on"
    spec = TYPED.replace(before, after)
    rows = judged(lay(tmp_path, spec), {"rows/1": "111\n000\n001", "ones/1": "3, 0, 2"})

    assert rows["ones"].credit == Fraction(2, 3)
    assert rows["ones"].finding == ("Judged with your own result from `rows`: consistent in part; entry 3 is not right")


def test_a_value_keeps_the_form_of_the_true_one_or_is_none():
    assert fitted({"m": 2, "extra": 5}, {"m": 1.0}) == {"m": 2.0}
    assert fitted({"v": 2}, {"m": 1.0}) is None
    assert fitted("0110", "1001") == "0110"
    assert fitted("01102", "10010") is None
    assert fitted(["a"] * 10**6, [1.0]) is None
    assert fitted(3.5, 3) == 3.5


def test_a_mark_of_a_person_goes_before_it(plan):
    evidence = evidence_of(plan, {"sum/1": "10", "mean/1": "2.5"})
    mark = marks.Mark(answer=marks.digest("2.5"), credit=Fraction(1, 4), comment="Show the way.")
    report = marks.lay_over(pipeline.judge(plan, evidence), plan.assignment, evidence, {"mean": mark})
    (row,) = [one for one in report.criteria if one.id == "mean"]

    assert (row.credit, row.finding, row.own_result) == (Fraction(1, 4), "Show the way.", None)
