"""The case table of `python`: whatever the teacher's function says, and nothing else."""

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from grader.checkers._relation import Relation
from grader.checkers.python import Checker
from grader.model import Status

PASSED, PARTIAL, FAILED, UNDECIDED = Status.PASSED, Status.PARTIAL, Status.FAILED, Status.UNDECIDED

SAID = [
    # what the function returns, status, credit, finding
    (True, PASSED, 1, ""),
    (np.bool_(True), PASSED, 1, ""),
    (1, PASSED, 1, ""),
    ((1, "well done"), PASSED, 1, "well done"),
    (False, FAILED, 0, "what came back is not what was asked for"),
    (0.0, FAILED, 0, "what came back is not what was asked for"),
    ((False, "the tree is not balanced"), FAILED, 0, "the tree is not balanced"),
    (Fraction(1, 3), PARTIAL, Fraction(1, 3), "what came back is right in part"),
    (0.1, PARTIAL, Fraction(1, 10), "what came back is right in part"),
    ((0.5, "half of it"), PARTIAL, Fraction(1, 2), "half of it"),
    ((np.float64(0.5), "half of it", "for staff"), PARTIAL, Fraction(1, 2), "half of it"),
]


@pytest.mark.parametrize(("said", "status", "credit", "finding"), SAID)
def test_a_function_decides(said: Any, status: Status, credit: Any, finding: str, judged: Any) -> None:
    verdict = judged(Checker(), [1, 2], Relation(lambda got: said), status)

    assert (verdict.credit, verdict.finding) == (credit, finding)


@pytest.mark.parametrize("said", [None, 2, -0.5, math.nan, "yes", (True, 3), (), (True, "a", 4), [True], 1j])
def test_another_answer_of_the_function_is_undecided(said: Any, judged: Any) -> None:
    detail = judged(Checker(), 1, Relation(lambda got: said), UNDECIDED).detail

    assert detail.startswith("the function returned ")
    assert detail.endswith(
        ", expected True, False, a credit from 0 to 1, (credit, finding) or (credit, finding, detail)"
    )


def test_an_error_of_the_function_is_undecided(judged: Any) -> None:
    assert "KeyError" in judged(Checker(), {}, Relation(lambda got: got["a"]), UNDECIDED).detail


def test_without_a_function_nothing_is_decided(judged: Any) -> None:
    assert judged(Checker(), 1, 1, UNDECIDED).detail == (
        "this kind judges by a function: write expect: {relation: topic.function}"
    )


def test_the_detail_is_the_functions_or_what_came_back(judged: Any) -> None:
    assert judged(Checker(), [1, 2], Relation(lambda got: False), FAILED).detail == "got [1, 2]"
    assert judged(Checker(), [1, 2], Relation(lambda got: (0, "no", "for staff")), FAILED).detail == "for staff"


def test_the_inputs_of_the_case_are_given_by_name(judged: Any) -> None:
    judged(Checker(), 6, Relation(lambda got, *, a, b: got == a * b, {"a": 2, "b": 3}), PASSED)
