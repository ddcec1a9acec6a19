"""The case table of `property`: many right answers, one relation."""

import math
from typing import Any

import numpy as np
import pytest

from grader.checkers._relation import Relation
from grader.checkers.property import Checker
from grader.model import Status

PASSED, FAILED, UNDECIDED = Status.PASSED, Status.FAILED, Status.UNDECIDED


def splits(got: Any, *, total: float) -> Any:
    """Two numbers that add up to the total."""
    first, second = got
    return np.asarray(first) + np.asarray(second) - total


def told(got: Any, *, total: float) -> Any:
    return got - total, "the parts do not add up to the total"


def broken(got: Any) -> Any:
    raise ZeroDivisionError(got)


SPLITS = Relation(splits, {"total": 3.0})
CASES = [
    # got, want, status, why
    ((1.0, 2.0), SPLITS, PASSED, "one right answer"),
    ([0.0, 3.0], SPLITS, PASSED, "another"),
    ((1.0, 2.0 + 1e-10), SPLITS, PASSED, "within the tolerance"),
    ((1.0, 2.1), SPLITS, FAILED, "outside"),
    ((np.array([1.0, 2.0]), np.array([2.0, 1.0])), SPLITS, PASSED, "an array of residuals"),
    ((np.array([1.0, 2.0]), np.array([2.0, 7.0])), SPLITS, FAILED, "with one that is off"),
    ((math.nan, 1.0), SPLITS, FAILED, "NaN satisfies nothing"),
    ((math.inf, 1.0), SPLITS, FAILED, "nor does infinity"),
    ((1.0, 2.0, 3.0), SPLITS, FAILED, "too many items have no residual"),
    (None, SPLITS, FAILED, "nothing came back"),
    ("ab", SPLITS, FAILED, "text"),
    (1.0, Relation(broken), UNDECIDED, "an error that no answer explains is the teacher's"),
    (1.0, Relation(lambda got: "no"), UNDECIDED, "so is a residual that is no number"),
    (1.0, Relation(lambda got: True), UNDECIDED, "or a truth value, which would be 1 or 0 by accident"),
    (1.0, 1.0, UNDECIDED, "or an expected value in place of a relation"),
    (1.0, Relation(lambda got: np.zeros((0, 3))), PASSED, "no residual at all is none that is off"),
    ((np.array([]), np.array([])), SPLITS, FAILED, "but an empty answer satisfies nothing"),
    ([], Relation(lambda got: np.diff(got)), FAILED, "nor does an empty list"),
    ([], Relation(lambda got: 0.0), PASSED, "unless the relation says that it does"),
]


@pytest.mark.parametrize(("got", "want", "status", "why"), CASES, ids=[case[3] for case in CASES])
def test_table(got: Any, want: Any, status: Status, why: str, judged: Any) -> None:
    judged(Checker(atol=1e-9), got, want, status)


FINDINGS = [
    ((1.0, 5.0), SPLITS, "what came back does not satisfy the relation that was asked for"),
    (5.0, Relation(told, {"total": 3.0}), "the parts do not add up to the total"),
    (None, SPLITS, "a value is due; you have None (is a `return` missing?)"),
    (np.zeros((0, 2)), Relation(lambda got: got), "a value is due; you have an array of shape (0, 2)"),
    (np.ones((3, 2)), SPLITS, "the shape or type of what came back does not fit: an array of shape (3, 2)"),
    (
        (1.0, "a", [1]),
        SPLITS,
        "the shape or type of what came back does not fit: "
        "a tuple of the number 1.0, the text 'a', a list of the number 1",
    ),
    ({"a": 1, "b": 2, "c": 3}, SPLITS, "the shape or type of what came back does not fit: a dict of 3 items"),
]


@pytest.mark.parametrize(("got", "want", "finding"), FINDINGS)
def test_the_finding_says_what_is_broken(got: Any, want: Any, finding: str, judged: Any) -> None:
    assert judged(Checker(atol=1e-9), got, want, FAILED).finding == finding


def test_staff_see_the_residual_and_the_traceback(judged: Any) -> None:
    checker = Checker(atol=1e-9)

    assert judged(checker, (1.0, 5.0), SPLITS, FAILED).detail == (
        "residual 3.0 at the value, allowed 1e-09, for (1.0, 5.0)"
    )
    assert "too many values to unpack" in judged(checker, (1.0, 2.0, 3.0), SPLITS, FAILED).detail
    assert "ZeroDivisionError" in judged(checker, 1.0, Relation(broken), UNDECIDED).detail
    assert judged(checker, 1.0, 1.0, UNDECIDED).detail == (
        "a property is judged by a relation: write expect: {relation: topic.function}"
    )
    assert judged(checker, 1.0, Relation(lambda got: "no"), UNDECIDED).detail == (
        "the relation gave no residual: 'no'; it must return numbers"
    )


def test_a_relation_cannot_change_what_it_is_given(judged: Any) -> None:
    got, inputs = np.ones(2), {"a": np.ones(2)}

    def spoils(got: Any, *, a: Any) -> Any:
        got[:] = a[:] = 7.0
        return np.zeros(1)

    judged(Checker(atol=0.0), got, Relation(spoils, inputs), PASSED)

    assert got.tolist() == inputs["a"].tolist() == [1.0, 1.0]


def test_a_tolerance_that_cannot_be_meant_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^atol needs 0 <= atol and a finite number, not -1$"):
        Checker(atol=-1)
