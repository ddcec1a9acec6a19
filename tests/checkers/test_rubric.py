"""rubric decides nothing; it holds what a person needs to decide."""

import re
from fractions import Fraction

import pytest

from grader.checkers.rubric import WAITS, Checker
from grader.model import Status

POINTS = ({"id": "a", "say": "Decays."}, {"id": "b", "say": "Vanishes.", "points": 3})


@pytest.mark.parametrize("got", ["", "It decays and vanishes.", "nonsense", None, 3, ["a", "list"], "\ud800"])
def test_no_answer_is_decided_by_a_machine(got):
    verdict = Checker(key_points=POINTS, hints={"a": ["decay"]}).judge(got, None)

    assert (Status.UNDECIDED, Fraction(0), WAITS) == (verdict.status, verdict.credit, verdict.finding)


def test_hints_are_for_staff_and_match_whole_word_beginnings():
    checker = Checker(key_points=POINTS, hints={"a": ["decay"], "b": ["vanish", "1/2"]})

    assert ["a"] == checker.hinted("Weight DECAYS")
    assert [] == checker.hinted("nodecay")
    assert "words hint at: b" == checker.judge("about 1/2", None).detail


@pytest.mark.parametrize(
    ("met", "fatal", "credit"),
    [
        ({"a", "b"}, False, Fraction(1)),
        ({"a"}, False, Fraction(1, 4)),
        (set(), False, Fraction(0)),
        ({"a", "b"}, True, Fraction(0)),
    ],
)
def test_a_persons_decisions_come_to_a_share(met, fatal, credit):
    assert credit == Checker(key_points=POINTS).credit(frozenset(met), fatal)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"key_points": ()}, "there are no `key_points`, expected at least one {id: …, say: …}"),
        ({"key_points": (POINTS[0], POINTS[0])}, "two key points share an id among a, a"),
        (
            {"key_points": ({"id": "a"},)},
            "key point 1 needs an `id` and a sentence `say`, found {'id': 'a'}",
        ),
        (
            {"key_points": ({"id": "a", "say": "A.", "sya": 1},)},
            "key point 1 has an unknown key 'sya'; allowed: id, say, points",
        ),
        (
            {"key_points": ({"id": "a", "say": "A.", "points": 0},)},
            "key point 'a' is worth 0, expected a number above 0",
        ),
        (
            {"key_points": ({"id": "a", "say": "A.", "points": "much"},)},
            "key point 'a' is worth 'much', expected a number above 0",
        ),
        (
            {"key_points": POINTS, "hints": {"c": ["x"]}},
            "`hints` names 'c', which is no key point; there are a, b",
        ),
        (
            {"key_points": POINTS, "hints": {"a": "x"}},
            "`hints` of 'a' are 'x', expected a list of words",
        ),
    ],
)
def test_a_setting_that_cannot_work_is_refused_when_the_specification_is_read(settings, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)) as caught:
        Checker(**settings)

    assert sentence == str(caught.value)


def test_a_specification_needs_no_expected_value(tmp_path):
    from grader import spec

    text = """\
assignment: free
title: Free text
seed: 1
questions:
  - id: q
    title: Why
    prompt: Say why.
    criteria:
      - id: why
        points: 2
        answer: typed
        judge: {kind: rubric, key_points: [{id: a, say: Because.}]}
"""
    (criterion,) = spec.parse(text.encode(), "assignment.yaml").criteria

    assert "rubric" == criterion.kind
