"""The manual page of `expression`, as a table."""

from fractions import Fraction
from typing import Any

import pytest

from grader.checkers.expression import Checker
from grader.model import Status

SYMBOLS: dict[str, Any] = {
    "dL": {"kind": "real", "aliases": ["dL/dw"]},
    "w": "real",
    "lam": "positive",
    "m": "posint",
    "b": "unit",
    "t": {"kind": "posint", "range": [1, 6]},
    "X": {"kind": "matrix", "dims": [3, 2]},
    "v": {"kind": "vector", "dim": 3},
}
WANT = "dL + lam*w/m"
PASSED, FAILED, UNDECIDED = Status.PASSED, Status.FAILED, Status.UNDECIDED

CASES = [
    # got, want, status, finding
    ("dL + lam*w/m", WANT, PASSED, "We read: dL + lam*w/m."),
    (r"\frac{\partial L}{\partial w} + \frac{\lambda}{m} w", WANT, PASSED, "We read: dL + (lam/m)*w."),
    ("dL/dw = dL + λ/m · w", WANT, PASSED, "We read: dL + (lam/m)*w."),
    ("dL/dw_j = dL + w*lam/m = dL + lam*w/m", WANT, PASSED, "We read: dL + lam*w/m."),
    ("g ≈ dL + lam*w/m", WANT, PASSED, "We read: dL + lam*w/m."),
    (r"\alpha \approx dL + \frac{\lambda}{m} w", WANT, PASSED, "We read: dL + (lam/m)*w."),
    ("dL + w = 2 w ≈ dL + lam*w/m", WANT, PASSED, "We read: dL + lam*w/m."),
    ("dL + lam*w/m ≈ dL", WANT, FAILED, "We read: dL. One term is missing."),
    ("dL + lam*w/(2*m)", WANT, FAILED, "We read: dL + lam*w/(2*m). There is one factor too many."),
    ("-dL - lam*w/m", WANT, FAILED, "We read: -dL - lam*w/m. Your answer has the opposite sign."),
    ("3*(dL + lam*w/m)", WANT, FAILED, "We read: 3*(dL + lam*w/m). Your answer is right up to a constant factor."),
    ("dL^2", WANT, FAILED, "We read: dL^2. That is not what was asked for."),
    ("dL = lam = dL + lam*w/m", WANT, FAILED,
     "We read: lam = … The members of your chain of equalities are not equal."),
    ("v + 1", WANT, FAILED, "We read: v + 1. A number and a 3×1 cannot be added"),
    ("v", WANT, FAILED, "We read: v. Your answer is a 3×1 vector, but a number is asked for."),
    ("dL + lam*w/m/(1-1)", WANT, FAILED, "Your answer has no value at some points: Zero is divided by here."),
    ("dL + foo*w", WANT, UNDECIDED,
     "'foo' is not a symbol of this question. Its symbols are dL, w, lam, m, b, t, X, v.\ndL + foo*w\n     ^"),
    ("dL + lam*w/2m", WANT, UNDECIDED,
     "It is not clear what is divided by: write a/(2m) or (a/2)*m, with brackets.\ndL + lam*w/2m\n          ^"),
    ("", WANT, UNDECIDED,
     "Your answer could not be read to the end, so it waits for a person. There is nothing to read."),
    ("x" * 5000, WANT, UNDECIDED, "This is 5000 characters long; at most 4000 are read."),
    ("300! * w", WANT, UNDECIDED,
     "It could not be compared, so it waits for a person. A factorial may be at most 200!."),
    (True, WANT, FAILED, "A formula is due; you have bool."),
    ([1], WANT, FAILED, "A formula is due; you have list."),
    (None, WANT, FAILED, "A formula is due; you have NoneType."),
    (661, "600 + 61", PASSED, "We read: 661."),
    (0.5, "1/2", PASSED, "We read: 0.5."),
    ("1 - b^t", 1, FAILED, "We read: 1 - b^t. There is one term too many."),
]  # fmt: skip


@pytest.mark.parametrize(("got", "want", "status", "finding"), CASES, ids=[str(case[0])[:40] for case in CASES])
def test_the_manual_page(got: Any, want: Any, status: Status, finding: str) -> None:
    verdict = Checker(symbols=SYMBOLS).judge(got, want)

    assert verdict.status is status
    assert finding in verdict.finding
    assert verdict.credit == (Fraction(1) if status is PASSED else Fraction(0))


OURS = [
    ("foo", "the expected formula 'foo' cannot be read: 'foo' is not a symbol"),
    (None, "the expected answer is no formula: None"),
    (float("nan"), "the expected formula 'nan' cannot be read"),
]


@pytest.mark.parametrize(("want", "detail"), OURS)
def test_an_expected_answer_that_cannot_be_read_is_our_fault(want: Any, detail: str) -> None:
    verdict = Checker(symbols=SYMBOLS).judge("w", want)

    assert verdict.status is UNDECIDED
    assert detail in verdict.detail


def test_the_detail_has_a_witness() -> None:
    verdict = Checker(symbols={"x": "real"}).judge("|x|", "x")

    assert verdict.detail.startswith("expected x; at x=-")
    assert ": got " in verdict.detail


FORMS: list[tuple[dict[str, Any], str, Status, str]] = [
    (
        {"forbid": ["E"]},
        "E[1-b^t]",
        FAILED,
        "The value is right, but it has to be written without an expectation E[…].",
    ),
    ({"forbid": ["sum"]}, "(1-b) sum_{i=0}^{t-1} b^i", FAILED, "written without a sum sign."),
    ({"forbid": ["t"]}, "1 - b^t", FAILED, "written without 't'."),
    ({"forbid": ["exp"]}, "1 - exp(t ln b)", FAILED, "written without the function exp."),
    ({"require": ["sum"]}, "1 - b^t", FAILED, "written with a sum sign."),
    ({"require": ["sum"]}, "(1-b) sum_{i=0}^{t-1} b^i", PASSED, ""),
    ({"forbid": ["sum", "prod", "cases"], "require": ["power"]}, "1 - b^t", PASSED, ""),
    ({"forbid": ["division"]}, "(1-b)(1-b^t)/(1-b)", FAILED, "written without 'division'."),
]


@pytest.mark.parametrize(("form", "got", "status", "finding"), FORMS)
def test_the_form_is_apart_from_the_value(form: dict[str, Any], got: str, status: Status, finding: str) -> None:
    verdict = Checker(symbols=SYMBOLS, form=form).judge(got, "1 - b^t")

    assert verdict.status is status
    assert finding in verdict.finding


def test_up_to_a_factor_and_up_to_a_constant() -> None:
    assert Checker(symbols=SYMBOLS, upto="scale").judge("5*w", "w").status is PASSED
    assert Checker(symbols=SYMBOLS, upto="constant").judge("w + 5", "w").status is PASSED
    assert Checker(symbols=SYMBOLS).judge("w + 5", "w").status is FAILED


SETTINGS = [
    ({"symbols": {"x": "reel"}}, "symbol 'x' has the kind 'reel'; known are real"),
    ({"symbols": {}, "upto": "sign"}, "upto is 'constant' or 'scale', not 'sign'"),
    ({"symbols": {}, "form": {"forbid": ["summ"]}},
     "forbid: 'summ' is no function, operation or symbol; did you mean 'sum'?"),
    ({"symbols": {}, "form": {"forbid": "sum"}}, "forbid is a list of words, not 'sum'"),
    ({"symbols": {}, "form": {"avoid": []}}, "a form has forbid and require, not 'avoid'"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "sentence"), SETTINGS)
def test_a_setting_that_makes_no_sense_is_refused(settings: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        Checker(**settings)

    assert sentence in str(caught.value)


def test_a_mistake_is_recognised_by_the_same_comparison() -> None:
    checker = Checker(symbols=SYMBOLS)
    mistake = "dL + lam*w/(2*m)"

    assert checker.judge(r"dL + \frac{\lambda w}{2m}", mistake).status is PASSED
    assert checker.judge("dL + lam*w/m", mistake).status is FAILED
