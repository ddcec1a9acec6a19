"""The case table of `number`: how typed numbers are read, and how near is near enough."""

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checkers._tokens import Unreadable
from grader.checkers._typed import read
from grader.checkers.number import Checker
from grader.model import Status

PASSED, FAILED, UNDECIDED = Status.PASSED, Status.FAILED, Status.UNDECIDED
COUNT = Checker(atol=0, unit="parameters")
ROUNDED = Checker(decimals=3)
CLOSE = Checker(atol=1e-9)
ROOT = 2.23606797749979
GRADIENT = [-2.32, -5.775, 3.9]

CASES = [
    # checker, got, want, status, why
    (COUNT, "661", 661, PASSED, "digits"),
    (COUNT, 661, 661, PASSED, "a YAML number"),
    (COUNT, 661.0, 661, PASSED, "an integral float"),
    (COUNT, np.array(661), 661, PASSED, "a returned 0-d array"),
    (COUNT, [661], 661, PASSED, "a list of the one number"),
    (COUNT, "６６１", 661, PASSED, "full-width digits"),
    (COUNT, "661 parameters", 661, PASSED, "its unit"),
    (COUNT, "There are 661 trainable parameters (including biases).", 661, PASSED, "a sentence"),
    (COUNT, "661 weights and biases", 661, PASSED, "other words"),
    (COUNT, "**661**", 661, PASSED, "Markdown"),
    (COUNT, "210 + 4*110 + 11 = **661**", 661, PASSED, "at the end of a chain"),
    (COUNT, "**Answer:** 661", 661, PASSED, "or in front of it"),
    (COUNT, "2**3**2", 512, PASSED, "powers are no emphasis"),
    (COUNT, "2 ** 3 ** 2", 512, PASSED, "nor are they with blanks"),
    (COUNT, "* 661", 661, PASSED, "a bullet"),
    (COUNT, "`661`", 661, PASSED, "code marks"),
    (COUNT, r"$\boxed{661}$", 661, PASSED, "in a box"),
    (COUNT, r"$$21\cdot 10+451 = \boxed{661 \text{ parameters}}$$", 661, PASSED, "with its unit"),
    (COUNT, "\u200b661\u200b", 661, PASSED, "signs that nobody sees"),
    (COUNT, "661 ✓", 661, PASSED, "ticked off"),
    (COUNT, "=> 661", 661, PASSED, "an arrow in front"),
    (COUNT, "210 + 440 + 11 ⇒ 661", 661, PASSED, "or in a chain"),
    (COUNT, r"$210+451 \Rightarrow 661$", 661, PASSED, "in LaTeX, too"),
    (COUNT, "661 -> 671", 661, FAILED, "of which the end counts"),
    (COUNT, "np.float64(661.0)", 661, PASSED, "as numpy prints it"),
    (COUNT, "tensor(661)", 661, PASSED, "as torch prints it"),
    (COUNT, "21*10+4*110+11", 661, PASSED, "arithmetic"),
    (COUNT, "21 x 10 + 4 × 110 + 11", 661, PASSED, "with other signs"),
    (COUNT, "(20+1)10+4(10+1)10+(10+1)1", 661, PASSED, "without signs"),
    (COUNT, r"$21\cdot 10+4\cdot 110+11=661$", 661, PASSED, "in LaTeX"),
    (COUNT, "N = 21*10 + 4*110 + 11 = 661 parameters.", 661, PASSED, "a chain"),
    (COUNT, "21*10 + 4*110 + 11\n= 661", 661, PASSED, "a chain over two lines"),
    (
        COUNT,
        "$$\n\\begin{aligned}\n21 \\times 10 + 11\n&= 210 + 11 \\\\\n&= 661\n\\end{aligned}\n$$",
        661,
        PASSED,
        "aligned",
    ),
    (COUNT, "661 parameters = 661", 661, PASSED, "a unit inside a chain"),
    (COUNT, "661 (= 210+440+11)", 661, PASSED, "a chain in brackets"),
    (COUNT, "610 weights + 51 biases = 661", 661, PASSED, "a sum of named numbers"),
    (COUNT, "610 weights + 51 biases", 661, PASSED, "not worked out"),
    (COUNT, "seven", 7, PASSED, "a word"),
    (COUNT, "Ten-fold", 10, PASSED, "a multiple in words"),
    (COUNT, "seven or eight", 7, FAILED, "two words"),
    (COUNT, "E[J1] = 661", 661, PASSED, "an expectation in front"),
    (COUNT, "661 or 661", 661, PASSED, "the same answer twice"),
    (COUNT, "sqrt(436921)", 661, PASSED, "an exact root"),
    (COUNT, "650 = 661", 661, PASSED, "the last side counts"),
    (COUNT, "Answer - 661", 661, PASSED, "a dash between words and a number is no minus"),
    (COUNT, "- 661", 661, FAILED, "a lone minus is one"),
    (COUNT, "661 = 650", 661, FAILED, "whichever side is right"),
    (COUNT, "671", 661, FAILED, "another number"),
    (COUNT, "661 or 671", 661, FAILED, "two answers are none"),
    (COUNT, "661 (610 weights, 51 biases)", 661, PASSED, "a total and its parts"),
    (COUNT, "first: 210, hidden: 440, output: 11, total: 661", 661, PASSED, "behind its parts"),
    (COUNT, "first: 210, hidden: 440, output: 11", 661, FAILED, "parts without their total"),
    (COUNT, "661 (610 weights, 41 biases)", 661, FAILED, "parts of another total"),
    (COUNT, "0, 661, 661", 661, FAILED, "nothing is no part"),
    (COUNT, "661, 671", 661, FAILED, "with a comma"),
    (COUNT, "671\n661", 661, FAILED, "or a line break"),
    (COUNT, "661 (671 with a bias on the input)", 661, FAILED, "or in brackets"),
    (COUNT, [661, 671], 661, FAILED, "or a list"),
    (COUNT, "not 661", 661, FAILED, "a denial"),
    (COUNT, "about 661", 661, FAILED, "a hedge"),
    (COUNT, "661?", 661, FAILED, "a doubt"),
    (COUNT, "< 661", 661, FAILED, "a bound"),
    (COUNT, "661k", 661, FAILED, "a multiple"),
    (COUNT, "six hundred", 661, FAILED, "words"),
    (COUNT, "", 661, FAILED, "nothing"),
    (COUNT, "661%", 661, FAILED, "a percentage"),
    (COUNT, "660.9", 661, FAILED, "a near miss where nothing is allowed"),
    (COUNT, True, 1, FAILED, "a truth value"),
    (COUNT, None, 661, FAILED, "None"),
    (COUNT, {"n": 661}, 661, FAILED, "a dict"),
    (COUNT, 661 + 0j, 661, FAILED, "a complex number"),
    (COUNT, math.nan, 661, FAILED, "NaN"),
    (COUNT, math.inf, 661, FAILED, "an infinity"),
    (COUNT, np.ones((1, 1)), 1, FAILED, "a matrix"),
    (COUNT, "1,024", 1024, PASSED, "thousands by a comma"),
    (COUNT, "1 024", 1024, PASSED, "by a blank"),
    (COUNT, "1\u202f024", 1024, PASSED, "by a narrow blank"),
    (COUNT, "1'024", 1024, PASSED, "by an apostrophe"),
    (COUNT, "1_024", 1024, PASSED, "by an underscore"),
    (COUNT, r"1{,}024", 1024, PASSED, "by LaTeX"),
    (COUNT, "1.024.000", 1024000, PASSED, "by several points"),
    (COUNT, "1.024", 1024, FAILED, "one point is decimal"),
    (COUNT, "2^10", 1024, PASSED, "a power"),
    (COUNT, "|-1| + |2| = 1 + 2 = 3", 3, PASSED, "bars of absolute values"),
    (COUNT, r"$\lvert -1\rvert+\vert 2\vert$", 3, PASSED, "the same in LaTeX"),
    (COUNT, "‖w‖₁ = |-1| + |2| = 3", 3, PASSED, "bars of a norm"),
    (COUNT, r"$\|w\|_1 = \|-1\| + 2 = 3$", 3, PASSED, "the same in LaTeX"),
    (COUNT, "‖(-1, 2)‖₁ = 3", 3, PASSED, "bars around a vector"),
    (COUNT, r"$\|[-1, 2]\|_1 = 1 + 2$", 3, PASSED, "in brackets"),
    (COUNT, "||(-1,2)||_1 = 3", 3, PASSED, "in ASCII"),
    (COUNT, "The 1-norm is 3.", 3, PASSED, "a number in a name"),
    (COUNT, "25120 (hidden) + 330 (output) = 25450", 25450, PASSED, "remarks in a sum"),
    (COUNT, "100:4 = 25", 25, PASSED, "a colon divides"),
    (COUNT, "25 : 1", 25, PASSED, "and makes a ratio"),
    (COUNT, "w_25", 25, FAILED, "the index of a name is no number"),
    (COUNT, "1: 25", 25, FAILED, "or stands behind a label"),
    (COUNT, "1 | 2", 3, FAILED, "a bar between two answers"),
    (COUNT, "|1|2|", 3, FAILED, "bars of a table"),
    (COUNT, "2**10", 1024, PASSED, "Python's power"),
    (COUNT, "2¹⁰", 1024, PASSED, "a raised power"),
    (COUNT, 10**400, 10**400, PASSED, "any size"),
    (COUNT, "-2^2", -4, PASSED, "a power binds closer than a minus"),
    (COUNT, "0^(1/2)", 0, PASSED, "a root of nothing"),
    (COUNT, "50 percent", 0.5, PASSED, "a percentage in words"),
    (COUNT, "2^3^2", 512, PASSED, "powers from right to left"),
    (ROUNDED, "2.236", ROOT, PASSED, "rounded as asked"),
    (ROUNDED, "2.236…", ROOT, PASSED, "and so on"),
    (ROUNDED, "2.23…", ROOT, FAILED, "but not too soon"),
    (ROUNDED, "2.2361", ROOT, PASSED, "more decimals than asked"),
    (ROUNDED, "2,2361", ROOT, PASSED, "a comma that cannot separate thousands is decimal"),
    (ROUNDED, "2,236", ROOT, FAILED, "one that can does"),
    (ROUNDED, "2.24", ROOT, FAILED, "fewer decimals than asked"),
    (ROUNDED, "sqrt(5)", ROOT, PASSED, "a root"),
    (ROUNDED, "√5 ≈ 2.236", ROOT, PASSED, "and its value"),
    (ROUNDED, r"\sqrt{5}", ROOT, PASSED, "in LaTeX"),
    (ROUNDED, "5^(1/2)", ROOT, PASSED, "as a power"),
    (ROUNDED, r"\frac{2236}{1000}", ROOT, PASSED, "a fraction in LaTeX"),
    (ROUNDED, "223.6 %", ROOT, PASSED, "a percentage is a hundredth"),
    (ROUNDED, "2-norm: 2.236", ROOT, PASSED, "behind the name of a norm"),
    (ROUNDED, "about 2.236", ROOT, PASSED, "a hedge where a rounded number is due"),
    (ROUNDED, "~2.236", ROOT, PASSED, "a wave"),
    (ROUNDED, "2.236 (sqrt(5))", ROOT, PASSED, "a number and what it is rounded from"),
    (ROUNDED, "sqrt(5), about 2.236", ROOT, PASSED, "the other way round"),
    (ROUNDED, "2.2 (sqrt(5))", ROOT, PASSED, "the exact one counts"),
    (ROUNDED, "2.3 (sqrt(5))", ROOT, FAILED, "but they must be the same"),
    (ROUNDED, "2.236 (sqrt(6))", ROOT, FAILED, "whichever is right"),
    (ROUNDED, "2.236 or 2.24", ROOT, FAILED, "two roundings are two answers"),
    (Checker(decimals=0), "2 (sqrt(5))", 2, FAILED, "a whole number is no rounding"),
    (ROUNDED, "0.0005", 0, PASSED, "half a unit of the last decimal is inside"),
    (ROUNDED, "0.00051", 0, FAILED, "more is not"),
    (Checker(decimals=0), 2.5, 3, PASSED, "the boundary is inside"),
    (CLOSE, "1/3", "1/3", PASSED, "an expected fraction"),
    (CLOSE, 1 / 3, "1/3", PASSED, "and its float"),
    (CLOSE, "1e-1", 0.1, PASSED, "powers of ten"),
    (Checker(atol=0), "0.1", 0.1, PASSED, "an expected 0.1 is one tenth"),
    (CLOSE, "2½", 2.5, PASSED, "a mixed number"),
    (CLOSE, "1.5·10^-3", 0.0015, PASSED, "scientific"),
    (CLOSE, "ln((e+9)/e)", 1.4611501717344748, PASSED, "logarithms and e"),
    (CLOSE, "np.log((np.e+9)/np.e)", 1.4611501717344748, PASSED, "as Python writes them"),
    (CLOSE, "math.log(1 + 9*math.exp(-1))", 1.4611501717344748, PASSED, "with the other module"),
    (CLOSE, r"\log\frac{e+9}{e}", 1.4611501717344748, PASSED, "log is ln"),
    (CLOSE, "log(e)", 1, PASSED, "and not the decimal one"),
    (CLOSE, "1/(1+exp(-2))", 0.8807970779778823, PASSED, "exponentials"),
    (CLOSE, "2 pi", 2 * math.pi, PASSED, "pi"),
    (CLOSE, "log2(8) + log10(100) + abs(-1)", 6, PASSED, "other functions"),
    (Checker(rtol=0.01), "1010", 1000, PASSED, "a relative tolerance"),
    (Checker(rtol=0.01), "1011", 1000, FAILED, "and its end"),
    (Checker(atol=0.1, unit="%"), "5.6 %", 5.6, PASSED, "per cent where that is the unit"),
    (Checker(atol=0.1, unit="%"), "5.6", 5.6, PASSED, "with or without the sign"),
    (Checker(atol=0, unit="m"), "5 m", 5, PASSED, "a unit that would else be a multiple"),
    (CLOSE, "-2.32, -5.775, 3.9", GRADIENT, PASSED, "several numbers"),
    (CLOSE, "-2.32,-5.775,3.9", GRADIENT, PASSED, "tight"),
    (CLOSE, "[-2.32 -5.775  3.9 ]", GRADIENT, PASSED, "as numpy prints them"),
    (CLOSE, "array([-2.32, -5.775, 3.9])", GRADIENT, PASSED, "or represents them"),
    (CLOSE, "(−2,32; −5,775; 3,9)", GRADIENT, PASSED, "decimal commas between semicolons"),
    (CLOSE, "w1 = -2.32\nw2 = -5.775\nw3 = 3.9", GRADIENT, PASSED, "named, on lines"),
    (CLOSE, "1. -2.32\n2. -5.775\n3. 3.9", GRADIENT, PASSED, "numbered"),
    (CLOSE, "- -2.32\n- -5.775\n- 3.9", GRADIENT, PASSED, "with bullets"),
    (CLOSE, [-2.32, "-5.775", Fraction(39, 10).__float__()], GRADIENT, PASSED, "a list of numbers and texts"),
    (CLOSE, np.array(GRADIENT), GRADIENT, PASSED, "an array"),
    (CLOSE, "k=1: -2.32, k=2: -5.775, k=3: 3.9", GRADIENT, PASSED, "with their places in front"),
    (CLOSE, "k = 1 → -2.32; k = 2 → -5.775; k = 3 → 3.9", GRADIENT, PASSED, "behind arrows"),
    (CLOSE, "-2.32 (k=1), -5.775 (k=2), 3.9 (k=3)", GRADIENT, PASSED, "with their places behind"),
    (CLOSE, "-2.32 for k = 1, -5.775 for k = 2, 3.9 for k = 3", GRADIENT, PASSED, "or in words"),
    (CLOSE, r"$(-2.32, -5.775, 3.9)^\top$", GRADIENT, PASSED, "a column"),
    (CLOSE, "-2,32 und -5,775", GRADIENT[:2], PASSED, "decimal commas on both sides of a word"),
    (CLOSE, "softmax([1,-1])[0] = 0.5, sigmoid(1) = 0.25", [0.5, 0.25], PASSED, "values of functions"),
    (CLOSE, r"$\sigma(2) \approx 0.5$, $\sigma(1) \approx 0.25$", [0.5, 0.25], PASSED, "in LaTeX"),
    (CLOSE, "f(2) = 1/2 = 0.5 and f(1): 0.25", [0.5, 0.25], PASSED, "with a chain behind"),
    (CLOSE, "h_0, h_3, h_{12}", [0, 3, 12], PASSED, "the numbers of things"),
    (CLOSE, r"$\{4, 6, 9\}$", [4, 6, 9], PASSED, "a set"),
    (CLOSE, "The units 4, 6 and 9 are never active.", [4, 6, 9], PASSED, "in a sentence that denies something else"),
    (CLOSE, "h_0 = 0.5, h_3 = 0.25", [0.5, 0.25], PASSED, "the numbers of things that have values"),
    (CLOSE, "≈ 0.5 and ≈ 0.25", [0.5, 0.25], PASSED, "about"),
    (CLOSE, "sqrt(4) = 2, exp(0) = 1", [2, 1], PASSED, "arithmetic is no name"),
    (CLOSE, "k=1: -2.32, k=2: 3.9, k=3: -5.775", GRADIENT, FAILED, "places and all, the order counts"),
    (CLOSE, "3.9, -5.775, -2.32", GRADIENT, FAILED, "their order counts"),
    (CLOSE, "-2.32, -5.775", GRADIENT, FAILED, "one is missing"),
    (CLOSE, "1,024, 2,048", [1024, 2048], PASSED, "thousands in a list"),
    (CLOSE, [["1", "2"]], [1], FAILED, "lists in lists"),
    (CLOSE, "1", math.nan, UNDECIDED, "a NaN in the reference is our fault"),
    (CLOSE, "1", True, UNDECIDED, "so is a truth value"),
    (CLOSE, "1", "many", UNDECIDED, "or a word"),
    (CLOSE, "1", [1, math.inf], UNDECIDED, "or an infinity"),
    (CLOSE, "", [], UNDECIDED, "or no number at all"),
    (CLOSE, "1", "1, 2", UNDECIDED, "or two numbers in one text"),
]


@pytest.mark.parametrize(("checker", "got", "want", "status", "why"), CASES, ids=[case[4] for case in CASES])
def test_table(checker: Checker, got: Any, want: Any, status: Status, why: str, judged: Any) -> None:
    judged(checker, got, want, status)


FINDINGS = [
    (COUNT, "671", 661, "we read 671, and that is not it"),
    (COUNT, "21*10+4*110+21", 661, "we read 671, and that is not it"),
    (COUNT, "1/3", 661, "we read 0.3333333333, and that is not it"),
    (COUNT, "1e350", 661, "we read <a whole number of about 351 digits>, and that is not it"),
    (COUNT, "1e350/7", 661, "we read about <a whole number of about 350 digits>, and that is not it"),
    (COUNT, "650 = 651", 661, "we read 651, and that is not it; two sides of an = differ: 650 and 651"),
    (COUNT, "661 or 671", 661, "one number is due; we read 661, 671"),
    (CLOSE, "1, 2", [1, 2, 3], "3 numbers are due; we read 1, 2"),
    (CLOSE, [], [1, 2, 3], "3 numbers are due; there is none"),
    (CLOSE, "1, 5, 6", [1, 2, 3], "we read 1, 5, 6; 2 of 3 are not right"),
    (CLOSE, "1, 5, 3", [1, 2, 3], "we read 1, 5, 3; 1 of 3 is not right"),
    (CLOSE, ["1 or 2"], 1, "one number is due; we read 1, 2"),
    (CLOSE, [1] * 2000, 1, "a list of 2000 items was given; give the numbers asked for"),
    (CLOSE, ", ".join("1" * 12), [1], "one number is due; we read 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, …"),
    (ROUNDED, "2.24", ROOT, "we read 2.24, and that is not it; give 3 decimals"),
    (
        ROUNDED,
        "2,236",
        ROOT,
        "we read 2236, and that is not it; a comma before three digits separates thousands; write a point for decimals"
        "; give 3 decimals",
    ),
    (COUNT, "", 661, "no number was found; write it in digits"),
    (COUNT, "< 5", 661, "'<' cannot be read as part of a number"),
    (COUNT, "not 5", 661, "the word 'not' leaves open which number is meant; give the number alone"),
    (COUNT, "5 million", 661, "write the number in full, without 'million'"),
    (COUNT, "1/0", 661, "a division by zero stands in your answer"),
    (COUNT, "0^-1", 661, "a division by zero stands in your answer"),
    (COUNT, "0^(-1/2)", 661, "a division by zero stands in your answer"),
    (COUNT, "sqrt(-1)", 661, "a root of a negative number stands in your answer"),
    (COUNT, "(-1)^(1/2)", 661, "a root of a negative number stands in your answer"),
    (COUNT, "ln(0)", 661, "a logarithm of a number that is not positive stands in your answer"),
    (COUNT, "tanh(661)", 661, "`tanh` is not worked out; give the number"),
    (COUNT, "twenty-five", 25, "no number was found; write it in digits"),
    (COUNT, "9^9^9", 661, "a power in your answer is too large to work out"),
    (COUNT, "exp(99999)", 661, "a power in your answer is too large to work out"),
    (COUNT, "*".join(["9^4000"] * 2), 661, "a number on the way is too large to work out"),
    (COUNT, "1e999", 661, "the exponent of 1e999 is too large to work out"),
    (COUNT, "1" * 401, 661, "a number of more than 400 digits cannot be read"),
    (COUNT, "1" * 1001, 661, "the answer is longer than 1000 characters; give the number alone"),
    (COUNT, "1+" * 200 + "1", 661, "the answer has more than 300 parts; give the number alone"),
    (COUNT, "(" * 45 + "1" + ")" * 45, 661, "the answer is nested deeper than 40 levels"),
    (COUNT, "-" * 45 + "1", 661, "the answer is nested deeper than 40 levels"),
    (COUNT, "sqrt " * 45 + "1", 661, "the answer is nested deeper than 40 levels"),
    (COUNT, "(661", 661, "a bracket is not closed"),
    (COUNT, "661)", 661, "')' was not expected there"),
    (COUNT, "(3*)", 661, "')' stands where a number is due"),
    (COUNT, "sqrt(", 661, "the answer stops where a number is due"),
    (COUNT, "1/2(3)", 661, "after a division, write the `*` or brackets"),
    (COUNT, None, 661, "a number is due; you have None (is a `return` missing?)"),
    (COUNT, True, 1, "a number is due; you have the truth value True"),
    (COUNT, math.nan, 1, "a number is due; you have nan"),
    (COUNT, [[1]], 1, "a number is due; you have a list"),
]


@pytest.mark.parametrize(("checker", "got", "want", "finding"), FINDINGS, ids=[case[3][:60] for case in FINDINGS])
def test_the_finding_says_what_we_read(checker: Checker, got: Any, want: Any, finding: str, judged: Any) -> None:
    assert judged(checker, got, want, FAILED).finding == finding


def test_a_right_answer_with_unequal_sides_is_told_so(judged: Any) -> None:
    verdict = judged(COUNT, "650 = 661", 661, PASSED)

    assert verdict.finding == "we read 661; two sides of an = differ: 650 and 661"


def test_a_rounded_side_is_not_unequal(judged: Any) -> None:
    assert judged(ROUNDED, "sqrt(5) = 2.236", ROOT, PASSED).finding == ""
    assert judged(ROUNDED, "2.2 ≈ 2.236", ROOT, PASSED).finding == ""
    assert judged(ROUNDED, "||w||_2 = sqrt(5) = 2.236", ROOT, PASSED).finding == ""


def test_the_detail_has_both_sides(judged: Any) -> None:
    assert judged(COUNT, "671", 661, FAILED).detail == "expected 661 ± 6.6e-12, got '671'"
    assert judged(COUNT, "", 661, FAILED).detail == "expected 661, got ''"
    assert judged(COUNT, "1, 2", 661, FAILED).detail == "expected 661, got '1, 2'"
    assert judged(COUNT, "1", True, UNDECIDED).detail == (
        "the reference gave no usable number: True (the truth value True is not one number)"
    )


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({}, "say how near is near enough: either decimals, or atol and rtol"),
        ({"decimals": 2, "atol": 0}, "say how near is near enough: either decimals, or atol and rtol"),
        ({"decimals": 16}, "decimals needs 0 <= decimals <= 15, not 16"),
        ({"rtol": 1}, "rtol is a share of the expected value: it needs 0 <= rtol < 1, not 1"),
        ({"atol": math.inf}, "atol needs 0 <= atol and a finite number, not inf"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=r".") as raised:
        Checker(**settings)

    assert str(raised.value) == message


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(st.fractions(max_denominator=10**6), st.booleans())
def test_a_written_fraction_is_read_exactly(value: Fraction, several: bool) -> None:
    assert [answer.value for answer in read(f"({value})", several=several)] == [value]


floats = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e6, max_value=1e6)


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(st.lists(floats, min_size=2, max_size=5))
def test_a_printed_list_is_read_back(values: list[float]) -> None:
    for text in (str(values), ", ".join(map(repr, values)), "\n".join(f"x{i} = {v!r}" for i, v in enumerate(values))):
        assert [float(answer.value) for answer in read(text, several=True)] == values


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(st.integers(0, 10**15), st.sampled_from([",", " ", "'", "_", "\u202f"]))
def test_separated_thousands_are_whole_numbers(value: int, mark: str) -> None:
    assert [answer.value for answer in read(f"{value:,}".replace(",", mark))] == [value]


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(st.text(alphabet="0123456789.,+-*/^()[]= eE%;\nxsqrtπ√²", max_size=60), st.booleans())
def test_any_text_is_read_or_refused_with_a_sentence(text: str, several: bool) -> None:
    refusal = ""
    try:
        answers = read(text, several=several)
    except Unreadable as problem:
        answers, refusal = (), str(problem)

    assert bool(answers) is not bool(refusal)
