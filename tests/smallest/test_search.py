"""The search ends at inputs that are small, round, allowed, and go wrong in the way the visible case did."""

import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from grader.model import Stopped
from grader.smallest import together
from grader.smallest.costs import measure
from grader.smallest.finding import CALLS
from tests.smallest.students import REFERENCE, SPEC, Tried, plan_of


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return plan_of(tmp_path_factory.mktemp("course"))


def undecayed(w, grad, lr, m):
    return w - lr * grad


def unaveraged(w, grad, lr, m):
    return w - lr * (grad + w)


def only_negative(w, grad, lr, m):
    return np.where(w < 0, w - lr * grad, w - lr * (grad + w / m))


def only_large(w, grad, lr, m):
    return w - lr * (grad + w / m) if m < 17 else w


def shifted(w, grad, lr, m):
    return w - lr * (grad + w / m) + 1e-3


def summed(w, grad, lr, m):
    return float(np.sum(w - lr * (grad + w / m)))


def raising(w, grad, lr, m):
    return w[0] / 0 if w.sum() > 1e9 else undefined  # noqa: F821


def asked(tried):
    """The arguments of every call on the way."""
    return [ask.steps[0].arguments for ask in itertools.chain.from_iterable(tried.rounds)]


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (undecayed, {"w": [[1.0]], "grad": [[0.0]], "lr": 0.1, "m": 2}),
        (unaveraged, {"w": [[1.0]], "grad": [[0.0]], "lr": 0.1, "m": 2}),
        (only_negative, {"w": [[-1.0]], "grad": [[0.0]], "lr": 0.1, "m": 2}),
        (shifted, {"w": [[0.0]], "grad": [[0.0]], "lr": 0.1, "m": 2}),
        (summed, {"w": [[0.0]], "grad": [[0.0]], "lr": 0.1, "m": 2}),
        (raising, {"w": [[0.0]], "grad": [[0.0]], "lr": 0.1, "m": 2}),
    ],
)
def test_an_example_is_as_small_and_round_as_the_laws_allow(plan, function, expected):
    """By hand: one number each, a weight of zero only where that shows the fault, the least m, a one-digit rate."""
    found = Tried(plan, function).inputs()

    assert {name: np.ravel(value).tolist() for name, value in found.items()} == {
        name: np.ravel(value).tolist() for name, value in expected.items()
    }


def test_a_fault_that_begins_at_a_bound_is_found_there(plan):
    assert Tried(plan, only_large).inputs()["m"] in (17, 20)


def test_arguments_of_one_shape_shrink_together(plan):
    for function in (undecayed, only_negative, shifted):
        found = Tried(plan, function).inputs()

        assert np.shape(found["w"]) == np.shape(found["grad"])


def test_every_call_stays_within_the_laws(plan):
    tried = Tried(plan, only_negative)
    tried.examples()

    for given in asked(tried):
        assert 0.05 <= given["lr"] <= 0.5
        assert 2 <= given["m"] <= 40
        assert type(given["m"]) is int
        assert np.all(np.abs(given["w"]) <= 4)
        assert given["w"].dtype == np.float64
        assert given["w"].size


def test_calls_are_bounded_whatever_the_function_does(plan):
    rng = np.random.default_rng(5)
    tried = Tried(plan, lambda w, grad, lr, m: w + rng.normal(size=w.shape))
    tried.examples()

    assert tried.calls <= CALLS + 1


def test_the_same_function_gets_the_same_example(plan):
    first, again = Tried(plan, only_negative), Tried(plan, only_negative)

    assert first.inputs() == again.inputs()
    assert [[ask.id for ask in asks] for asks in first.rounds] == [[ask.id for ask in asks] for asks in again.rounds]


def test_a_declared_mistake_costs_one_call(plan):
    tried = Tried(plan, unaveraged)

    assert tried.searches()[0].mistake.id == "unaveraged"
    assert tried.inputs()
    assert tried.calls == 1


def test_an_example_tells_its_mistake_from_the_other_declared_ones(tmp_path):
    """At w = 0 and w = 1 the square is the number itself, so neither shows which of the two mistakes it is."""
    other = "          - {expect: {reference: steps.squared}, say: Do not square it.}\n"
    squared = "\n\ndef squared(w, grad, lr, m):\n    return w - lr * (grad + w**2)\n"
    tried = Tried(plan_of(tmp_path, SPEC + other, REFERENCE + squared), unaveraged)

    assert tried.searches()[0].mistake.id == "unaveraged"
    assert tried.inputs() == {"w": [-1.0], "grad": [0.0], "lr": 0.1, "m": 2}


def test_what_only_looks_like_a_declared_mistake_is_searched_anew(plan):
    """Here like the mistake, and on simple inputs like the truth."""

    def sly(w, grad, lr, m):
        return w - lr * (grad + (w / m if w.size == 1 else w))

    tried = Tried(plan, sly)
    (example,) = tried.examples().values()

    assert example.inputs["w"].size == 2
    assert tried.calls > 1


def test_a_right_function_is_left_alone(plan):
    assert Tried(plan, lambda w, grad, lr, m: w - lr * (grad + w / m)).searches() == []


def test_a_fault_that_shows_on_hidden_cases_only_is_not_looked_into(plan):
    assert Tried(plan, lambda w, grad, lr, m: w - lr * (grad + w / m) if w.ndim == 2 else w).searches() == []


def test_the_inputs_of_a_hidden_case_are_never_asked(tmp_path):
    """w = 1, grad = 0, lr = 0.1, m = 2 is what anybody would try first, and the hidden edge."""
    spec = SPEC.replace("[3, 4]", "[4]").replace("[5]", "[2]")
    plan = plan_of(
        tmp_path, spec.replace("{w: [3.0], grad: [1.0], lr: 0.3, m: 7}", "{w: [1.0], grad: [0.0], lr: 0.1, m: 2}")
    )
    tried = Tried(plan, undecayed)
    found = tried.inputs()

    assert found == {"w": [1.0], "grad": [0.0], "lr": 0.2, "m": 2} or found["w"] == [-1.0]
    for given in asked(tried):
        assert (given["w"].tolist(), given["grad"].tolist(), given["lr"], given["m"]) != ([1.0], [0.0], 0.1, 2)


def test_a_call_that_is_stopped_ends_the_search(plan):
    tried = Tried(plan, only_negative)
    rounds = []

    def stopped(asks):
        rounds.append(asks)
        return {ask.id: Stopped("seconds", "") for ask in asks}

    assert together(tried.searches(), stopped) == {}
    assert len(rounds) == 1


def test_nothing_that_comes_back_ends_the_search(plan):
    assert together(Tried(plan, only_negative).searches(), lambda asks: {}) == {}


def test_inputs_without_a_finite_answer_are_not_used(tmp_path):
    """The reference divides by Σb − 1, so b = [1.0] has none, and NaN and infinity stand in no report."""
    spec = SPEC.replace("arguments: {w: array, grad: array, lr: number, m: integer}", "arguments: {a: array, b: array}")
    spec = spec.replace("call: step", "call: ratio").replace("steps.step", "steps.ratio")
    laws = "{a: {uniform: {low: 0, high: 3, shape: [4]}}, b: {integer: {low: 1, high: 9, shape: [4]}}}"
    head = spec.partition("        parts:\n")[0]
    plan = plan_of(tmp_path, f"{head}        cases: [{{draw: {laws}, visible: true}}]\n")
    tried = Tried(plan, lambda a, b: float(np.sum(a) / np.sum(b)))
    found = tried.inputs()

    assert found == {"a": [1.0], "b": [2.0]}
    assert all(sum(given["b"]) != 1 for given in asked(tried))


def test_where_the_reference_raises_nothing_is_asked(tmp_path):
    """The laws allow m from 2 on, but for a single weight the reference refuses less than 5."""
    reference = REFERENCE.replace("if m > 60:", "if m < 5 and np.size(w) == 1:")
    tried = Tried(plan_of(tmp_path, SPEC, reference), shifted)

    assert tried.inputs() == {"w": [0.0], "grad": [0.0], "lr": 0.1, "m": 5}
    assert all(given["w"].size > 1 or given["m"] >= 5 for given in asked(tried))


def test_a_case_that_is_small_already_gets_no_example(tmp_path):
    head = SPEC.partition("        parts:\n")[0]
    plan = plan_of(tmp_path, head + "        cases: [{w: [1.0], grad: [0.0], lr: 1.0, m: 1, visible: true}]\n")

    assert Tried(plan, undecayed).inputs() == {}


def test_generated_inputs_are_left_alone(tmp_path):
    head = SPEC.partition("        parts:\n")[0]
    cases = "        cases: [{generate: steps.made, visible: true}]\n"
    made = '\n\ndef made(rng):\n    return {"w": rng.normal(size=3), "grad": rng.normal(size=3), "lr": 0.3, "m": 7}\n'
    plan = plan_of(tmp_path, head + cases, REFERENCE + made)

    assert Tried(plan, undecayed).searches() == []


def strategy():
    """The laws of the visible cases, as hypothesis would write them."""
    tenths = st.integers(1, 5).map(lambda n: n / 10)
    items = st.integers(1, 4)

    def arrays(shape):
        numbers = st.lists(st.integers(-4, 4).map(float), min_size=int(np.prod(shape)), max_size=int(np.prod(shape)))
        return numbers.map(lambda flat: np.reshape(flat, shape))

    return st.tuples(items, items).flatmap(
        lambda shape: st.fixed_dictionaries(
            {"w": arrays(shape), "grad": arrays(shape), "lr": tenths, "m": st.integers(2, 40)}
        )
    )


@pytest.mark.parametrize("function", [undecayed, only_negative, only_large, shifted])
def test_hypothesis_finds_nothing_smaller(plan, function):
    """Another road: the shrinker of hypothesis, on the same laws, ends at inputs that are no smaller than ours."""
    found = next(iter(Tried(plan, function).examples().values())).inputs

    def wrong(inputs):
        right = inputs["w"] - inputs["lr"] * (inputs["grad"] + inputs["w"] / inputs["m"])
        return not np.allclose(function(**inputs), right, rtol=1e-6, atol=1e-9)

    calm = settings(
        max_examples=200,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    try:
        theirs = find(strategy(), wrong, settings=calm)
    except NoSuchExample:
        theirs = {}

    assert wrong(found)
    assert not theirs or measure(found)[:2] <= measure(theirs)[:2]
