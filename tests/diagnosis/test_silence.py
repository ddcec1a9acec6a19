"""What a diagnosis must not do: guess, hide a doubt, cost a mark, tell an answer, or get in the way."""

import dataclasses
import gc
from fractions import Fraction

import numpy as np
import pytest

from grader.diagnosis import Detective, predictions, silent
from grader.judging import judge
from grader.model import Missing, Mistake, Reference, Status
from tests.diagnosis.desk import CLOSE, cause, course, report, seen
from tests.diagnosis.test_causes import DECAY, MEAN, ROWS, STEPS

COUNT = """\
def count(n):
    return 2 * n + 1
"""
COUNTS = """
cases:
  - {n: 2}
  - {n: 3}
"""
EXACT = "{kind: exact}"


@pytest.fixture
def mean(tmp_path):
    return course(tmp_path, MEAN, "mean", ROWS)


@pytest.fixture
def decay(tmp_path):
    return course(tmp_path, DECAY, "decay", STEPS)


@pytest.mark.parametrize(
    "student",
    [
        lambda X: np.zeros(X.shape[1]),
        lambda X: np.ones(X.shape[1]),
        lambda X: np.random.default_rng(1).normal(size=X.shape[1]),
        lambda X: X[0] * X[1] + 0.3,
        lambda X: "mean",
        lambda X: None,
        lambda X: [[1.0, 2.0], [3.0]],
        lambda X: X.mean(axis=0) * np.array([1, 1, 1, 2]),
        lambda X: X.mean(axis=0) + 0.1,
        lambda X: {"mean": X.mean(axis=0)},
        lambda X: 1 / 0,
    ],
    ids=[
        "zeros",
        "ones",
        "noise",
        "another formula",
        "text",
        "nothing",
        "ragged",
        "one wrong",
        "offset",
        "dict",
        "raises",
    ],
)
def test_what_no_cause_explains_is_given_none(mean, student):
    told = report(mean, student)

    assert Status.FAILED == told.status
    assert told.cause is None


def test_right_answers_are_not_looked_into(mean, monkeypatch):
    monkeypatch.setattr(Detective, "_look", lambda *_: pytest.fail("looked into a right answer"))

    assert Status.PASSED == report(mean, lambda X: X.mean(axis=0)).status


def test_a_cause_that_does_not_fit_every_case_is_not_named(mean):
    """The sum for small batches, the mean for large ones."""
    assert cause(mean, lambda X: X.sum(axis=0) if len(X) == 3 else X.mean(axis=0)) == ""


def test_a_factor_that_is_the_same_in_all_cases_is_not_taken_for_a_length(tmp_path):
    """With five rows everywhere nobody can tell the sum from a factor 5."""
    plan = course(tmp_path, MEAN, "mean", "cases: [{draw: {X: {normal: [5, 4]}}, times: 6}]")

    assert cause(plan, lambda X: X.mean(axis=0) * 5) in ("", "sum-for-mean")
    assert "number of rows" not in report(plan, lambda X: X.mean(axis=0) * 5).finding


def test_causes_that_the_cases_do_not_tell_apart_are_named_to_staff_only(tmp_path):
    """lam // m is 0 in every case, so a whole-number division and a forgotten penalty give the same."""
    cases = STEPS.replace("lam: 0.5, m: 10", "lam: 0.5, m: 40").replace("uniform: [0.5, 30]", "uniform: [0.5, 1.9]")
    plan = course(tmp_path, DECAY, "decay", cases)

    told = report(plan, lambda w, g, lr, lam, m: w - lr * (g + lam // m * w))

    assert told.cause is None
    assert "the cases do not tell these causes apart" in told.detail
    assert "looks-like:lam-ignored" in told.detail
    assert "looks-like:floored" in told.detail
    assert "looks-like" not in told.finding


def test_two_small_whole_numbers_are_too_little_to_go_by(tmp_path):
    plan = course(tmp_path, COUNT, "count", COUNTS, EXACT)

    told = report(plan, lambda n: 2 * n + 2)

    assert told.cause is None
    assert "too little to go by, though it agrees with" in told.detail


def test_many_whole_numbers_are_enough(tmp_path):
    cases = "cases:\n" + "".join(f"  - {{n: {n}}}\n" for n in (17, 40, 99, 123, 350, 512))
    plan = course(tmp_path, COUNT, "count", cases, EXACT)

    assert cause(plan, lambda n: 2 * n + 2) == "one-more"


def test_no_credit_changes(decay):
    without = dataclasses.replace(decay, diagnose=silent)

    def forgotten(w, g, lr, lam, m):
        return w - lr * g

    with_it, plain = report(decay, forgotten), report(without, forgotten)
    assert (Fraction(0), Fraction(0)) == (with_it.score, plain.score)
    assert with_it.parts == plain.parts
    assert with_it.status is plain.status


def test_the_sentence_holds_no_value_of_any_case(decay):
    told = report(decay, lambda w, g, lr, lam, m: 2 * (w - lr * (g + lam / m * w)))

    assert "Your values are the right ones, but twice as large: a factor 2 too many, or a 1/2 left out." == told.finding


def test_a_declared_mistake_goes_before_a_diagnosis(tmp_path):
    plan = course(tmp_path, MEAN, "mean", ROWS)
    (criterion,) = plan.assignment.criteria
    named = dataclasses.replace(
        criterion, mistakes=(Mistake(id="summed", expect=Reference("topic.total"), say="A sum is no mean."),)
    )

    class Told:
        def want(self, *key):
            return plan.wants.want(*key)

        def mistaken(self, criterion, mistake, part, case):
            return next(laid for laid in plan.cases["c"] if laid.id == case).inputs["X"].sum(axis=0)

    answers = seen(plan, lambda X: X.sum(axis=0))
    told = judge(named, plan.cases["c"], answers, Told(), diagnose=plan.diagnose)

    assert ("summed", None, "A sum is no mean.") == (told.mistake, told.cause, told.finding)


def test_a_missing_answer_is_not_diagnosed(mean):
    (criterion,) = mean.assignment.criteria
    answers = {case.id: Missing("mean") for case in mean.cases["c"]}

    told = judge(criterion, mean.cases["c"], answers, mean.wants, diagnose=mean.diagnose)

    assert (Status.MISSING, None) == (told.status, told.cause)


def test_a_fault_of_a_diagnosis_is_a_detail_and_nothing_else(mean, monkeypatch):
    def broken(*_):
        raise RuntimeError("the diagnosis trips")

    monkeypatch.setattr(Detective, "_look", broken)
    told = report(mean, lambda X: X.sum(axis=0))

    assert (Status.FAILED, None) == (told.status, told.cause)
    assert "the diagnosis of c failed; no mark depends on it" in told.detail
    assert "RuntimeError: the diagnosis trips" in told.detail


def test_a_budget_that_is_used_up_is_a_detail(mean, monkeypatch):
    monkeypatch.setattr(predictions, "CALLS", 3)

    told = report(mean, lambda X: X.sum(axis=0))

    assert told.cause is None
    assert "diagnosis of c gave up after 4 calls of the reference" in told.detail


def test_predictions_are_made_once_for_a_class(mean):
    """The second student who makes a slip costs no call of the reference."""
    assert cause(mean, lambda X: X.sum(axis=0)) == "sum-for-mean"
    spent = mean.diagnose._of(mean.assignment.criteria[0]).calls

    assert cause(mean, looped_sum) == "sum-for-mean"
    assert spent == mean.diagnose._of(mean.assignment.criteria[0]).calls


def looped_sum(X):
    return [sum(column) for column in X.T.tolist()]


def test_a_reference_that_does_not_repeat_itself_is_not_run_again(tmp_path):
    plan = course(
        tmp_path,
        """\
        TURN = []


        def drifting(x):
            TURN.append(1)
            return x + 1e-3 * len(TURN)
        """,
        "drifting",
        "cases: [{draw: {x: {normal: [4]}}, times: 4}]",
        CLOSE,
    )

    assert cause(plan, lambda x: x) == ""
    assert plan.diagnose._of(plan.assignment.criteria[0]).reference is None


def test_a_loop_that_may_never_end_is_not_edited(tmp_path):
    plan = course(
        tmp_path,
        """\
        def halvings(x):
            n = 0
            while x > 1:
                x = x / 2
                n = n + 1
            return n + x
        """,
        "halvings",
        "cases: [{draw: {x: {uniform: [3, 900]}}, times: 6}]",
    )

    assert cause(plan, lambda x: 0.3 * x + 7) == ""
    kinds = {variant.cause.kind for variant in plan.diagnose._of(plan.assignment.criteria[0]).variants}
    assert kinds & {"ignored", "sign"}
    assert not kinds & {"division-left-out", "term-left-out", "ties"}


def _clock(monkeypatch, readings):
    """A processor clock that shows these seconds, and from then on stands still."""
    shown = iter(readings)
    last = 0.0

    def thread_time():
        nonlocal last
        last = next(shown, last)
        return last

    monkeypatch.setattr(predictions.time, "thread_time", thread_time)


def test_a_pause_that_is_not_the_references_changes_nothing(tmp_path, monkeypatch):
    """A collection of garbage in a large process takes longer than most references do."""
    plan = course(tmp_path, MEAN, "mean", ROWS)
    _clock(monkeypatch, [0.0, 0.7, 0.7])

    assert cause(plan, lambda X: X.sum(axis=0)) == "sum-for-mean"

    variants = plan.diagnose._of(plan.assignment.criteria[0]).variants
    assert any(variant.function for variant in variants)


def test_a_reference_that_is_always_slow_is_not_run_again(tmp_path, monkeypatch):
    plan = course(tmp_path, MEAN, "mean", ROWS)
    _clock(monkeypatch, [0.2 * reading for reading in range(2 * predictions.TRIES)])

    assert cause(plan, lambda X: X.sum(axis=0)) == "sum-for-mean"  # an answer can be transformed without it

    found = plan.diagnose._of(plan.assignment.criteria[0])
    assert found.calls == predictions.TRIES
    assert {variant.change for variant in found.variants} == {None}
    assert {variant.function for variant in found.variants} == {None}


@pytest.fixture
def nothing_is_collected():
    """Garbage of twelve thousand tests would count as time of what is measured here."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("nothing_is_collected")
def test_an_edit_that_counts_too_far_is_given_up(tmp_path, monkeypatch):
    """Doubling n squares the number of turns."""
    monkeypatch.setattr(predictions, "LATE", 0.2)
    plan = course(
        tmp_path,
        """\
        def subsets(n, a):
            total = 0.0
            for number in range(2 ** min(n, 64)):
                total = total + a * (number % 7)
            return total
        """,
        "subsets",
        "cases: [{draw: {n: {integer: [9, 12]}, a: {normal: []}}, times: 6}]",
    )

    def half(n, a):
        return a * sum(number % 7 for number in range(2**n)) / 2

    assert cause(plan, half) == "half"


def test_huge_answers_are_not_all_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(predictions, "HELD", 100)
    plan = course(tmp_path, MEAN, "mean", ROWS)

    assert cause(plan, lambda X: X.sum(axis=0)) == "sum-for-mean"

    assert plan.diagnose._of(plan.assignment.criteria[0])._found
    assert sum(np.size(value) for value in plan.diagnose._of(plan.assignment.criteria[0])._found.values()) <= 150


def test_a_wide_tolerance_is_wide_for_a_cause_too(tmp_path):
    plan = course(tmp_path, MEAN, "mean", ROWS, "{kind: close, rtol: 0.03, atol: 1e-9}")

    assert cause(plan, lambda X: 1.01 * X.sum(axis=0)) == "sum-for-mean"
    assert cause(plan, lambda X: 1.05 * X.sum(axis=0)) == ""


def test_a_bare_number_with_decimals_is_compared_by_them(tmp_path):
    plan = course(tmp_path, MEAN.replace("len(X)", "(len(X) + 40)"), "mean", ROWS, "{kind: number, decimals: 3}")

    assert cause(plan, lambda X: -(X.sum(axis=0) / (len(X) + 40)).round(3)) == "sign"


def test_half_precision_is_told_by_its_numbers(mean):
    told = report(mean, lambda X: X.astype(np.float16).mean(axis=0))

    assert "looks-like:half-precision" == told.cause
    assert "Your values are the right ones, but in half precision (float16), which has three digits." == told.finding


def test_single_precision_is_told_where_it_is_not_enough(tmp_path):
    plan = course(tmp_path, MEAN, "mean", ROWS, "{kind: close, rtol: 1e-12, atol: 0}")

    assert cause(plan, lambda X: X.astype(np.float32).mean(axis=0)) == "single-precision"
    assert cause(plan, lambda X: X.mean(axis=0) * (1 + 1e-8)) == ""


def test_simple_fractions_are_no_sign_of_a_short_format(mean):
    assert cause(mean, lambda X: np.round(X.mean(axis=0) * 32) / 32) == ""
