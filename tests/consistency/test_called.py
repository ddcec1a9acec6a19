"""Functions that build on a function: the student's own results for the same inputs are observed and taken up."""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from grader import evidence as keeping
from grader import pipeline
from grader.model import Missing, Raised, Returned, Status, Stopped, Unreadable
from tests.consistency.courses import CALLED, REFERENCE, judged, lay

CASES = {  # what the inputs of `scaled` have for a width, by hand
    "scaled/1": ([1.0, 2.0, 6.0], 2.0, 5.0),
    "scaled/2": ([3.0, 5.0], 3.0, 2.0),
    "scaled/3": ([0.0, 8.0], 0.5, 8.0),
}


@pytest.fixture
def plan(tmp_path):
    return lay(tmp_path, CALLED)


def row(plan: pipeline.Plan, own: Callable[[list[float]], Any], later: Callable[[Any, float], Any]):
    """The report on `scaled` of somebody whose `spread` is `own`, and whose `scaled` makes `later` of it."""
    seen: dict[str, Any] = {}
    for case, (x, k, _) in CASES.items():
        seen[f"spread>{case}"] = own(x)
        seen[case] = later(own(x), k)
    return judged(plan, seen)["scaled"]


def largest(x: list[float]) -> float:
    return max(x)


def right(width: Any, k: float) -> Any:
    return k * width + 1


def test_the_earlier_function_is_asked_on_the_later_inputs_after_everything_else(plan):
    ids = [one.id for one in plan.asks]

    assert ids == ["spread/1", "spread/2", *CASES, *(f"spread>{case}" for case in CASES)]
    assert plan.asks[-1].steps[0].name == "spread"
    assert list(plan.asks[-1].steps[0].arguments) == ["x"]


def test_a_consistent_later_answer_earns_everything_and_the_report_says_why(plan):
    report = row(plan, largest, right)

    assert (report.status, report.score) == (Status.PASSED, 3)
    assert report.finding == "Judged with your own result from `spread`: consistent."
    assert report.own_result == "spread"


def test_staff_read_which_result_was_taken_up_and_what_the_truth_would_have_given(plan):
    detail = row(plan, largest, right).detail

    assert detail.startswith(
        "scaled/1: with the own result 6.0 of spread (the true one is 5.0) 13.0 is due; "
        "judged with the truth it earns 0\n"
    )


def test_visible_cases_still_show_what_is_expected_of_the_truth(plan):
    (shown,) = row(plan, largest, right).shown

    assert (shown.got, shown.want, shown.passed) == ("13.0", "11.0", False)


def test_a_right_earlier_result_changes_nothing(plan):
    report = row(plan, lambda x: max(x) - min(x), right)

    assert (report.status, report.finding, report.own_result) == (Status.PASSED, "", None)


def test_a_right_later_answer_on_a_wrong_earlier_one_stands_as_it_is(plan):
    seen = {case: k * width + 1 for case, (_, k, width) in CASES.items()}
    report = judged(plan, seen | {f"spread>{case}": 77.5 for case in CASES})["scaled"]

    assert (report.status, report.own_result) == (Status.PASSED, None)


def test_a_second_mistake_is_not_excused(plan):
    report = row(plan, largest, lambda width, k: k * width)

    assert (report.status, report.score, report.own_result) == (Status.FAILED, 0, None)


def test_the_price_of_a_declared_mistake_stays_where_the_own_result_earns_no_more(plan):
    seen = {case: k * width / 2 + 1 for case, (_, k, width) in CASES.items()}
    report = judged(plan, seen | {f"spread>{case}": 77.5 for case in CASES})["scaled"]

    assert (report.credit, report.mistake) == (Fraction(1, 3), "halved")


def test_cases_without_an_own_result_are_judged_with_the_truth(plan):
    seen: dict[str, Any] = {}
    for case, (x, k, width) in CASES.items():
        fails = case == "scaled/2"
        seen[f"spread>{case}"] = Raised("ValueError", "") if fails else max(x) + 1
        seen[case] = k * (width if fails else max(x) + 1) + 1

    assert judged(plan, seen)["scaled"].own_result == "spread"
    assert judged(plan, seen | {"scaled/2": 0.5})["scaled"].own_result is None


@pytest.mark.parametrize(
    ("own", "why"),
    [
        (lambda x: 0.0, "zero where the truth is not"),
        (lambda x: 4.0, "the same whatever is asked"),
        (lambda x: math.nan, "not a number"),
        (lambda x: math.inf, "infinite"),
        (lambda x: 1e300, "far beyond the size of the truth"),
        (lambda x: True, "a truth value is no number"),
        (lambda x: 1j + max(x), "a complex number"),
        (lambda x: None, "nothing"),
        (lambda x: str(max(x)), "text"),
        (lambda x: [max(x)], "a list where a number is due"),
        (lambda x: np.array([max(x)]), "an array where a number is due"),
        (lambda x: {"width": max(x)}, "a dict"),
        (lambda x: 2 * 10**5 + max(x), "the reference refuses it"),
    ],
)
def test_a_degenerate_earlier_result_earns_nothing(plan, own, why):
    def later(width: Any, k: float) -> Any:
        return k * width + 1 if isinstance(width, int | float) else width

    report = row(plan, own, later)

    assert (report.score, report.own_result) == (0, None), why


@pytest.mark.parametrize(
    ("own", "later", "why"),
    [
        (lambda x: 1e-12 * sum(x), lambda width, k: 1.0, "so small that 1 is due everywhere"),
        (lambda x: 5 + 1e-12 * sum(x), lambda width, k: 5 * k + 1, "as good as the same whatever is asked"),
        (lambda x: 1e4 + 1e-9 * sum(x), lambda width, k: k * 1e4 + 1, "the same, further off"),
    ],
)
def test_a_little_noise_on_a_degenerate_result_does_not_help(plan, own, later, why):
    report = row(plan, own, later)

    assert (report.score, report.own_result) == (0, None), why


def test_a_result_of_another_unit_is_no_noise(plan):
    """A thousandth of the width is small, and everything that is due depends on it."""
    report = row(plan, lambda x: (max(x) - min(x)) / 1000, right)

    assert (report.score, report.own_result) == (3, "spread")


@pytest.mark.parametrize(
    "seen", [Raised("E", ""), Missing("spread"), Stopped("seconds"), Unreadable("object"), None], ids=repr
)
def test_an_earlier_result_that_was_not_returned_earns_nothing(plan, seen):
    answers = {case: k * max(x) + 1 for case, (x, k, _) in CASES.items()}
    earlier = {} if seen is None else {f"spread>{case}": seen for case in CASES}

    assert judged(plan, answers | earlier)["scaled"].own_result is None


def test_an_own_result_that_hands_an_argument_back_is_trivial(tmp_path):
    spec = CALLED.replace("reference: chain.scaled}", "reference: chain.same}")
    folder = tmp_path / "reference"
    folder.mkdir()
    (folder / "chain.py").write_text(f"{REFERENCE}\n\ndef same(x, k, width=None):\n    return width or spread(x)\n")
    (tmp_path / "assignment.yaml").write_text(spec)
    plan = pipeline.prepare(tmp_path / "assignment.yaml", tmp_path)
    seen = {f"spread>{case}": k for case, (_, k, _) in CASES.items()}
    seen |= {case: k for case, (_, k, _) in CASES.items()}

    assert judged(plan, seen)["scaled"].own_result is None


def test_saved_evidence_is_enough_to_judge_it_again(plan, tmp_path):
    from grader.model import Conditions, Evidence, Isolation

    seen = {f"spread>{case}": Returned(max(x)) for case, (x, _, _) in CASES.items()}
    seen |= {case: Returned(k * max(x) + 1) for case, (x, k, _) in CASES.items()}
    before = Evidence(
        submission="ada",
        files={},
        observations=seen,
        conditions=Conditions(isolation=Isolation(level="none"), versions={}, seed=3),
    )
    keeping.save(before, tmp_path / "evidence")

    again = pipeline.judge(plan, keeping.load(tmp_path / "evidence"))

    assert pipeline.judge(plan, before) == again
    assert [one.own_result for one in again.criteria] == [None, "spread"]


def test_a_failure_of_ours_lets_the_answer_wait(plan, monkeypatch):
    monkeypatch.setattr("grader.consistency.judging.result", None)
    report = row(plan, largest, right)

    assert (report.status, report.own_result) == (Status.UNDECIDED, None)
    assert report.finding == "This answer waits for a person; no mark was lost."
    assert "TypeError: 'NoneType' object is not callable" in report.detail


def test_a_reference_that_never_ends_on_an_own_result_carries_nothing(tmp_path, monkeypatch):
    endless = REFERENCE.replace(
        "    if width > 1e5:", "    while width != int(width):\n        pass\n    if width > 1e5:"
    )
    monkeypatch.setattr("tests.consistency.courses.REFERENCE", endless)
    plan = lay(tmp_path, CALLED)
    assert row(plan, largest, right).own_result == "spread"

    monkeypatch.setattr("grader.consistency.links.SECONDS", 0.05)
    assert row(plan, lambda x: max(x) + 0.5, right).own_result is None
