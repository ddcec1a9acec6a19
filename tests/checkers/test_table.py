"""The case tables of `table`: bit patterns, true/false lists, numbers, words, labelled rows."""

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checkers.table import Checker
from grader.model import Status

PASSED, PARTIAL, FAILED, UNDECIDED = Status.PASSED, Status.PARTIAL, Status.FAILED, Status.UNDECIDED
PLAIN, SHARED = Checker(), Checker(partial=True)

# Document 000, problem 4: the patterns of ten units on [-2, 2].
ROWS = ["1110010000", "0110010000", "0111010000", "0011010000", "0011010010", "0011010110", "0011000110", "0001000110"]
BITS = np.array([[int(bit) for bit in row] for row in ROWS])
TEXT = "\n".join(ROWS)
REGIONS = "\n".join(f"region {i}: [{i - 2}.000, {i - 1}.500]  {' '.join(row)}" for i, row in enumerate(ROWS))
MARKDOWN = "| left | right | pattern |\n|---|---|---|\n" + "\n".join(f"| -1.0 | 0.1 | {row} |" for row in ROWS)
GRID = "| row |" + "".join(f" {unit} |" for unit in range(10)) + "\n|" + "---|" * 11 + "\n"
GRID += "\n".join(f"| {i} | {' | '.join(row)} |" for i, row in enumerate(ROWS, 1))

PATTERNS = [
    # got, status, why
    (TEXT, PASSED, "one row per line"),
    (ROWS, PASSED, "a list of texts"),
    (tuple(ROWS), PASSED, "a tuple"),
    ([int(row) for row in ROWS], PASSED, "numbers that lost their leading zeros"),
    (BITS, PASSED, "a returned array"),
    (BITS > 0, PASSED, "of truth values"),
    (BITS.astype(float), PASSED, "of floats"),
    (BITS.tolist(), PASSED, "a list of lists"),
    ([[bool(bit) for bit in row] for row in BITS], PASSED, "of truth values"),
    (str(BITS), PASSED, "a printed array"),
    (str(BITS > 0), PASSED, "a printed array of truth values"),
    (str(ROWS), PASSED, "a printed list"),
    (str(BITS.tolist()), PASSED, "a printed list of lists"),
    ("\n".join(",".join(row) for row in ROWS), PASSED, "commas between the bits"),
    ("\n".join(f"{row[:5]} {row[5:]}" for row in ROWS), PASSED, "bits in two groups"),
    ("\n".join(f"- `{row}`" for row in ROWS), PASSED, "bullets and code marks"),
    ("\n".join(f"{i}. {row}" for i, row in enumerate(ROWS, 1)), PASSED, "numbered lines"),
    (f"epoch 1 loss 0.1\n{TEXT}\ndone, 1 0", PASSED, "printed between other text"),
    (REGIONS, PASSED, "beside intervals"),
    (MARKDOWN, PASSED, "in a Markdown table"),
    (GRID, PASSED, "in one with a bit in each cell, behind the numbers of the rows"),
    ("\n".join(row[::-1] for row in ROWS), FAILED, "the last unit first"),
    ("\n".join(row.translate(str.maketrans("01", "10")) for row in ROWS), FAILED, "active and inactive swapped"),
    ("\n".join(ROWS[:-1]), FAILED, "a row is missing"),
    (f"{TEXT}\n{ROWS[-1]}", FAILED, "a row too many"),
    ("\n".join(reversed(ROWS)), FAILED, "from right to left"),
    (TEXT[:-1], FAILED, "a digit is missing"),
    ([18878464, *ROWS[1:]], FAILED, "a number that YAML read in base eight"),
    ([*ROWS[:3], None, *ROWS[4:]], FAILED, "a blank row"),
    ([*ROWS[:3], 2.5, *ROWS[4:]], FAILED, "a number that is no row"),
    ("no idea", FAILED, "no row at all"),
    ("", FAILED, "nothing"),
    ([], FAILED, "an empty list"),
    (None, FAILED, "None"),
    (1110010000, FAILED, "one number is no list of rows"),
]


@pytest.mark.parametrize(("got", "status", "why"), PATTERNS, ids=[case[2] for case in PATTERNS])
def test_patterns(got: Any, status: Status, why: str, judged: Any) -> None:
    judged(PLAIN, got, ROWS, status)
    judged(PLAIN, got, BITS, status)


def test_one_row_may_be_given_digit_by_digit(judged: Any) -> None:
    judged(PLAIN, [1, 0, 1, 1], ["1011"], PASSED)
    judged(PLAIN, [True, False, True, True], ["1011"], PASSED)
    judged(PLAIN, "1 0 1 1", ["1011"], PASSED)


def test_rows_in_any_order(judged: Any) -> None:
    judged(Checker(ignore_order=True), "\n".join(reversed(ROWS)), ROWS, PASSED)
    judged(Checker(ignore_order=True), "\n".join([ROWS[0]] * 8), ROWS, FAILED)


PATTERN_FINDINGS = [
    ("\n".join([*ROWS[:3], "0011110000", *ROWS[4:]]), Fraction(7, 8), "row 4 is not right"),
    ("\n".join(["0" * 10, *ROWS[1:6], "0" * 10, ROWS[7]]), Fraction(6, 8), "rows 1 and 7 are not right"),
    ("\n".join(ROWS[1:]), Fraction(7, 8), "there are too few rows: you have 7"),
    ("\n".join(["0" * 10, *ROWS]), Fraction(8, 9), "there are too many rows: you have 9"),
    ([*ROWS[:3], "?", "1" * 10, *ROWS[5:]], Fraction(6, 8), "row 5 is not right; row 4 is blank"),
    ("0000000000", Fraction(0), "there are too few rows: you have 1"),
    (TEXT[:-1], Fraction(7, 8), "row 8 has 9 digits; 10 are due"),
    (
        "\n".join(row[:-1] for row in ROWS),
        Fraction(0),
        "; ".join(f"row {i} has 9 digits; 10 are due" for i in (1, 2, 3)),
    ),
    ([18878464], Fraction(0), "row 1 was read as the number 18878464; put every pattern in quotes"),
    (["yes"], Fraction(0), "row 1 holds no zeros and ones: 'yes'"),
    ("yes", Fraction(0), "no row of 10 zeros and ones was found"),
    (None, Fraction(0), "rows of zeros and ones are due; you have None (is a `return` missing?)"),
]


@pytest.mark.parametrize(("got", "credit", "finding"), PATTERN_FINDINGS)
def test_the_finding_names_rows_and_a_share_is_earned(got: Any, credit: Fraction, finding: str, judged: Any) -> None:
    verdict = judged(SHARED, got, ROWS, PARTIAL if credit else FAILED)

    assert (verdict.credit, verdict.finding) == (credit, finding)
    assert judged(PLAIN, got, ROWS, FAILED).finding == finding


FLAGS = [False, True, False, True, True]
SPELLED = [
    # got, status, why
    ("F T F T T", PASSED, "letters"),
    ("FTFTT", PASSED, "run together"),
    ("F/T/F/T/T", PASSED, "with strokes"),
    ("01011", PASSED, "digits run together"),
    ("false, true, false, true, true", PASSED, "words"),
    ("No; yes; no; yes; yes", PASSED, "answers"),
    ("wrong, right, wrong, correct, correct", PASSED, "judgements"),
    ("✗ ✓ ✗ ✓ ✓", PASSED, "marks"),
    ("1. False\n2. True\n3. False\n4. True\n5. True", PASSED, "a numbered list"),
    ("a) F\nb) T\nc) F\nd) T\ne) T", PASSED, "a lettered list"),
    ("(1) F (2) T (3) F (4) T (5) T", PASSED, "numbered in one line"),
    ("1: no\n2: yes\n3: no\n4: yes\n5: yes", PASSED, "with colons"),
    ("1 F\n2 T\n3 F\n4 T\n5 T", PASSED, "without points"),
    ("| F | **T** | F | T | T |", PASSED, "a row of a table"),
    ("| 1 | 2 | 3 | 4 | 5 |\n|--|--|--|--|--|\n| F | T | F | T | T |", PASSED, "below its numbers"),
    ("1F 2T 3F 4T 5T", PASSED, "numbers and letters run together"),
    ("1. False. L2 does.\n2. True (see above)\n3. False - no\n4. T: yes\n5. True", PASSED, "with a reason behind"),
    ("1-F, 2-T, 3-F, 4-T, 5-T", PASSED, "numbers with dashes"),
    ("1=F; 2=T; 3=F; 4=T; 5=T", PASSED, "with equals signs"),
    (
        "Statement 1: False\nStatement 2: True\nStatement 3: False\nStatement 4: True\nStatement 5: True",
        PASSED,
        "named",
    ),
    ("1. False, it is cheap\n2. True, it is not\n3. False\n4. T\n5. T", PASSED, "with a reason behind a comma"),
    ("1. **False** - no\n2. **True** because so\n3. F\n4. T\n5. T", PASSED, "emphasised, with a reason"),
    ("1. The statement is false.\n2. It is true.\n3. F\n4. T\n5. T", PASSED, "in sentences"),
    ("| # | Answer |\n|--|--|\n| 1 | F |\n| 2 | T |\n| 3 | F |\n| 4 | T |\n| 5 | T |", PASSED, "a numbered table"),
    ("| Claim | T/F |\n|--|--|\n| a | F |\n| b | T |\n| c | F |\n| d | T |\n| e | T |", PASSED, "a table with claims"),
    (
        "| Claim | 1 | 2 | 3 | 4 | 5 |\n|--|--|--|--|--|--|\n| Answer | F | T | F | T | T |",
        PASSED,
        "labelled, below numbers",
    ),
    ("❌ ✅ ❌ ✅ ✅", PASSED, "coloured marks"),
    ("Answers: F T F T T", PASSED, "introduced"),
    ("My answers:\nF T F T T", PASSED, "introduced on a line of its own"),
    ("5. T\n4. T\n3. F\n2. T\n1. F", PASSED, "numbered from the last to the first"),
    ("1. F\n2. T\n3. F\n5. T", FAILED, "one left out"),
    ("F, T, F, T, T, T", FAILED, "one too many"),
    ("F T F T T\nT T T T T", FAILED, "two lists"),
    ("1. False, true\n2. T\n3. F\n4. T\n5. T", FAILED, "both in a line"),
    ("1. not false\n2. T\n3. F\n4. T\n5. T", FAILED, "a denial"),
    ("1. False or true\n2. T\n3. F\n4. T\n5. T", FAILED, "two answers in a line"),
    ([False, True, False, True, True], PASSED, "a list"),
    ([0, 1, 0, 1, 1], PASSED, "of digits"),
    (["F", "t", "false", "TRUE", "yes"], PASSED, "of texts"),
    (np.array(FLAGS), PASSED, "an array"),
    ({"a": False, "b": True, "c": False, "d": True, "e": True}, PASSED, "a dict in order"),
    ("T T F T T", FAILED, "one is wrong"),
    ("T/F, T, F, T, T", FAILED, "two answers for one"),
    ("F T F T", FAILED, "one is missing"),
    ([0, 1, 0, 1, 2], FAILED, "a digit that is neither"),
    ([[0], 1, 0, 1, 1], FAILED, "a list in the list"),
    ("maybe", FAILED, "no answer"),
    (None, FAILED, "None"),
]


@pytest.mark.parametrize(("got", "status", "why"), SPELLED, ids=[case[2] for case in SPELLED])
def test_truth_values(got: Any, status: Status, why: str, judged: Any) -> None:
    judged(PLAIN, got, FLAGS, status)


ORDER = ["max-norm", "L2", "L2+KL", "L2+L1"]
ONES = [1] * 7
MIXED = [
    # checker, got, want, status, why
    (PLAIN, "1 1 1 1 1 1 1", ONES, PASSED, "numbers between blanks"),
    (PLAIN, "1,1,1,1,1,1,1", ONES, PASSED, "between commas"),
    (PLAIN, "[1, 1, 1, 1, 1, 1, 1]", ONES, PASSED, "in brackets"),
    (PLAIN, np.ones(7), ONES, PASSED, "an array"),
    (PLAIN, ["1", 1, 1.0, "2/2", 1, 1, 1], ONES, PASSED, "a list of texts and numbers"),
    (PLAIN, [True] * 7, ONES, FAILED, "truth values are not numbers"),
    (PLAIN, [0.1] * 7, ONES, FAILED, "fractions of the number of units"),
    (PLAIN, [math.nan] * 7, ONES, FAILED, "NaN"),
    (PLAIN, [10**400], [1], FAILED, "a number beyond all floats"),
    (PLAIN, ["?", math.nan, [1]], [1, 2, 3], FAILED, "cells that are no numbers"),
    (PLAIN, [2.0, 1, None], ["2.0", "1", "a"], FAILED, "numbers stand for the words they are written as"),
    (PLAIN, [1, True], ["1", "true"], PASSED, "truth values, too"),
    (PLAIN, [[1], "a"], ["1", "a"], FAILED, "a list is no word"),
    (PLAIN, [np.float64(2.5), np.array(3)], [2.5, 3], PASSED, "numpy's scalars are numbers"),
    (PLAIN, "2, 3", [np.int64(2), np.float32(3)], PASSED, "a reference may give numpy's scalars"),
    (PLAIN, "T F", (np.bool_(True), np.array(False)), PASSED, "truth values of numpy"),
    (PLAIN, "a: 2, 3", {"a": np.array([2, 3])}, PASSED, "or arrays as rows"),
    (PLAIN, 5, [5], PASSED, "one number for a list of one"),
    (PLAIN, [[5]], [5], PASSED, "a list of lists of one row"),
    (Checker(atol=0.01), "0.33, 0.67", [1 / 3, 2 / 3], PASSED, "within a tolerance"),
    (PLAIN, "0.33, 0.67", [1 / 3, 2 / 3], FAILED, "none is allowed by itself"),
    (PLAIN, "max-norm < L2 < L2+KL < L2+L1", ORDER, PASSED, "an ordering with signs"),
    (PLAIN, "max-norm > L2 > L2+KL > L2+L1", ORDER, PASSED, "whichever way they point"),
    (PLAIN, "max norm → l2 → L2 + KL → L2+L1", ORDER, PASSED, "arrows, capitals and blanks"),
    (PLAIN, "0 → 3 → 1 -> 8", [0, 3, 1, 8], PASSED, "arrows between numbers"),
    (PLAIN, "0 → 3 → 8 → 1", [0, 3, 1, 8], FAILED, "arrows in another order"),
    (PLAIN, "1. MaxNorm\n2. L2\n3. L2+KL\n4. L2+L1", ORDER, PASSED, "a numbered list"),
    (PLAIN, ORDER[::-1], ORDER, FAILED, "worst to best"),
    (PLAIN, "max-norm, L2, L2+KL", ORDER, FAILED, "one is missing"),
    (Checker(ignore_order=True), "units 9, 6 and 4", [4, 6, 9], PASSED, "a set"),
    (Checker(ignore_order=True), [4, 4, 6, 9], [4, 6, 9], FAILED, "counted"),
    (PLAIN, "9, 6, 4", [4, 6, 9], FAILED, "whose order counts unless it is free"),
    (PLAIN, "a", [1, "a"], UNDECIDED, "a reference of two kinds of cells"),
    (PLAIN, "a", [], UNDECIDED, "an empty reference"),
    (PLAIN, "a", "a", UNDECIDED, "a reference that is no list"),
    (PLAIN, "1", [math.nan], UNDECIDED, "NaN in the reference"),
    (PLAIN, "a: 1", {"a": [1], "b": ["x"]}, UNDECIDED, "labelled rows of two kinds"),
]


@pytest.mark.parametrize(("checker", "got", "want", "status", "why"), MIXED, ids=[case[4] for case in MIXED])
def test_numbers_and_words(checker: Checker, got: Any, want: Any, status: Status, why: str, judged: Any) -> None:
    judged(checker, got, want, status)


DIAGNOSES = ["underfit", "overfit", "good"]
NAMES = Checker(
    synonyms={"underfit": ["high bias", "underfitting"], "overfit": "high variance", "good": ["just right"]}
)


@pytest.mark.parametrize(
    "got",
    [
        "(45, 42): underfit\n(99, 67): overfit\n(95, 94): good",
        "High bias, high variance, just right",
        "45/42: underfit\n99 % / 67 %: overfit\n95/94: good",
        "1) Underfit 2) Overfit 3) Good",
        "underfit, overfit and good",
        "underfit, overfit, and good",
        "underfit / overfit / good",
        "(45, 42) underfitting, (99,67) Over-fit, (95, 94) good",
        ["Underfit", "high_variance", "*good*"],
        "| train | val | diagnosis |\n|--|--|--|\n| 45 | 42 | underfit |\n| 99 | 67 | overfit |\n| 95 | 94 | good |",
        "| Model | Diagnosis |\n|--|--|\n| 1 | underfit |\n| 2 | overfit |\n| 3 | good |",
        "| model | 1 | 2 | 3 |\n|--|--|--|--|\n| diagnosis | underfit | overfit | good |",
        [[45, 42, "underfit"], [99, 67, "overfit"], [95, 94, "good"]],
        "Model 1: underfit, Model 2: overfit, Model 3: good",
        "first: underfit\nsecond: overfit\nthird: good",
        "The first is underfitting, the second high variance, the third good.",
        "Underfit (high bias), overfit (high variance), good (low bias, low variance)",
        "45/42 -> underfit\n99/67 -> overfit\n95/94 -> good",
        "(45 %, 42 %) → underfit\n(99 %, 67 %) → overfit\n(95 %, 94 %) → good",
        "45 %, 42 %: underfit; 99 %, 67 %: overfit; 95 %, 94 %: good",
        "45/42 underfit, 99/67 overfit, 95/94 good",
        "Underfit because both are low.\nOverfit: a big gap.\nGood.",
        "3. good\n2. overfit\n1. underfit",
    ],
)
def test_synonyms_are_the_same_word(got: Any, judged: Any) -> None:
    judged(NAMES, got, DIAGNOSES, PASSED)


@pytest.mark.parametrize(
    "got",
    [
        "not underfit, overfit, good",
        "underfit or overfit, overfit, good",
        "underfit (or overfit), overfit, good",
        "underfit (overfit), overfit, good",
        "overfit: underfit, overfit, good",
        "underfit, overfit, good\ngood, good, good",
        "underfit, overfit, good, good",
        "1. underfit\n3. good",
        "| Model | Diagnosis |\n|--|--|\n| 1 | something |\n| 2 | overfit |\n| 3 | good |",
    ],
)
def test_what_stands_around_a_word_does_not_make_it_right(got: Any, judged: Any) -> None:
    judged(NAMES, got, DIAGNOSES, FAILED)


def test_entries_with_what_was_measured_are_an_ordering(judged: Any) -> None:
    for got in (
        "max-norm (4.6 %), L2 (5.6 %), L2+KL (6.1 %), L2+L1 (35 %)",
        "max-norm 4.6 %, L2 5.6 %, L2+KL 6.1 %, L2+L1 35 %",
        "4.6 % max-norm, 5.6 % L2, 6.1 % L2 + KL, 35 % L2 + L1",
        "max-norm: 4.6\nL2: 5.6\nL2+KL: 6.1\nL2+L1: 35",
        "max-norm (best), L2, L2+KL, L2+L1 (worst)",
        "max-norm, then L2, then L2+KL, then L2+L1",
        "max-norm ≺ L2 ≺ L2+KL ≺ L2+L1",
        r"$\text{max-norm} < L_2 < L_2 + KL < L_2 + L_1$",
        "L2: 2, max-norm: 1, L2+KL: 3, L2+L1: 4",
        "L2+L1 (4)\nmax-norm (1)\nL2 (2)\nL2+KL (3)",
        "| method | rank |\n|--|--|\n| L2 | 2 |\n| max-norm | 1 |\n| L2+KL | 3 |\n| L2+L1 | 4 |",
        "| method | error |\n|--|--|\n| max-norm | 4.6 |\n| L2 | 5.6 |\n| L2+KL | 6 |\n| L2+L1 | 35 |",
        "| rank | method |\n|--|--|\n| 1 | max-norm |\n| 2 | L2 |\n| 3 | L2+KL |\n| 4 | L2+L1 |",
    ):
        judged(PLAIN, got, ORDER, PASSED)


ERRORS = {"train": ["High", "Low", "Low"], "val": ["High", "High", "Low"]}
RECIPE = {
    "high bias": ["bigger network", "train longer", "different architecture"],
    "high variance": ["more data", "regularization", "different architecture"],
}
SETS = Checker(ignore_order=True, partial=True, synonyms={"bigger network": ["larger network", "more units"]})

LABELLED = [
    # checker, got, want, credit, why
    (SHARED, "train: High, Low, Low\nval: High, High, Low", ERRORS, 1, "lines"),
    (SHARED, "Train = high low low\nVal = high high low", ERRORS, 1, "blanks between cells"),
    (
        SHARED,
        "| | under | over | good |\n|--|--|--|--|\n|train|High|Low|Low|\n|val|High|High|Low|",
        ERRORS,
        1,
        "a table",
    ),
    (
        SHARED,
        "| | train | val |\n|--|--|--|\n|a|High|High|\n|b|Low|High|\n|c|Low|Low|",
        ERRORS,
        1,
        "turned on its side",
    ),
    (SHARED, "train: high / low / low\nval: high, high and low", ERRORS, 1, "strokes and an and"),
    (SHARED, "train -> high, low, low\nval → high, high, low", ERRORS, 1, "arrows behind the labels"),
    (SHARED, ERRORS, ERRORS, 1, "a dict"),
    (SHARED, {"Train": "High, Low, Low", "VAL": ("High", "High", "Low")}, ERRORS, 1, "of texts"),
    (SHARED, [["train", "High", "Low", "Low"], ["val", "High", "High", "Low"]], ERRORS, 1, "a list of rows"),
    (SHARED, "val: High, High, Low\ntrain: High, Low, Low", ERRORS, 1, "rows in another order"),
    (SHARED, "train: High, Low, Low\nval: High, Low, Low", ERRORS, Fraction(5, 6), "one cell is wrong"),
    (SHARED, "train: High, Low, Low", ERRORS, Fraction(1, 2), "a row is missing"),
    (SHARED, "train: High, ?, Low\nval: High, High, Low", ERRORS, Fraction(5, 6), "a blank cell"),
    (PLAIN, "train: High, Low, Low\nval: High, Low, Low", ERRORS, 0, "without shares"),
    (SHARED, "train - high, low, low\nval – high, high, low", ERRORS, 1, "dashes behind the labels"),
    (SHARED, "train: high, low, low; val: high, high, low", ERRORS, 1, "both labels in a line"),
    (SHARED, "With dropout: a\nwithout dropout: b", {"with dropout": ["a"], "without dropout": ["b"]}, 1, "with"),
    (SHARED, "for the small: a\nThe large: b", {"small": ["a"], "large": ["b"]}, 1, "two words before"),
    (SHARED, "train: high (underfit), low (overfit), low (good)\nval: H, H, L", ERRORS, Fraction(1, 2), "remarks"),
    (
        SHARED,
        "train: high (low), low, low\nval: high, high, low",
        ERRORS,
        Fraction(5, 6),
        "a remark that says the opposite",
    ),
    (
        SHARED,
        {
            "under": {"train": "High", "val": "High"},
            "over": {"train": "Low", "val": "High"},
            "good": {"train": "Low", "val": "Low"},
        },
        ERRORS,
        1,
        "a dict turned on its side",
    ),
    (
        SHARED,
        [{"train": "High", "val": "High"}, {"train": "Low", "val": "High"}, {"train": "Low", "val": "Low"}],
        ERRORS,
        1,
        "dicts in a list",
    ),
    (
        SHARED,
        [["", "train", "val"], ["a", "High", "High"], ["b", "Low", "High"], ["c", "Low", "Low"]],
        ERRORS,
        1,
        "lists on their side",
    ),
    (SHARED, "no table", ERRORS, 0, "no label"),
    (SHARED, None, ERRORS, 0, "None"),
    (SETS, RECIPE, RECIPE, 1, "sets in cells"),
    (
        SETS,
        "High bias:\n- train longer\n- larger network\n- different architecture\n"
        "High variance:\n- more data\n- different architecture\n- Regularisation",
        RECIPE,
        1,
        "as lists below their labels",
    ),
    (
        SETS,
        {"high bias": RECIPE["high variance"], "high variance": RECIPE["high bias"]},
        RECIPE,
        Fraction(1, 3),
        "swapped",
    ),
    (SETS, {"high bias": ["more units"] * 3}, RECIPE, Fraction(1, 6), "one counted once"),
    (
        SETS,
        "| problem | remedies |\n|--|--|\n| high bias | more units, train longer, different architecture |\n"
        "| high variance | more data, regularization, different architecture |",
        RECIPE,
        1,
        "several in a cell",
    ),
    (
        SETS,
        "For high bias (underfitting): more units + train longer + different architecture (both)\n"
        "For high variance (overfitting): more data + regularization + different architecture (both)",
        RECIPE,
        1,
        "sums and remarks",
    ),
    (
        SETS,
        "high bias: no more units, train longer, different architecture\n"
        "high variance: less regularization, more data, different architecture",
        RECIPE,
        Fraction(2, 3),
        "denied or turned round",
    ),
    (
        SETS,
        "high bias: more units (not needed), train longer, different architecture\n"
        "high variance: regularization (less), more data: no, different architecture",
        RECIPE,
        Fraction(1, 2),
        "or so in a remark",
    ),
]


@pytest.mark.parametrize(("checker", "got", "want", "credit", "why"), LABELLED, ids=[case[4] for case in LABELLED])
def test_labelled_rows(checker: Checker, got: Any, want: Any, credit: Any, why: str, judged: Any) -> None:
    status = PASSED if credit == 1 else PARTIAL if credit else FAILED

    assert judged(checker, got, want, status).credit == credit


FINDINGS = [
    (PLAIN, "T T F T T", FLAGS, "1 of 5 entries is not right"),
    (PLAIN, "T T T T T", FLAGS, "2 of 5 entries are not right"),
    (PLAIN, "T F", FLAGS, "5 entries are due; you have 2"),
    (PLAIN, "maybe, T, F, T, T", FLAGS, "entry 1 cannot be read: 'maybe'"),
    (PLAIN, "F, ?, F, T, T", FLAGS, "1 entry is blank"),
    (PLAIN, "?, ?, F, T, F", FLAGS, "2 entries are blank; 1 of 5 entries is not right"),
    (PLAIN, None, FLAGS, "a list is due; you have None (is a `return` missing?)"),
    (PLAIN, [True] * 3000, FLAGS, "3000 entries were given; give those asked for"),
    (PLAIN, "L2, max-norm, L2+KL, L2+L1", ORDER, "entries 1 and 2 are not right"),
    (PLAIN, "max-norm, L2, L2 + KL", ORDER, "4 entries are due; you have 3"),
    (
        PLAIN,
        ["?"] + ["x"] * 11,
        [str(i) for i in range(12)],
        "1 entry is blank; 11 entries are not right, the first is 2",
    ),
    (PLAIN, "1,1,2,1,1,1,1", ONES, "1 of 7 entries is not right"),
    (PLAIN, "1, 1, ?, 1, 1, 1, 1", ONES, "1 entry is blank"),
    (PLAIN, "1, 1 < 2", ONES, "'<' cannot be read as part of a number"),
    (Checker(ignore_order=True), "4, 6", [4, 6, 9], "there are too few entries: you have 2"),
    (
        Checker(ignore_order=True),
        "4, 6, 8, 9",
        [4, 6, 9],
        "there are too many entries: you have 4; entry 3 is not right",
    ),
    (Checker(ignore_order=True), "4, 6, 8", [4, 6, 9], "entry 3 is not right"),
    (PLAIN, "train: High, Low\nval: High, High, Low", ERRORS, "train: 3 entries are due; you have 2"),
    (PLAIN, "x", ERRORS, "no labelled row was found; write a line for each: train: …, val: …"),
]


@pytest.mark.parametrize(("checker", "got", "want", "finding"), FINDINGS)
def test_the_finding_does_not_tell_what_is_right(
    checker: Checker, got: Any, want: Any, finding: str, judged: Any
) -> None:
    assert judged(checker, got, want, FAILED).finding == finding


def test_the_detail_has_both_sides(judged: Any) -> None:
    assert judged(PLAIN, "T", [False], FAILED).detail == "expected [False], got 'T'"
    assert judged(PLAIN, "T", [], UNDECIDED).detail == "the reference gave no table of one kind of cells: []"
    assert judged(PLAIN, "a: 1", {"a": [1], "b": ["x"]}, UNDECIDED).detail == (
        "the reference gave no table of one kind of cells: {'a': [1], 'b': ['x']}"
    )


@settings(max_examples=60, derandomize=True, deadline=None, database=None)
@given(st.lists(st.booleans(), min_size=2, max_size=12), st.sampled_from([" ", ", ", ";", "\n", " | "]))
def test_a_list_reads_the_same_however_it_is_parted(flags: list[bool], mark: str) -> None:
    for true, false in (("T", "F"), ("yes", "no"), ("1", "0"), ("True", "False")):
        text = mark.join(true if flag else false for flag in flags)
        assert PLAIN.judge(text, flags).status is PASSED


@settings(max_examples=60, derandomize=True, deadline=None, database=None)
@given(st.integers(2, 12), st.integers(1, 6), st.data())
def test_a_pattern_reads_the_same_however_it_is_printed(width: int, height: int, data: Any) -> None:
    bit = st.integers(0, 1)
    grid = data.draw(st.lists(st.lists(bit, min_size=width, max_size=width), min_size=height, max_size=height))
    words = ["".join(map(str, row)) for row in grid]
    for got in (grid, np.array(grid), np.array(grid) > 0, words, "\n".join(words), str(np.array(grid)), str(words)):
        assert PLAIN.judge(got, words).status is PASSED


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"atol": -1}, "atol needs 0 <= atol and a finite number, not -1"),
        ({"synonyms": {"good": 3}}, "synonyms of 'good' need a word or a list of words, not 3"),
        ({"synonyms": {"good": [3]}}, "synonyms of 'good' need a word or a list of words, not [3]"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=r".") as raised:
        Checker(**settings)

    assert str(raised.value) == message


@pytest.mark.parametrize("got", ["1 " * 50_000, "1;" * 50_000, "| 1 " * 25_000, "a: 1\n" * 20_000])
def test_a_text_made_to_be_slow_is_read_at_once(got: str, judged: Any) -> None:
    """Of one line of 100,000 characters, patterns took minutes."""
    judged(Checker(), got, ["x", "y", "z"], FAILED)


@pytest.mark.parametrize(
    ("got", "want"),
    [
        ("1" + " " * 1_000_000 + "2", [1, 2]),
        (["yes" + "\n" * 1_000_000, "x"], [True, False]),
        ("x: " + "1 " * 500_000, {"x": ["a", "b"]}),
        ([["x", "a" + " " * 1_000_000 + "b"]], {"x": ["a", "b"]}),
        ({"x": ["a" + " " * 1_000_000 + "b"]}, {"x": [True, False]}),
    ],
    ids=["numbers", "a cell", "labels", "rows", "a sheet"],
)
def test_a_long_stretch_of_blanks_is_read_at_once(got: Any, want: Any, judged: Any) -> None:
    """Each of these would outlast the test run if reading took the square of its length."""
    judged(Checker(), got, want, FAILED)


def test_labelled_rows_of_thousands_of_entries_are_not_worked_out(judged: Any) -> None:
    finding = judged(Checker(partial=True), "x: 1\n" + "1\n" * 2500, {"x": [1, 2]}, FAILED).finding

    assert "2501 entries were given; give those asked for" == finding


@pytest.mark.parametrize("got", [np.zeros((3000, 3000)), [0] * 200_000])
def test_far_too_many_items_are_not_looked_at(got: Any, judged: Any) -> None:
    finding = judged(Checker(), got, ["x", "y", "z"], FAILED).finding

    assert finding == f"the answer has {np.size(got)} items; give the table that was asked for"


def test_a_label_that_cannot_be_printed_is_spelled_out():
    verdict = Checker(partial=True).judge(None, {"\ud7fc": ["x"]})

    assert verdict.finding.isprintable()
    assert "'\\ud7fc': …" in verdict.finding
