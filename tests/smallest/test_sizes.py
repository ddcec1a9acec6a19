"""Which axes are cut together, and which must stay as they are."""

import numpy as np
import pytest

from grader.smallest.costs import cost, measure
from grader.smallest.domains import Domain, Domains, domains
from grader.smallest.sizes import smaller
from grader.smallest.ties import ties
from tests.smallest.students import SPEC, plan_of


def shapes(cases, start=0):
    """The shapes that can be reached in one step from one of these cases."""
    found = Domains(of={name: Domain() for name in cases[0]}, ties=ties(cases))
    return {tuple(np.shape(value) for value in one.values()) for one in smaller(cases[start], found)}


def some(*sizes):
    return np.arange(float(np.prod(sizes))).reshape(sizes)


def test_axes_that_are_always_equal_are_cut_together():
    cases = [{"x": some(3, 4), "w": some(4)}, {"x": some(5, 2), "w": some(2)}]

    assert ((1, 4), (4,)) in shapes(cases)
    assert ((3, 1), (1,)) in shapes(cases)
    assert all(x[1] == w[0] for x, w in shapes(cases))


def test_axes_that_are_equal_by_chance_are_not_tied():
    cases = [{"a": some(3), "b": some(3)}, {"a": some(3), "b": some(5)}]

    assert ((1,), (3,)) in shapes(cases)


def test_a_square_stays_a_square_where_all_are_squares():
    assert all(a[0] == a[1] for (a,) in shapes([{"a": some(3, 3)}, {"a": some(2, 2)}]))
    assert ((1, 3),) in shapes([{"a": some(3, 3)}, {"a": some(2, 5)}])


def test_a_size_that_another_argument_tells_stays():
    assert shapes([{"x": some(3), "n": 3}, {"x": some(5), "n": 5}]) == set()
    assert ((1,), ()) in shapes([{"x": some(3), "n": 3}, {"x": some(5), "n": 4}])


def test_a_size_that_stands_in_a_list_stays():
    cases = [{"sizes": [4, 2], "x": some(3, 4)}, {"sizes": [6, 5, 1], "x": some(2, 6)}]

    assert {x for _, x in shapes(cases)} <= {(1, 4), (2, 4), (3, 4)}


def test_edges_and_the_bins_between_them_stay():
    assert shapes([{"edges": some(4), "bins": some(3)}, {"edges": some(6), "bins": some(5)}]) == set()


def test_a_count_is_cut_at_its_end_only(tmp_path):
    plan = plan_of(tmp_path, SPEC)
    criterion = plan.assignment.criteria[0]
    found = Domains(of={"t": Domain(fixed=True, prefix=True)}, ties=ties([{"t": np.array([1, 2, 3])}]))

    assert criterion.id == "step"
    assert all(one["t"][0] == 1 for one in smaller({"t": np.array([1, 2, 3])}, found))


def test_a_written_list_keeps_the_length_that_all_have():
    found = Domains(of={"x": Domain(least=2)}, ties=ties([{"x": some(3)}]))

    assert {np.shape(one["x"]) for one in smaller({"x": some(3)}, found)} == {(2,)}


@pytest.mark.parametrize(
    ("written", "value", "fits"),
    [
        ([np.array([[2.0, 1.0], [1.0, 3.0]])], np.array([[0.0, 1.0], [0.0, 1.0]]), False),
        ([np.array([[2.0, 1.0], [1.0, 3.0]])], np.array([[0.0, 1.0], [1.0, 1.0]]), True),
        ([np.array([0.25, 0.75]), np.array([0.5, 0.5])], np.array([1.0, 1.0]), False),
        ([np.array([1.0, 2.0]), np.array([0.0, 5.0])], np.array([2.0, 1.0]), False),
    ],
)
def test_what_all_written_values_have_in_common_is_kept(tmp_path, written, value, fits):
    head = SPEC.partition("        parts:\n")[0].replace(
        "{w: array, grad: array, lr: number, m: integer}", "{a: array}"
    )
    rows = "".join(f"          - {{a: {one.tolist()}, want: 1}}\n" for one in written)
    head = head.replace("expect: {reference: steps.step}", "expect: {value: 1}")
    criterion = plan_of(tmp_path, f"{head}        cases:\n{rows}").assignment.criteria[0]
    found = domains(criterion, [{"a": one} for one in written])

    assert found.fit({"a": value}) is fits


def test_arguments_that_are_always_in_order_stay_so(tmp_path):
    head = SPEC.partition("        parts:\n")[0]
    head = head.replace("{w: array, grad: array, lr: number, m: integer}", "{lo: number, hi: number}")
    head = head.replace("expect: {reference: steps.step}", "expect: {value: 1}")
    criterion = plan_of(
        tmp_path, head + "        cases: [{lo: -1.0, hi: 2.0}, {lo: 0.0, hi: 1.0}]\n"
    ).assignment.criteria[0]
    found = domains(criterion, [{"lo": -1.0, "hi": 2.0}, {"lo": 0.0, "hi": 1.0}])

    assert not found.fit({"lo": 0.0, "hi": 0.0})
    assert found.fit({"lo": 0.0, "hi": 2.0})
    assert not found.of["hi"].holds(0.5)


def test_round_numbers_are_cheap_and_fewer_numbers_are_cheaper():
    order = [0, 1, 2, 3, 10, 0.5, 12, 0.25, 0.123, 1e-8, 0.1 + 0.2]

    assert sorted(order, key=cost) == order
    assert measure({"w": np.array([0.1234])}) < measure({"w": np.array([0.0, 0.0])})
    assert measure({"w": np.array([1.0])}) < measure({"w": np.array([[1.0]])})
    assert measure({"x": [[1, 2], [3]], "t": "text"})[:2] == (3, 2)
