"""A margin is the largest error in shares of what was allowed."""

import math

import numpy as np
import pytest

from grader.checkers._relation import Relation
from grader.checkers.close import Checker as Close
from grader.checkers.exact import Checker as Exact
from grader.checkers.number import Checker as Number
from grader.checkers.property import Checker as Property
from grader.explain.margins import margin

A = np.array

CASES = [
    # checker                        got                     want                error   allowed   at
    (Close(rtol=0.1, atol=0.0), A([1.0, 2.2]), A([1.0, 2.0]), 0.2, 0.2, "[1]"),
    (Close(rtol=0.0, atol=0.5), 3.0, 1.0, 2.0, 0.5, ""),
    (Close(rtol=0.5, atol=0.0), A([1.1, 8.0]), A([1.0, 10.0]), 2.0, 5.0, "[1]"),
    (Close(rtol=0.0, atol=1.0), {"m": 1.0, "v": A([1.0, 4.0])}, {"m": 0.0, "v": A([1, 2])}, 2.0, 1.0, "key 'v': [1]"),
    (Number(atol=0.5), "3", 2, 1.0, 0.5, ""),
    (Number(decimals=1), "1.25; 2", [1.2, 2.0], 0.05, 0.05, "[0]"),
    (Property(atol=0.1), 3.0, Relation(lambda got: A([got - 2.0, 0.5]), {}), 1.0, 0.1, ""),
]  # fmt: skip


@pytest.mark.parametrize(("checker", "got", "want", "error", "allowed", "at"), CASES)
def test_the_worst_value_counts(checker, got, want, error, allowed, at):
    found = margin(checker, got, want)

    assert (pytest.approx(error), pytest.approx(allowed), at) == (found.error, found.allowed, found.at)
    assert pytest.approx(error / allowed) == found.share


def test_nothing_is_allowed_around_zero_by_a_relative_tolerance():
    assert math.inf == margin(Close(rtol=0.1, atol=0.0), A([1e-9]), A([0.0])).share
    assert 0.0 == margin(Close(rtol=0.1, atol=0.0), A([0.0]), A([0.0])).share


def test_what_is_no_number_is_infinitely_far():
    assert math.inf == margin(Close(rtol=0.1, atol=1.0), A([np.nan]), A([0.0])).share
    assert 0.0 == margin(Close(rtol=0.1, atol=1.0), A([np.inf]), A([np.inf])).share


@pytest.mark.parametrize(
    ("checker", "got", "want"),
    [
        (Close(rtol=0.1, atol=0.0), A([1.0, 2.0]), A([1.0])),
        (Close(rtol=0.1, atol=0.0), None, A([1.0])),
        (Number(atol=0), "none", 1),
        (Exact(), 1, 1),
        (Property(atol=0.1), "x", Relation(lambda got: got + 1, {})),
    ],
)
def test_where_nothing_can_be_measured_there_is_no_margin(checker, got, want):
    assert margin(checker, got, want) is None
