"""The same answers earn the same report, and are judged once; whatever differs is judged for itself."""

from dataclasses import replace

import numpy as np
import pytest

from grader import pipeline
from grader.lines import Lines
from grader.model import Conditions, Evidence, Isolation, Raised, Returned
from grader.remembering import Memory
from tests import courses

CONDITIONS = Conditions(isolation=Isolation(level="none"), versions={}, seed=7)


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    course = courses.lay(tmp_path_factory.mktemp("course"))
    return pipeline.prepare(course / "assignments" / "tiny" / "assignment.yaml", course)


def evidence(plan, double=lambda x: 2 * x, **more):
    seen = {case.id: Returned(double(case.inputs["x"])) for case in plan.cases["double"]}
    return Evidence(submission="a", files={}, observations=seen, conditions=CONDITIONS, **more)


def judged(memory, plan, seen):
    """The report on `double`, which must be the one that judging gives without memory."""
    report = memory.judge(plan, replace(seen, observations=Lines.of(seen.observations)))
    assert pipeline.judge(plan, seen) == report
    return report.criteria[0]


def test_the_same_answers_are_judged_once(plan):
    memory = Memory()

    assert judged(memory, plan, evidence(plan)) is judged(memory, plan, evidence(plan))


@pytest.mark.parametrize(
    "double",
    [
        lambda x: 2 * x + 1e-15,
        lambda x: (2 * x).astype(np.float32),
        lambda x: (2 * x).tolist(),
        lambda x: (2 * x)[None],
        lambda x: 2 * x + np.nan,
    ],
    ids=["a last bit", "single precision", "a list", "one axis more", "nan"],
)
def test_what_differs_in_anything_is_judged_for_itself(plan, double):
    memory = Memory()
    right = judged(memory, plan, evidence(plan))

    assert judged(memory, plan, evidence(plan, double)) is not right


def test_an_observation_more_or_less_or_of_another_kind_is_judged_for_itself(plan):
    memory = Memory()
    whole = evidence(plan)
    case = next(iter(whole.observations))
    without = replace(whole, observations={name: one for name, one in whole.observations.items() if name != case})
    raised = replace(whole, observations={**whole.observations, case: Raised("ValueError", "x", "", "")})
    touched = replace(
        whole, observations={**whole.observations, case: replace(whole.observations[case], changed=("x",))}
    )

    reports = [judged(memory, plan, seen) for seen in (whole, without, raised, touched)]

    assert 4 == len({id(report) for report in reports})


def test_where_we_failed_nothing_is_remembered(plan):
    memory = Memory()
    failed = evidence(plan, broken="the zygote is gone")

    assert judged(memory, plan, failed) is not judged(memory, plan, failed)


def test_the_latest_are_remembered(plan):
    memory = Memory(most=3)  # with the one for the number that nobody wrote down
    first, second, third = (evidence(plan, lambda x, n=n: n * x) for n in (2, 3, 4))
    reports = [judged(memory, plan, seen) for seen in (first, second)]

    assert judged(memory, plan, first) is reports[0]
    judged(memory, plan, third)  # the second has waited longest

    assert judged(memory, plan, first) is reports[0]
    assert judged(memory, plan, second) is not reports[1]
