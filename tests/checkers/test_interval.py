"""The manual page of `interval`, as a table."""

from fractions import Fraction
from typing import Any

import pytest

from grader.checkers.interval import Checker
from grader.model import Status
from tests.mathematics.working import SECOND, worked

LR: dict[str, Any] = {"eps": "real", "lmax": {"kind": "positive", "aliases": [r"\lambda_{\max}", "lambda_max"]}}
PASSED, PARTIAL, FAILED, UNDECIDED = Status.PASSED, Status.PARTIAL, Status.FAILED, Status.UNDECIDED
WANT = "(0, 1/lmax)"

RIGHT = [
    "0 < eps < 1/lmax",
    "0<eps<1/lambda_max",
    "eps in (0, 1/lmax)",
    "(0, 1/lmax)",
    "(0; 1/lmax)",
    "]0, 1/lmax[",
    "eps ∈ ]0, 1/lmax[",
    r"\left(0, \frac{1}{\lambda_{\max}}\right)",
    r"$0 < \epsilon < \frac{1}{\lambda_{\max}}$",
    r"\epsilon \in \left(0, \tfrac{1}{\lambda_{\max}}\right)",
    "0<eps and eps<1/lmax",
    "eps > 0, eps < 1/lmax",
    "eps < 1/lmax and eps > 0",
    "1/lmax > eps > 0",
    "eps less than 1/lmax and positive",
    "eps is positive but smaller than 1/lmax",
    "eps greater than 0 and less than 1/lmax",
    "eps must be positive and below 1/lmax",
    "strictly between 0 and 1/lmax",
    "eps between 0 (exclusive) and 1/lmax (exclusive)",
    "the open interval (0, 1/lmax)",
    "open interval from 0 to 1/lmax",
    "0 < eps < 1/lmax (both ends excluded)",
    r"\{\epsilon : 0 < \epsilon < 1/\lambda_{\max}\}",
    "eps: 0 < eps < 1/lmax",
    "|1 - 2*eps*lmax| < 1",
    "-1 < 1 - 2*eps*lmax < 1",
    "eps > 0 and eps*lmax < 1",
    "eps*(1/lmax - eps) > 0",
    "1/eps > lmax",
    "not (eps <= 0 or eps >= 1/lmax)",
    "(0, 1/(2lmax)] or (1/(2lmax), 1/lmax)",
    "|eps - 1/(2*lmax)| < 1/(2*lmax)",
    "0 < 2 eps lmax < 2",
    "`0 < eps < 1/lmax`",
    "It converges for $0 < \\epsilon < 1/\\lambda_{\\max}$ only.",
    "0.0 < eps ∧ eps < lmax^-1",
    "|1 - 2*eps*lmax| < 1 ⇒ 0 < eps < 1/lmax",
    r"\left|1 - 2\epsilon\lambda_{\max}\right| < 1 \Leftrightarrow 0 < \epsilon < \frac{1}{\lambda_{\max}}",
    "|1 - 2*eps*lmax| < 1, i.e. 0 < eps < 1/lmax",
    "|1 - 2*eps*lmax| < 1, so 0 < eps < 1/lmax",
    "-1 < 1 - 2*eps*lmax < 1 => eps > 0 and eps < 1/lmax",
    "|1 - 2*eps*lmax| < 1\n0 < eps < 1/lmax",
    "eps < 2/lmax is not enough; hence 0 < eps < 1/lmax",
    "eps > 0\neps < 1/lmax",
    "- eps > 0\n- eps < 1/lmax",
    "{eps | 0 < eps < 1/lmax}",
    "{eps : 0 < eps < 1/lmax}",
    "all eps with 0 < eps < 1/lmax",
    "every eps such that 0 < eps < 1/lmax",
    "The step size must satisfy 0 < eps < 1/lmax.",
    "The step size eps has to lie in (0, 1/lmax)",
    "eps from (0, 1/lmax)",
    "(0, 1/lmax), open at both ends",
]


@pytest.mark.parametrize("got", RIGHT)
def test_every_spelling_of_the_right_range_passes(got: str) -> None:
    verdict = Checker(primary="eps", symbols=LR).judge(got, WANT)

    assert verdict.status is PASSED, verdict.finding
    assert verdict.finding.startswith("We read: ")


WRONG = [
    ("0 < eps < 2/lmax", FAILED, 0, "We read: 0 < eps < 2/lmax. Only the lower end is right."),
    ("-1/lmax < eps < 1/lmax", FAILED, 0, "Only the upper end is right."),
    ("eps < 1/lmax", PARTIAL, "1/2", "We read: eps < 1/lmax. The lower end of the range is missing."),
    ("eps > 0", PARTIAL, "1/2", "We read: eps > 0. The upper end of the range is missing."),
    ("positive", PARTIAL, "1/2", "The upper end of the range is missing."),
    ("eps <= 1/lmax", FAILED, 0, "Only the upper end is right."),
    ("0 <= eps < 1/lmax", PARTIAL, "1/4", "The ends are right, but not which of them belong to the range."),
    ("(0, 1/lmax]", PARTIAL, "1/4", "The ends are right, but not which of them belong to the range."),
    ("[0, 1/lmax]", PARTIAL, "1/4", "The ends are right, but not which of them belong to the range."),
    ("closed interval from 0 to 1/lmax", PARTIAL, "1/4", "We read: 0 <= eps <= 1/lmax."),
    ("eps at least 0 and at most 1/lmax", PARTIAL, "1/4", "We read: eps >= 0 and eps <= 1/lmax."),
    ("1 < eps < 2", FAILED, 0, "This is another range."),
    ("0 < eps < lmax", FAILED, 0, "Only the lower end is right."),
    ("0 < eps < 1/(2*lmax)", FAILED, 0, "Only the lower end is right."),
    ("(0, 1/lmax) or (50, 60)", FAILED, 0, "This is another range."),
    ("eps < 0 and eps > 1", FAILED, 0, "No value of eps fulfils this."),
    ("eps != 0", FAILED, 0, "This is another range."),
    ("eps = 1/lmax", FAILED, 0, "Only the upper end is right."),
    ("0 < eps < 1/lmax or eps = 0", PARTIAL, "1/4", "The ends are right, but not which"),
    ("0 < eps < 1/lmax and eps != 1/(2*lmax)", FAILED, 0, "This is another range."),
    ("eps^2 < 1/lmax^2", FAILED, 0, "Only the upper end is right."),
    ("", UNDECIDED, 0, "There is nothing to read."),
    ("1/lmax", UNDECIDED, 0, "A condition such as 0 < x < 1 is needed here, not a value."),
    ("between 0 and 1/lmax", UNDECIDED, 0,
     "Say with signs whether the ends belong to the range: a < x < b or a <= x <= b."),
    ("closed interval (0, 1/lmax)", UNDECIDED, 0, "Say with signs whether the ends belong to the range"),
    ("|1 - 2*eps*lmax| < 1 => 0 < eps < 2/lmax", FAILED, 0, "We read: 0 < eps < 2/lmax. Only the lower end is right."),
    ("0 < eps < 1/lmax\n0 < eps < 2/lmax", FAILED, 0, "We read: 0 < eps < 2/lmax. Only the lower end is right."),
    ("0 < eps < 1/lmax, so 0 <= eps < 1/lmax", PARTIAL, "1/4", "We read: 0 <= eps < 1/lmax."),
    ("0 < eps < 1/lmax ⇒", UNDECIDED, 0, "There is nothing to read."),
    ("0 < eps < 1/L", UNDECIDED, 0,
     "'L' is not a symbol of this question. Its symbols are eps, lmax.\n0 < eps < 1/L\n            ^"),
    ("(0, 1/lmax", UNDECIDED, 0, "The interval is not closed here."),
    ("(0 1/lmax)", UNDECIDED, 0, "Two numbers stand side by side"),
    ("eps in 5", UNDECIDED, 0, "An interval such as (a, b) or [a, b] is missing here."),
    ("eps in (0)", UNDECIDED, 0, "A comma between the two ends of the interval is missing here."),
    ("0 < eps < 300!", UNDECIDED, 0,
     "It could not be compared, so it waits for a person. A factorial may be at most 200!."),
    (" or ".join(["eps > 0"] * 13), UNDECIDED, 0, "A condition may have at most 12 comparisons."),
    (3, UNDECIDED, 0, "A condition such as 0 < x < 1 is needed here, not a value."),
    ([0, 1], FAILED, 0, "A condition is due; you have list."),
]  # fmt: skip


@pytest.mark.parametrize(("got", "status", "credit", "finding"), WRONG, ids=[str(row[0]) for row in WRONG])
def test_the_manual_page(got: Any, status: Status, credit: Any, finding: str) -> None:
    checker = Checker(primary="eps", symbols=LR, missing_end=Fraction(1, 2), wrong_end=Fraction(1, 4))
    verdict = checker.judge(got, WANT)

    assert verdict.status is status
    assert verdict.credit == Fraction(credit)
    assert finding in verdict.finding
    assert verdict.detail == f"expected {WANT}"


@pytest.mark.parametrize("got", ["eps > 0", "[0, 1/lmax)"])
def test_without_a_price_nothing_is_given_for_half_a_range(got: str) -> None:
    verdict = Checker(primary="eps", symbols=LR).judge(got, WANT)

    assert (verdict.status, verdict.credit) == (FAILED, 0)


def test_what_the_kind_of_the_symbol_says_need_not_be_repeated() -> None:
    positive = Checker(primary="eta", symbols={"eta": "positive", "lam": "positive", "m": "posint"})

    assert positive.judge("eta < m/lam", "(0, m/lam)").status is PASSED
    assert positive.judge("eta*lam < m", "(0, m/lam)").status is PASSED
    assert positive.judge("eta <= m/lam", "(0, m/lam)").status is FAILED
    assert Checker(primary="p", symbols={"p": "unit"}).judge("p > 1/2", "1/2 < p < 1").status is PASSED


@pytest.mark.parametrize("got", ["0 < 1 - eta*lam/m < 1", "1 - eta*lam/m < 1 and 1 - eta*lam/m > 0"])
def test_an_end_at_which_a_sum_cancels_is_open(got: str) -> None:
    decay = Checker(primary="eta", symbols={"eta": "real", "lam": "positive", "m": "positive"})

    assert decay.judge(got, "0 < eta < m/lam").status is PASSED
    assert decay.judge(got.replace("<", "<=").replace(">", ">="), "0 < eta < m/lam").status is FAILED
    assert decay.judge(got.replace("<", "<=").replace(">", ">="), "0 <= eta <= m/lam").status is PASSED


OTHERS = [
    ("(0, 2)", "0 < x < 2", PASSED),
    ("|1 - x| < 1", "(0, 2)", PASSED),
    ("(0, 2]", "(0, 2)", FAILED),
    ("x >= 3", "[3, oo)", PASSED),
    ("x in [3, infinity)", r"[3, \infty)", PASSED),
    ("x < 3", "(-oo, 3)", PASSED),
    ("x in (-∞, 3]", "x <= 3", PASSED),
    ("x < -1 or x > 1", "|x| > 1", PASSED),
    ("(-oo, -1) ∪ (1, oo)", "x^2 > 1", PASSED),
    ("x <= -1 or x >= 1", "|x| > 1", FAILED),
    ("x in (-1, 1) or (2, 3)", "-1 < x < 1 or 2 < x < 3", PASSED),
    ("1 > 0", "(-oo, oo)", PASSED),
    ("1 > 0 or x > 0", "x > 0", FAILED),
    ("sqrt(x) < 1", "[0, 1)", PASSED),
    ("x = 2", "[2, 2]", PASSED),
    ("x != 2", "(-oo, 2) or (2, oo)", PASSED),
    ("nonnegative", "[0, oo)", PASSED),
]


@pytest.mark.parametrize(("got", "want", "status"), OTHERS)
def test_infinite_ends_and_several_pieces(got: str, want: str, status: Status) -> None:
    assert Checker(primary="x", symbols={"x": "real"}).judge(got, want).status is status


OURS = [
    ("0 < foo", "the expected condition '0 < foo' cannot be read: 'foo' is not a symbol"),
    (None, "the expected answer is no condition: None"),
]


@pytest.mark.parametrize(("want", "detail"), OURS)
def test_an_expected_range_that_cannot_be_read_is_our_fault(want: Any, detail: str) -> None:
    verdict = Checker(primary="eps", symbols=LR).judge("eps > 0", want)

    assert verdict.status is UNDECIDED
    assert detail in verdict.detail


SETTINGS: list[tuple[dict[str, Any], str]] = [
    ({"primary": "x", "symbols": LR}, "primary is one of the symbols, and a number; 'x' is not"),
    ({"primary": "g", "symbols": {"g": "sequence"}}, "primary is one of the symbols, and a number; 'g' is not"),
    ({"primary": "eps", "symbols": LR, "missing_end": Fraction(1)},
     "missing_end is a credit: it needs 0 <= missing_end < 1, not 1"),
    ({"primary": "eps", "symbols": LR, "wrong_end": Fraction(-1)},
     "wrong_end is a credit: it needs 0 <= wrong_end < 1, not -1"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "sentence"), SETTINGS)
def test_a_setting_that_makes_no_sense_is_refused(settings: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        Checker(**settings)

    assert sentence in str(caught.value)


HOSTILE = [
    "sum_{i=1}^{400} eps^i < " * 3 + "1",
    "eps < " * 300 + "1",
    " or ".join(["eps*eps < 2"] * 100),
    "(" * 2000,
    "sin(1/eps) < 0 and " * 50 + "eps > 0",
    "]" * 3000,
]


@pytest.mark.parametrize("got", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_condition_takes_less_than_a_second(got: str) -> None:
    verdict, calls = worked(Checker(primary="eps", symbols=LR), got, WANT)

    assert calls < SECOND
    assert verdict.status in (FAILED, UNDECIDED)
