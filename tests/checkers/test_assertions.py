"""Tests that judge for themselves, beside the student's code."""

from fractions import Fraction

import pytest

from grader.checkers.assertions import Checker
from grader.model import Status

BESIDE = "this check ran beside your code: it can be deceived"


def piece(value=None, kind="", message="", where=""):
    raised = {"type": kind, "message": message, "where": where, "line": 3} if kind else None
    return [{"printed": "", "raised": raised, "value": value}]


ROWS = [
    # got                              out_of  credit         why
    (piece(), None, 1, "nothing was raised"),
    (piece(kind="AssertionError"), None, 0, "something was raised"),
    (piece(0.5), None, 1, "without out_of a number means nothing"),
    (piece(), 4, 1, "no number, no partial credit"),
    (piece(1), 4, Fraction(1, 4), "one of four points"),
    (piece(0.1), 1, Fraction(1, 10), "a tenth is a tenth"),
    (piece(0), 4, 0, "none"),
    (piece(4), 4, 1, "all"),
    (piece(9.5), 4, 1, "never more than all"),
    (piece(-1), 4, 0, "never less than none"),
    (piece(True), 4, 1, "a truth is no number of points"),
    ("forged", 4, 0, "no test gives text"),
    ([*piece(), *piece()], None, 0, "one test gives one piece"),
]


@pytest.mark.parametrize(("got", "out_of", "credit", "why"), ROWS, ids=[row[3] for row in ROWS])
def test_the_credit_is_what_the_test_gave(got, out_of, credit, why):
    verdict = Checker(out_of=None if out_of is None else Fraction(out_of)).judge(got, None)

    assert credit == verdict.credit, why
    assert verdict.detail.startswith(BESIDE)


def test_a_number_that_is_none_waits_for_a_person():
    verdict = Checker(out_of=Fraction(2)).judge(piece(float("nan")), None)

    assert Status.UNDECIDED is verdict.status
    assert f"{BESIDE}; the test ended with nan, expected a number of points" == verdict.detail


def test_the_words_of_an_assertion_stay_with_the_staff():
    verdict = Checker().judge(piece(kind="AssertionError", message="f(3) should be 9"), None)

    assert "the test raised AssertionError" == verdict.finding
    assert "line 3 of the test: AssertionError: f(3) should be 9" == verdict.detail.splitlines()[1]


def test_partial_credit_is_told_without_its_reason():
    assert "the test gave a part of the points" == Checker(out_of=Fraction(2)).judge(piece(1), None).finding
    assert "the test gave no points" == Checker(out_of=Fraction(2)).judge(piece(0), None).finding


def test_points_are_above_zero():
    with pytest.raises(ValueError, match="out_of is 0, expected the points of the test, a number above 0"):
        Checker(out_of=Fraction(0))


def test_what_a_visible_case_shows():
    assert "no exception" == Checker().words(None)
    assert "no exception, and 4" == Checker(out_of=Fraction(4)).words(None)
    assert "1.5" == Checker().told(piece(1.5))
    assert "ZeroDivisionError: by zero" == Checker().told(piece(kind="ZeroDivisionError", message="by zero", where="a"))
