"""Remembering gives the very reports that judging gives."""

from itertools import product

import pytest

from grader import pipeline
from grader.lines import Lines, line
from grader.model import Conditions, Evidence, Isolation, Missing, Raised, Returned
from grader.remembering import Memory
from tests.regrade.again import plan_of


@pytest.fixture
def plan(course):
    return plan_of(course)


def evidence(observations):
    conditions = Conditions(isolation=Isolation(level="none"), versions={}, seed=7)
    return Evidence(submission="x", files={}, observations=observations, conditions=conditions)


def answers(plan, number):
    """Right, squared, tripled, raised, missing, changed arguments, and one case of each kind among others."""
    kinds = [
        lambda x: Returned(2 * x),
        lambda x: Returned(x**2),
        lambda x: Returned(3 * x),
        lambda _: Raised("ValueError", "no"),
        lambda _: Missing("double"),
        lambda x: Returned(2 * x, ("x",)),
    ]
    cases = plan.cases["double"]
    for first, rest, typed in product(kinds, kinds, ("42", "41", "what")):
        chosen = {case.id: (first if n == number else rest)(case.inputs["x"]) for n, case in enumerate(cases)}
        yield {**chosen, "answer/1": Returned(typed)}


@pytest.mark.parametrize("number", [0, 4])
def test_what_is_remembered_is_what_is_judged(plan, number):
    memory = Memory()
    for seen in answers(plan, number):
        lazy = evidence(Lines({case: line(one) for case, one in seen.items()}))

        assert pipeline.judge(plan, evidence(seen)) == memory.judge(plan, lazy)


def test_each_different_answer_is_judged_once(plan):
    memory = Memory()
    right = {case.id: Returned(2 * case.inputs["x"]) for case in plan.cases["double"]}
    for typed in ("42", "42", "41", "42", "41"):
        seen = {**right, "answer/1": Returned(typed)}
        memory.judge(plan, evidence(Lines({case: line(one) for case, one in seen.items()})))

    assert 3 == memory.judged  # double once, the number twice


def test_our_failure_is_not_remembered_for_others(plan):
    memory = Memory()
    right = {case.id: Returned(2 * case.inputs["x"]) for case in plan.cases["double"]}
    lines = {case: line(one) for case, one in {**right, "answer/1": Returned("42")}.items()}
    good = evidence(Lines(lines))
    broken = Evidence(
        submission="y", files={}, observations=Lines({}), conditions=good.conditions, broken="the sandbox broke"
    )

    reports = [memory.judge(plan, one) for one in (broken, good, broken)]

    assert [0, 4, 0] == [report.score for report in reports]
    assert "the sandbox broke" in reports[2].criteria[0].detail
