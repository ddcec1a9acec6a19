"""The case table of `exact` is its manual page in values."""

import math
from typing import Any

import numpy as np
import pytest

from grader.checkers.exact import Checker
from grader.model import Status

PASSED, FAILED, UNDECIDED = Status.PASSED, Status.FAILED, Status.UNDECIDED
nan, inf = math.nan, math.inf

CASES = [
    # got, want, status, why
    (661, 661, PASSED, "a count"),
    (661.0, 661, PASSED, "an integral float stands for a whole number"),
    (661, 661.0, PASSED, "and the other way round"),
    (661.5, 661, FAILED, "another float does not"),
    ("661", 661, FAILED, "text is not a number"),
    (True, 1, FAILED, "True is not 1"),
    (1, True, FAILED, "1 is not True"),
    (True, True, PASSED, "a truth value"),
    (np.bool_(True), True, PASSED, "numpy's truth value is one"),
    (np.array(True), True, PASSED, "and a 0-d array of it"),
    (np.array(3, np.int8), 3, PASSED, "a 0-d array is a number"),
    (np.array(True), 1, FAILED, "but not if it holds a truth value"),
    (None, None, PASSED, "nothing where nothing is due"),
    (0, None, FAILED, "zero is not nothing"),
    (None, 0, FAILED, "nothing is not zero"),
    (0.1 + 0.2, 0.3, FAILED, "floats are compared bit by bit"),
    (-0.0, 0.0, PASSED, "zero has one value"),
    (inf, inf, PASSED, "an infinity is itself"),
    (nan, 1, FAILED, "NaN is nothing"),
    (1, nan, UNDECIDED, "a NaN in the reference is our fault"),
    ([1, 2], [1, nan], UNDECIDED, "wherever it stands"),
    (1, {"a": (1, nan)}, UNDECIDED, "however deep"),
    ([1.0], np.array([nan]), UNDECIDED, "also in an array"),
    (10**400, 10**400, PASSED, "whole numbers of any size"),
    (10**400 + 1, 10**400, FAILED, "to the last digit"),
    (1e308, 10**400, FAILED, "no float reaches that far"),
    (2.0**53, 2**53 + 1, FAILED, "a float that cannot tell neighbours apart is not one of them"),
    (np.array([2.0**53]), np.array([2**53 + 1]), FAILED, "also inside arrays"),
    (np.array([2.0**60]), np.array([2**60]), PASSED, "unless it is that number"),
    (1j, 1j, PASSED, "complex numbers"),
    (1.0, 1 + 0j, PASSED, "a real number is a complex one"),
    (1 + 0j, 1, FAILED, "but where a real number is due, complex is refused"),
    ("good", "good", PASSED, "a word"),
    ("Good", "good", FAILED, "letter by letter"),
    ("", "", PASSED, "empty text"),
    ([1, 2, 3], (1, 2, 3), PASSED, "a list stands for a tuple"),
    (np.array([1, 2, 3]), [1, 2, 3], PASSED, "an array for a list"),
    ([1, 2, 3], np.array([1, 2, 3]), PASSED, "a list for an array"),
    (np.array([1.0, 2.0]), np.array([1, 2]), PASSED, "integral floats for whole numbers"),
    (np.array([1, 0]), np.array([True, False]), FAILED, "numbers for truth values are refused"),
    (np.array([True, False]), [1, 0], FAILED, "and truth values for numbers"),
    ([3, 2, 1], [1, 2, 3], FAILED, "order matters"),
    ([1, 2], [1, 2, 3], FAILED, "an item is missing"),
    ([[1, 2], [3, 4]], np.array([[1, 2], [3, 4]]), PASSED, "a list of rows for a matrix"),
    (np.array([[1, 2, 3, 4]]), np.array([[1, 2], [3, 4]]), FAILED, "shapes before values"),
    (np.zeros((1,)), np.zeros((3,)), FAILED, "nothing is broadcast"),
    ([], [], PASSED, "nothing equals nothing"),
    ([], np.zeros((0, 2)), PASSED, "an empty list for an empty array"),
    ((2, None), (2, None), PASSED, "None inside a tuple"),
    (7, [7], FAILED, "a number is no list"),
    ([7], 7, FAILED, "a list is no number"),
    ({"dR": 1}, {"dR": 1}, PASSED, "dicts by key"),
    ({"dR": 1, "more": 2}, {"dR": 1}, PASSED, "extra keys are the student's own affair"),
    ({}, {"dR": 1}, FAILED, "a missing key is not"),
    ([1], {"dR": 1}, FAILED, "a list has no keys"),
    ([(0, 1.5, [1, 0])], [(0, 1.5, (1, 0))], PASSED, "nested"),
    (np.array([200], np.uint8), np.array([200]), PASSED, "any width of whole number"),
    (np.array([-1]), np.array([2**64 - 1], np.uint64), FAILED, "without wrapping round"),
]


@pytest.mark.parametrize(("got", "want", "status", "why"), CASES, ids=[case[3] for case in CASES])
def test_table(got: Any, want: Any, status: Status, why: str, judged: Any) -> None:
    judged(Checker(), got, want, status)


UNORDERED = [
    ([9, 4, 6], [4, 6, 9], PASSED, "order is free"),
    (np.array([9.0, 4.0, 6.0]), [4, 6, 9], PASSED, "for arrays and integral floats too"),
    ([4, 4, 6, 9], [4, 6, 9], FAILED, "a repetition counts"),
    ([4, 6], [4, 6, 9], FAILED, "an item is missing"),
    ([True, 6, 9], [1, 6, 9], FAILED, "True is not 1"),
    ([[2, 1]], [[1, 2]], FAILED, "only the outermost list is free"),
    (["b", "a"], ("a", "b"), PASSED, "words"),
    ([{"a": [1]}, None], [None, {"a": (1.0,)}], PASSED, "structures"),
    ([nan], [1], FAILED, "NaN is nothing"),
    (4, [4], FAILED, "a number is no list"),
    (5, 5, PASSED, "what is no list is compared as ever"),
]


@pytest.mark.parametrize(("got", "want", "status", "why"), UNORDERED, ids=[case[3] for case in UNORDERED])
def test_ignore_order(got: Any, want: Any, status: Status, why: str, judged: Any) -> None:
    judged(Checker(ignore_order=True), got, want, status)


FINDINGS = [
    (671, 661, "you have 671"),
    (6.5, 6, "you have 6.5, and a whole number is due"),
    ("661", 661, "a number is due; you have the text '661'"),
    (True, 1, "a number is due; you have the truth value True"),
    (1, True, "a truth value is due; you have the number 1"),
    (None, 1, "a number is due; you have None (is a `return` missing?)"),
    (3, None, "another value is due; you have the number 3"),
    (1j, 1, "a number is due; you have the complex number (0.0+1.0j)"),
    ({"a": 1}, 1, "a number is due; you have a dict"),
    ([1], 1, "a number is due; you have a list"),
    (np.ones(1), 1, "a number is due; you have an array"),
    ("Over fit", "overfit", "you have 'Over fit'; only capitals or blanks differ"),
    ("underfit", "overfit", "you have 'underfit'"),
    ([1, 5, 6], [1, 2, 3], "2 of 3 values are off; the first is at [1], where you have 5"),
    ([1, "2"], [1, 2], "1 of 2 values is off; the first is at [1], where a number is due; you have the text '2'"),
    (np.array([[1, 9]]), np.array([[1, 2]]), "1 of 2 values is off; the first is at [0, 1], where you have 9"),
    ([1, 2], [1, 2, 3], "3 items due; you have 2"),
    (5, [1], "a list is due; you have the number 5"),
    ([[9], [1, 2, 3]], [[1], [1, 2]], "at [1]: 2 items due; you have 3"),
    (np.ones((2, 1)), np.ones(2), "the shape (2,) is due; you have (2, 1)"),
    (np.ones(1, bool), np.ones(1), "numbers are due; you have truth values"),
    (np.ones(1), np.ones(1, bool), "truth values are due; you have numbers"),
    ({"a": [5]}, {"a": [6]}, "at ['a'][0]: you have 5"),
    ({"b": 1}, {"a": 1}, "the key 'a' is missing; you have 'b'"),
    ("x", {"a": 1}, "a dict is due; you have the text 'x'"),
]


@pytest.mark.parametrize(("got", "want", "finding"), FINDINGS)
def test_the_finding_says_what_you_have(got: Any, want: Any, finding: str, judged: Any) -> None:
    assert judged(Checker(), got, want, FAILED).finding == finding


UNORDERED_FINDINGS = [
    ([4, 5, 6], [4, 6, 9], "1 of 3 items missing; not due: 5"),
    ([4], [4, 6, 9], "2 of 3 items missing"),
    ([4, 6, 4], [4, 6, 9], "1 of 3 items missing; not due: 4"),
    ([4, 4, 5, 6, 7, 8, 9, 3], [1], "1 of 1 items missing; not due: 4, 4, 5, 6, 7, …"),
    (4, [4], "a list is due; you have the number 4"),
]


@pytest.mark.parametrize(("got", "want", "finding"), UNORDERED_FINDINGS)
def test_without_order_the_finding_names_what_is_not_due(got: Any, want: Any, finding: str, judged: Any) -> None:
    assert judged(Checker(ignore_order=True), got, want, FAILED).finding == finding


def test_the_detail_has_both_sides(judged: Any) -> None:
    assert judged(Checker(), 671, 661, FAILED).detail == "expected 661, got 671"
    assert judged(Checker(), [nan], [nan], UNDECIDED).detail == "the reference gave a NaN: [nan]"
    assert judged(Checker(ignore_order=True), [1], [2], FAILED).detail == "expected [2] in any order, got [1]"


def test_far_too_many_items_are_counted_and_not_sorted(judged: Any) -> None:
    finding = judged(Checker(ignore_order=True), np.zeros(8_000_000), [1, 2, 3], FAILED).finding

    assert finding == "3 items are due; you have 8000000"


def test_many_items_in_another_order_take_no_square_of_their_number(judged: Any) -> None:
    judged(Checker(ignore_order=True), list(range(100_000)), list(range(1, 100_001)), FAILED)
