"""In which way an answer is wrong: what a smaller example must have in common with the case it came from."""

import numpy as np
import pytest

from grader.model import Missing, Raised, Returned, Stopped
from grader.smallest.manner import manner
from tests.smallest.students import SPEC, Tried, plan_of


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return plan_of(tmp_path_factory.mktemp("course"))


WANT = np.array([1.0, 2.0])


@pytest.mark.parametrize(
    ("seen", "way"),
    [
        (Returned([1.0, 2.0]), None),
        (Returned(np.array([1.0, 3.0])), "other numbers"),
        (Returned(np.array([1.0, np.nan])), "not finite"),
        (Returned([1.0, np.inf]), "not finite"),
        (Returned([1.0]), "another shape"),
        (Returned([[1.0], [2.0]]), "another number of axes"),
        (Returned(3.0), "another number of axes"),
        (Returned(None), "a NoneType"),
        (Returned("[1, 2]"), "a str"),
        (Raised("ValueError", "no"), "raised ValueError"),
        (Missing("step"), None),
        (Stopped("seconds"), None),
        (None, None),
    ],
)
def test_the_way_in_which_an_answer_is_wrong(plan, seen, way):
    (criterion,) = plan.assignment.criteria

    assert manner(criterion, criterion.parts[0], seen, WANT) == way


def test_an_item_that_is_not_there_is_a_way_of_its_own(tmp_path):
    spec = SPEC.replace("            weight: 3/4\n", "            weight: 3/4\n            pick: 0\n")
    (criterion,) = plan_of(tmp_path, spec).assignment.criteria
    part = criterion.parts[0]

    assert manner(criterion, part, Returned({"m": 1.0}), WANT) == "lacks the item"
    assert manner(criterion, part, Returned([1.0]), WANT) is None


def test_an_example_of_wrong_numbers_does_not_slip_to_a_division_by_zero(plan):
    """At w = 0 this gives NaN, which would be simpler; but NaN is not what was seen."""

    def ratio(w, grad, lr, m):
        with np.errstate(all="ignore"):
            return w - lr * (grad + w / m) * (w / w) * 2

    assert Tried(plan, ratio).inputs() == {"w": [1.0], "grad": [0.0], "lr": 0.1, "m": 2}
