"""The case table of `choice`: how options are named, and that two answers are not one."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checkers.choice import Checker
from grader.model import Status

PASSED, PARTIAL, FAILED, UNDECIDED = Status.PASSED, Status.PARTIAL, Status.FAILED, Status.UNDECIDED

REMEDY = Checker(
    options={"a": "a network with more capacity", "b": "stronger regularisation", "c": "another optimiser"},
    feedback={"a": "More capacity widens the gap.", "another optimiser": "The optimiser is not the reason."},
)
NORM = Checker(options={"a": "0.50", "b": "0.72", "c": "1.00", "d": "1.44"})
PENALTY = Checker(options=["L1", "L2", "dropout"], synonyms={"L2": ["weight decay", "ridge"], "dropout": "drop-out"})
SIGNED = Checker(options={"a": "1/2", "b": "-1/2", "c": "w < 0", "d": "w > 0"})
UPDATE = Checker(options={"a": "w - lr*g", "b": "w + lr*g", "c": "w*lr - g", "d": "-w + g"})
SUITABLE = Checker(options=["yes", "no"])
RICHER = Checker(
    options={"same": "equally expressive", "softmax": "softmax is richer", "logistic": "logistic is richer"}
)
SEVERAL = Checker(options=["A", "B", "C", "D"])
SHARED = Checker(options=["A", "B", "C", "D"], partial=True, feedback={"B": "B is wrong."})

CASES = [
    # checker, got, want, status, why
    (REMEDY, "b", "b", PASSED, "a letter"),
    (REMEDY, "B", "b", PASSED, "a capital"),
    (REMEDY, "(b)", "b", PASSED, "in brackets"),
    (REMEDY, "**b.**", "b", PASSED, "emphasised"),
    (REMEDY, "Answer: b", "b", PASSED, "announced"),
    (REMEDY, "The answer is (b).", "b", PASSED, "in a sentence"),
    (REMEDY, "I choose b", "b", PASSED, "chosen"),
    (REMEDY, "b) stronger regularisation", "b", PASSED, "letter and text"),
    (REMEDY, "b - Stronger Regularization", "b", PASSED, "with a dash, in American"),
    (REMEDY, "b, because the gap is large", "b", PASSED, "with a reason"),
    (REMEDY, "b because the gap is large", "b", PASSED, "with a reason and no comma"),
    (REMEDY, "I choose b since a widens the gap", "b", PASSED, "with a reason that names another"),
    (REMEDY, "a as the gap is large", "b", FAILED, "the wrong one with a reason"),
    (REMEDY, "b because another optimiser", "b", FAILED, "with another option for a reason"),
    (REMEDY, "b\nThe gap is large.", "b", PASSED, "with a reason below"),
    (REMEDY, "Stronger regularisation", "b", PASSED, "the text"),
    (REMEDY, "stronger regularisation closes the gap", "b", PASSED, "the text in a sentence"),
    (REMEDY, "It is b", "b", PASSED, "in words"),
    (REMEDY, "Letter b.", "b", PASSED, "called a letter"),
    (REMEDY, "Exercise 1: b", "b", PASSED, "behind the number of the exercise"),
    (REMEDY, "Q2.1 = (b)", "b", PASSED, "or of the question"),
    (REMEDY, "ⓑ", "b", PASSED, "in a ring"),
    (REMEDY, "network with more capacity", "a", PASSED, "the text without its article"),
    (REMEDY, "bc", "b", FAILED, "two letters run together"),
    (REMEDY, ["b"], "b", PASSED, "a list of one"),
    (REMEDY, "b", "stronger regularisation", PASSED, "a key that is a text"),
    (REMEDY, "a", "b", FAILED, "another letter"),
    (REMEDY, "a) stronger regularisation", "b", FAILED, "a letter and the text of another"),
    (REMEDY, "b) another optimiser", "b", FAILED, "even if the letter is right"),
    (REMEDY, "a, b", "b", FAILED, "two letters"),
    (REMEDY, "b/c", "b", FAILED, "with a stroke"),
    (REMEDY, "b or c", "b", FAILED, "undecided between two"),
    (REMEDY, "a) no\nb) yes", "b", FAILED, "a line for each"),
    (REMEDY, ["b", "c"], "b", FAILED, "a list of two"),
    (REMEDY, "not another optimiser", "b", FAILED, "a denial"),
    (REMEDY, "e", "b", FAILED, "no such letter"),
    (REMEDY, "", "b", FAILED, "nothing"),
    (REMEDY, None, "b", FAILED, "None"),
    (REMEDY, {"a": 1}, "b", FAILED, "a dict"),
    (REMEDY, "b " * 2000, "b", FAILED, "an essay"),
    (NORM, "1.00", "c", PASSED, "a value"),
    (NORM, "1", "c", PASSED, "written otherwise"),
    (NORM, 1, "c", PASSED, "as a number"),
    (NORM, 1.0, "c", PASSED, "as a float"),
    (NORM, np.float64(1.0), "c", PASSED, "of numpy"),
    (NORM, "0.2+0.1+0.3+0.4", "c", PASSED, "as arithmetic"),
    (NORM, "c (1.00)", "c", PASSED, "with its letter"),
    (NORM, "b) 1.00", "c", FAILED, "with another letter"),
    (NORM, "0.5", "c", FAILED, "another value"),
    (NORM, "0.548", "c", FAILED, "a value that is not offered"),
    (NORM, True, "c", FAILED, "a truth value is no number"),
    (NORM, "100", "c", FAILED, "the same digits without their point"),
    (NORM, "10.0", "c", FAILED, "or with the point elsewhere"),
    (NORM, "1,00", "c", PASSED, "a decimal comma"),
    (NORM, "-1.00", "c", FAILED, "a minus counts"),
    (SIGNED, "-1/2", "b", PASSED, "a negative fraction"),
    (SIGNED, "1/2", "b", FAILED, "without its minus"),
    (SIGNED, "12", "a", FAILED, "or without its bar"),
    (SIGNED, "w > 0", "d", PASSED, "a relation"),
    (SIGNED, "w < 0", "d", FAILED, "and the opposite one"),
    (UPDATE, "w - lr*g", "a", PASSED, "a formula"),
    (UPDATE, "$w−lr·g$", "a", PASSED, "in other signs"),
    (UPDATE, "(a) w - lr*g", "a", PASSED, "with its letter"),
    (UPDATE, "a) w + lr*g", "a", FAILED, "with another one"),
    (UPDATE, "w*lr - g", "a", FAILED, "the same letters in another order of signs"),
    (UPDATE, "w lr g", "a", FAILED, "and without signs"),
    (PENALTY, "weight decay", "L2", PASSED, "a synonym"),
    (PENALTY, "ridge regression", "L2", PASSED, "in a phrase"),
    (PENALTY, "L2", "b", PASSED, "options in a list have letters, too"),
    (PENALTY, "Weight-Decay (L2)", "L2", PASSED, "twice the same"),
    (PENALTY, "L₂", "L2", PASSED, "a lowered digit"),
    (PENALTY, "L²", "L2", PASSED, "a raised one"),
    (PENALTY, "ℓ2", "L2", PASSED, "a curly letter"),
    (PENALTY, r"$\ell_2$", "L2", PASSED, "the same in LaTeX"),
    (PENALTY, "L2 because L1 pulls all weights alike", "L2", PASSED, "a reason that names another option"),
    (PENALTY, "L2, since its pull grows with the weight while that of L1 does not", "L2", PASSED, "behind a comma"),
    (PENALTY, "because of the square, L2", "L2", PASSED, "a reason in front"),
    (PENALTY, "L2 (not L1)", "L2", PASSED, "another option denied in brackets"),
    (PENALTY, "L2, not L1", "L2", PASSED, "or behind a comma"),
    (PENALTY, "not L1 but L2", "L2", PASSED, "or in front"),
    (PENALTY, "L1, not L2", "L2", FAILED, "the due one denied"),
    (PENALTY, "not L1", "L2", FAILED, "a denial alone names nothing"),
    (PENALTY, "not L1 or dropout", "dropout", FAILED, "nor does one of two"),
    (PENALTY, "L2, not L1 or dropout", "L2", FAILED, "a denial that reaches further is left open"),
    (PENALTY, "L1+L2", "L2", FAILED, "a sum is another thing"),
    (PENALTY, "L2 or dropout", "L2", FAILED, "one of two"),
    (PENALTY, "2", "L2", FAILED, "the digit of a name"),
    (PENALTY, "elastic net", "L2", FAILED, "and was not offered"),
    (PENALTY, "L1", "L2", FAILED, "another option"),
    (PENALTY, "L1 and L2", "L2", FAILED, "two of them"),
    (SUITABLE, "No.", "no", PASSED, "a word"),
    (SUITABLE, "No, it saturates", "no", PASSED, "and why"),
    (SUITABLE, False, "no", PASSED, "a truth value"),
    (SUITABLE, np.bool_(True), "no", FAILED, "the other one"),
    (RICHER, "They are the same", "same", PASSED, "keys may be words"),
    (RICHER, "softmax", "same", FAILED, "another word"),
    (REMEDY, "b", "z", UNDECIDED, "a key that is none of the options"),
    (REMEDY, "b", "a or b", UNDECIDED, "a key that is two"),
    (REMEDY, "b", [], UNDECIDED, "no key at all"),
    (REMEDY, "b", None, UNDECIDED, "or None"),
]


@pytest.mark.parametrize(("checker", "got", "want", "status", "why"), CASES, ids=[case[4] for case in CASES])
def test_table(checker: Checker, got: Any, want: Any, status: Status, why: str, judged: Any) -> None:
    judged(checker, got, want, status)


@pytest.mark.parametrize(
    "got", ["ac", "CA", "a, c", "a c", "A and C", "c; a", "a\nc", ["a", "c"], "(a), (c)", ["C", "A", "a"]]
)
def test_several_options_in_any_order(got: Any, judged: Any) -> None:
    judged(SEVERAL, got, ["a", "c"], PASSED)


@pytest.mark.parametrize(
    ("got", "credit"), [("a", Fraction(1, 2)), ("a, c, d", Fraction(1, 2)), ("a, d", 0), ("a, b, c, d", 0), ("d", 0)]
)
def test_a_wrong_option_costs_what_a_right_one_earns(got: Any, credit: Any, judged: Any) -> None:
    assert judged(SHARED, got, ["a", "c"], PARTIAL if credit else FAILED).credit == credit
    judged(SEVERAL, got, ["a", "c"], FAILED)


FINDINGS = [
    (REMEDY, "a", "b", "More capacity widens the gap."),
    (REMEDY, "c", "b", "The optimiser is not the reason."),
    (REMEDY, "b", "c", "we read b, and that is not it"),
    (PENALTY, "L1", "L2", "we read L1, and that is not it"),
    (REMEDY, "a, b", "b", "one option is due; we read a, b"),
    (REMEDY, "ab", "b", "one option is due; we read a, b"),
    (REMEDY, "cab?", "b", "one option is due; we read a, b, c"),
    (REMEDY, "bb", "b", "no option was recognised; write one of a, b, c"),
    (REMEDY, [], "b", "one option is due; we read none"),
    (REMEDY, "e", "b", "no option was recognised; write one of a, b, c"),
    (PENALTY, "elastic net", "L2", "no option was recognised; write one of L1, L2, dropout"),
    (
        REMEDY,
        "not another optimiser",
        "b",
        "the word 'not' leaves open which option is meant; write the option alone",
    ),
    (REMEDY, None, "b", "an option is due; you have None (is a `return` missing?)"),
    (REMEDY, "b" * 2001, "b", "the answer is longer than 2000 characters; write the option alone"),
    (SHARED, "b", ["a", "c"], "we read B, and these are not exactly the right ones; B is wrong."),
]


@pytest.mark.parametrize(("checker", "got", "want", "finding"), FINDINGS)
def test_the_finding_says_what_was_read(checker: Checker, got: Any, want: Any, finding: str, judged: Any) -> None:
    assert judged(checker, got, want, FAILED).finding == finding


def test_the_detail_has_both_sides(judged: Any) -> None:
    assert judged(REMEDY, "a", "b", FAILED).detail == "expected 'b', got 'a'"
    assert judged(REMEDY, "b", "z", UNDECIDED).detail == (
        "the expected value 'z' is none of the options: no option was recognised; write one of a, b, c"
    )
    assert judged(REMEDY, "b", [], UNDECIDED).detail == (
        "the expected value [] must be one option, or a list of options"
    )


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"options": ["a"]}, "options needs at least two, by letter or as a list, not ['a']"),
        ({"options": "ab"}, "options needs at least two, by letter or as a list, not 'ab'"),
        ({"options": ["L2", "l-2"]}, "options holds the same text twice"),
        ({"options": ["x", "y"], "feedback": {"z": "no"}}, "feedback speaks of 'z', which is none of the options"),
        ({"options": ["x", "y"], "synonyms": {"z": "no"}}, "synonyms speaks of 'z', which is none of the options"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=r".") as raised:
        Checker(**settings)

    assert str(raised.value) == message


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(
    st.sampled_from("abcd"), st.sampled_from("abcd"), st.sampled_from(["{}", "({})", "{}.", "Answer: {}", "{}, since"])
)
def test_exactly_the_right_letter_passes(mine: str, due: str, form: str) -> None:
    assert (SEVERAL.judge(form.format(mine), due).status is PASSED) is (mine == due)
