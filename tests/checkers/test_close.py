"""The case table of `close` is its manual page in numbers."""

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from grader.checkers.close import Checker
from grader.model import Status

PASSED, FAILED, UNDECIDED = Status.PASSED, Status.FAILED, Status.UNDECIDED
inf, nan = math.inf, math.nan
BIG = 10**400

CASES = [
    # got, want, status, why
    (1.0, 1.0, PASSED, "a value equals itself"),
    (1.0 + 0.9e-6, 1.0, PASSED, "inside the relative tolerance"),
    (1.0 + 2e-6, 1.0, FAILED, "outside the tolerance"),
    (2e-9, 0.0, FAILED, "rtol alone allows nothing around zero, and atol is 1e-9"),
    (0.9e-9, 0.0, PASSED, "inside the absolute tolerance"),
    (1, 1.0, PASSED, "a whole number stands for a float"),
    (1.0, 1, PASSED, "and the other way round"),
    (True, 1.0, FAILED, "a truth value is not a number"),
    (np.array([True]), [1.0], FAILED, "an array of truth values holds no numbers"),
    ("1.0", 1.0, FAILED, "text is not a number here"),
    (None, 1.0, FAILED, "nothing came back"),
    (1 + 0j, 1.0, FAILED, "complex is refused even without an imaginary part"),
    (np.array([1 + 0j]), [1.0], FAILED, "and so is an array of them"),
    (inf, inf, PASSED, "an infinity equals itself"),
    (-inf, inf, FAILED, "but not the other one"),
    (1e308, inf, FAILED, "nothing finite is close to infinity"),
    (inf, 1e308, FAILED, "and infinity to nothing finite"),
    ([inf, 1.0], [inf, 1.0], PASSED, "also inside arrays"),
    (nan, 1.0, FAILED, "NaN is near nothing"),
    (1.0, nan, UNDECIDED, "a NaN in the reference is our fault"),
    (nan, nan, UNDECIDED, "even where the student has it too"),
    ("x", nan, UNDECIDED, "and whatever came back"),
    (1.0, "one", UNDECIDED, "so is a reference that is no number"),
    (BIG, 1.0, FAILED, "a whole number beyond any float is wrong, not a crash"),
    (1.0, BIG, UNDECIDED, "a reference beyond any float is for `exact`"),
    ([1.0, 2.0], [[1.0, 2.0]], FAILED, "shapes are not broadcast"),
    ([1.0], 1.0, FAILED, "an array of one is not a number"),
    (1.0, [1.0], FAILED, "nor the other way round"),
    (np.array(1.0), 1.0, PASSED, "a 0-d array is a number"),
    (np.float32(1.0), 1.0, PASSED, "and so is a numpy scalar"),
    ([], [], PASSED, "nothing equals nothing"),
    ([], np.zeros((0, 3)), PASSED, "an empty list cannot say how wide its rows would be"),
    (np.zeros((0, 2)), np.zeros((0, 3)), FAILED, "an empty array can"),
    ([[]], [], FAILED, "one empty row is not no row"),
    ([1.0, 2.0], np.array([1.0, 2.0]), PASSED, "a list stands for an array"),
    ((1.0, 2.0), [1.0, 2.0], PASSED, "a tuple for a list"),
    (np.array([[1, 2], [3, 4]]), [[1.0, 2.0], [3.0, 4.0]], PASSED, "an array for a list of lists, ints for floats"),
    ([np.array(1.0), np.float64(2.0)], [1.0, 2.0], PASSED, "a list of 0-d arrays is a list of numbers"),
    ([[1.0, 2.0], [3.0]], [[1.0, 2.0], [3.0, 4.0]], FAILED, "rows of different length are no array"),
    ([1.0, "2"], [1.0, 2.0], FAILED, "one text among numbers spoils them"),
    ([1.0, True], [1.0, 1.0], FAILED, "and so does one truth value"),
    (np.array([1.0, 0.5], np.float16), [1.0, 0.5], PASSED, "half precision that holds the value will do"),
    (np.array([200], np.uint8), [200.0], PASSED, "unsigned bytes are numbers"),
    (([1.0], [2.0, 3.0]), (np.array([1.0]), np.array([2.0, 3.0])), PASSED, "a tuple of arrays, given as lists"),
    ([np.ones(2), np.zeros(2)], (np.ones(2), np.zeros(2)), PASSED, "a list stands for a tuple"),
    (np.array([[1.0, 1.0], [0.0, 0.0]]), (np.ones(2), np.zeros(2)), PASSED, "so does one array with that leading axis"),
    ((np.ones(2),), (np.ones(2), np.zeros(2)), FAILED, "an item is missing"),
    ((np.ones(2), np.zeros(3)), (np.ones(2), np.zeros(2)), FAILED, "an item has another shape"),
    (np.ones(()), (np.ones(2), np.zeros(2)), FAILED, "one number is no tuple"),
    ({"m": 1.0, "v": 2.0}, {"m": 1.0, "v": 2.0}, PASSED, "dicts by key"),
    ({"m": 1.0, "v": 2.0, "t": 3}, {"m": 1.0, "v": 2.0}, PASSED, "extra keys are the student's own affair"),
    ({"m": 1.0}, {"m": 1.0, "v": 2.0}, FAILED, "a missing key is not"),
    ((1.0, 2.0), {"m": 1.0, "v": 2.0}, FAILED, "a tuple has no keys"),
    ({"m": [1.0, (2.0,)]}, {"m": [1.0, (2.0,)]}, PASSED, "nested structures"),
    ({"a": nan, "b": 1.0}, {"a": 1.0, "b": nan}, FAILED, "a wrong item decides before an undecided one"),
    (np.zeros((5, 0, 3)), np.zeros((5, 0, 3)), PASSED, "empty arrays have shapes"),
    (10**30, 1e30, PASSED, "a large whole number that a float can hold"),
]


@pytest.mark.parametrize(("got", "want", "status", "why"), CASES, ids=[case[3] for case in CASES])
def test_table(got: Any, want: Any, status: Status, why: str, judged: Any) -> None:
    judged(Checker(rtol=1e-6, atol=1e-9), got, want, status)


FINDINGS = [
    (1.5, 1.0, "you have 1.5, which is outside the tolerance"),
    ([1.0, 5.0, 6.0], [1.0, 2.0, 3.0], "2 of 3 values are off; the first is at [1], where you have 5.0"),
    (
        [[1.1, 2.0], [3.0, 9.0]],
        [[1.0, 2.0], [3.0, 4.0]],
        "2 of 4 values are off; the first is at [0, 0], where you have 1.1, the worst at [1, 1], where you have 9.0",
    ),
    ([[1.0, nan]], [[1.0, 2.0]], "1 of 2 values is off; the first is at [0, 1], where you have nan"),
    ([1.0, 2.0], [[1.0], [2.0]], "the shape (2, 1) is due; you have (2,)"),
    ([1.0], 1.0, "a single number is due; you have an array of shape (1,)"),
    (1.0, [1.0, 2.0], "the shape (2,) is due; you have a single number"),
    (None, 1.0, "numbers are due; you have None (is a `return` missing?)"),
    (True, 1.0, "numbers are due; you have the truth value True"),
    (np.array([True]), [1.0], "numbers are due; you have an array of truth values"),
    (1j, 1.0, "numbers are due; you have the complex number (0.0+1.0j)"),
    (np.array([1j]), [1.0], "numbers are due; you have an array of complex numbers"),
    ("hello", 1.0, "numbers are due; you have the text 'hello'"),
    ({"a": 1}, 1.0, "numbers are due; you have a dict"),
    (BIG, 1.0, "numbers are due; you have a whole number too large for a float"),
    ([[1.0], [1.0, 2.0]], [1.0], "numbers are due; you have a list whose rows differ in length"),
    ([1.0, None], [1.0, 2.0], "numbers are due; you have a list that holds None"),
    (([1.0, "a"]), [1.0, 2.0], "numbers are due; you have a list that holds the text 'a'"),
    ([["a"]], [[1.0]], "item 0: numbers are due; you have a list that holds the text 'a'"),
    ({"m": 1.0, "n": 2}, {"m": 1.0, "v": 2.0}, "the key 'v' is missing; you have 'm', 'n'"),
    ({}, {"m": 1.0, "v": 2.0}, "the keys 'm', 'v' are missing; you have no keys"),
    (None, {"m": 1.0}, "a dict is due; you have None (is a `return` missing?)"),
    ((1.0,), (np.ones(2), 1.0), "2 items due; you have 1"),
    (7.0, (np.ones(2), 1.0), "a tuple of 2 is due; you have 7.0"),
    (
        {"m": [1.0, (2.0, [3.0])]},
        {"m": [1.0, (2.0, [4.0])]},
        "key 'm', item 1, item 1: you have 3.0, which is outside the tolerance",
    ),
]


@pytest.mark.parametrize(("got", "want", "finding"), FINDINGS)
def test_the_finding_says_what_you_have(got: Any, want: Any, finding: str, judged: Any) -> None:
    assert finding == judged(Checker(rtol=1e-6, atol=1e-9), got, want, FAILED).finding


def test_the_finding_never_shows_the_expected_value(judged: Any) -> None:
    verdict = judged(Checker(rtol=1e-6, atol=1e-9), [1.0, 3.0], [1.0, 2.71828], FAILED)

    assert "2.7" not in verdict.finding


def test_the_detail_has_everything_staff_need(judged: Any) -> None:
    verdict = judged(Checker(rtol=0.25, atol=0.5), [1.0, 9.0, 20.0], [1.0, 2.0, 4.0], FAILED)

    assert verdict.detail == "at [1] expected 2 ± 1.0e+00, got 9; at [2] expected 4 ± 1.5e+00, got 20"


def test_the_reference_is_named_where_it_has_no_numbers(judged: Any) -> None:
    verdict = judged(Checker(rtol=0.0, atol=0.0), {"a": 1.0}, {"a": nan}, UNDECIDED)

    assert verdict.detail == "key 'a': the reference gave no usable numbers: nan"
    assert verdict.finding == "This answer waits for a person; no mark was lost."


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"rtol": 1.0, "atol": 0.0}, "rtol is a share of the expected value: it needs 0 <= rtol < 1, not 1.0"),
        ({"rtol": nan, "atol": 0.0}, "rtol is a share of the expected value: it needs 0 <= rtol < 1, not nan"),
        ({"rtol": 0.0, "atol": inf}, "atol needs 0 <= atol and a finite number, not inf"),
        ({"rtol": 0.0, "atol": -1.0}, "atol needs 0 <= atol and a finite number, not -1.0"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(settings: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match="needs") as raised:
        Checker(**settings)

    assert message == str(raised.value)


def test_tolerances_have_no_default() -> None:
    with pytest.raises(TypeError):
        Checker(rtol=1e-6)  # type: ignore[call-arg]


def test_a_huge_answer_is_judged_block_by_block(judged: Any) -> None:
    want = np.zeros(1_000_000, np.float32)
    got = want.copy()
    got[[70_000, 900_000]] = 1.0, 2.0

    verdict = judged(Checker(rtol=0.0, atol=1e-3), got, want, FAILED)

    found = "2 of 1000000 values are off; the first is at [70000], where you have 1.0"
    assert verdict.finding == f"{found}, the worst at [900000], where you have 2.0"
    assert "at [900000] expected 0" in verdict.detail


def adam(g: Any, t: int, *, corrected: bool, dtype: Any) -> Any:
    """One Adam step from zero state, lr 1e-3, written out with Python's own powers."""
    g = np.asarray(g, dtype)
    m, v = dtype(1 - 0.9) * g, dtype(1 - 0.999) * g * g
    if corrected:
        m, v = m / dtype(1 - 0.9**t), v / dtype(1 - 0.999**t)
    return dtype(1e-3) * m / (np.sqrt(v) + dtype(1e-8))


@pytest.mark.parametrize("rtol", [1e-4, 1e-5, 1e-6])
def test_float32_passes_and_uncorrected_adam_does_not(rtol: float, judged: Any) -> None:
    gradients = np.random.default_rng(3).normal(size=200)
    want = adam(gradients, 1, corrected=True, dtype=np.float64)
    checker = Checker(rtol=rtol, atol=1e-12)

    judged(checker, adam(gradients, 1, corrected=True, dtype=np.float32), want, PASSED)
    judged(checker, adam(gradients, 1, corrected=False, dtype=np.float64), want, FAILED)


def test_the_bound_follows_the_expected_value(judged: Any) -> None:
    checker = Checker(rtol=0.1, atol=0.0)

    assert Fraction(0) == judged(checker, 1.0, 0.9, FAILED).credit
    judged(checker, 0.9, 1.0, PASSED)
