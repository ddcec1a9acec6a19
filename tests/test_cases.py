"""Inputs follow from the seed and nothing else; every fault of a generator is the teacher's."""

import numpy as np
import pytest

from grader import cases, spec
from grader.errors import SpecError
from grader.model import Visibility

HEAD = """\
assignment: a
title: T
seed: {seed}
questions:
  - id: q
    title: Q
    prompt: P
    criteria:
"""
ROW = """\
      - id: {id}
        points: 1
        call: f
        {body}
        expect: {{reference: t.f}}
        judge: {{kind: exact}}
"""


def assignment(*rows, seed=2026):
    text = HEAD.format(seed=seed) + "".join(ROW.format(id=name, body=body) for name, body in rows)
    return spec.parse(text.encode(), "a.yaml")


def laid(body, generator=None, seed=2026, name="x"):
    return cases.lay_out(assignment((name, body), seed=seed), generator or nowhere)[name]


def nowhere(path):
    raise LookupError(f"reference has no {path}")


def drawn(law, times=1, word=None):
    declared = f"arguments: {{a: {word}}}\n        " if word else ""
    return [case.inputs["a"] for case in laid(f"{declared}cases: [{{draw: {{a: {law}}}, times: {times}}}]")]


def test_the_same_seed_gives_the_same_inputs():
    body = "cases: [{draw: {a: {normal: [3]}, b: {integer: [0, 9]}}, times: 5}]"

    first, second = laid(body), laid(body)

    assert [repr(case) for case in first] == [repr(case) for case in second]


def test_another_seed_another_criterion_and_another_draw_give_other_inputs():
    body = "cases: [{draw: {a: {normal: [3]}}, times: 2}]"
    found = [*laid(body), *laid(body, seed=7), *laid(body, name="y")]

    assert 6 == len({case.inputs["a"].tobytes() for case in found})


def test_a_new_criterion_moves_nobody_elses_inputs():
    body = "cases: [{draw: {a: {normal: [3]}}, times: 2}]"
    alone = laid(body)
    beside = cases.lay_out(assignment(("new", body), ("x", body)), nowhere)["x"]

    assert [repr(case) for case in alone] == [repr(case) for case in beside]


def test_draws_are_pinned_across_machines_and_versions():
    """PCG64 and sha256 are fixed; the numbers below were computed by hand from both, outside of lay_out."""
    import hashlib

    digest = hashlib.sha256(b"2026\nx\n\n0\n0").digest()
    rng = np.random.Generator(np.random.PCG64(int.from_bytes(digest, "big")))

    np.testing.assert_array_equal(rng.normal(0, 1, (3,)), drawn("{normal: [3]}")[0])


def test_cases_are_numbered_through_their_part():
    found = laid(
        "parts:\n          one: {cases: [{a: 1}, {draw: {a: {integer: [1, 2]}}, times: 2}, {a: 3}]}\n"
        "          two: {cases: [{a: 4}]}"
    )

    assert ["x/one/1", "x/one/2", "x/one/3", "x/one/4", "x/two/1"] == [case.id for case in found]
    assert ["one"] * 4 + ["two"] == [case.part for case in found]


def test_cases_of_the_criterion_come_first_and_belong_to_no_part():
    found = laid("cases: [{a: 1}]\n        parts: {own: {cases: [{a: 2}]}, shared: {}}")

    assert [("x/1", None), ("x/own/1", "own")] == [(case.id, case.part) for case in found]


def test_a_part_is_judged_on_its_own_cases_else_on_the_shared_ones_else_on_all():
    shared = assignment(("x", "cases: [{a: 1}]\n        parts: {own: {cases: [{a: 2}]}, rest: {}}"))
    alone = assignment(("x", "parts: {own: {cases: [{a: 2}]}, same: {arguments_unchanged: true}}"))

    def judged(found):
        (row,) = found.criteria
        some = cases.lay_out(found, nowhere)["x"]
        return {part.id: [case.id for case in cases.of_part(row, part, some)] for part in row.parts}

    assert {"own": ["x/own/1"], "rest": ["x/1"]} == judged(shared)
    assert {"own": ["x/own/1"], "same": ["x/own/1"]} == judged(alone)


@pytest.mark.parametrize("asks", ["answer: typed", "read: table", "module: Net"])
def test_what_takes_no_inputs_has_one_case(asks):
    body = HEAD.format(seed=1) + f"      - {{id: x, points: 1, {asks}, expect: {{value: 1}}, judge: {{kind: exact}}}}\n"
    (case,) = cases.lay_out(spec.parse(body.encode(), "a.yaml"), nowhere)["x"]

    assert ("x/1", None, {}, False) == (case.id, case.part, case.inputs, case.visible)


LAWS = [
    # law, what every drawn value satisfies, and the type it has
    ("{uniform: [-2, 3]}", lambda a: -2 <= a <= 3, float),
    ("{uniform: {low: 1, high: 2, shape: [2, 3]}}", lambda a: len(a) == 2 and 1 <= a.min() < a.max() <= 2, np.ndarray),
    ("{log_uniform: [1e-8, 1e-2]}", lambda a: 1e-8 <= a <= 1e-2, float),
    ("{integer: [1, 3]}", lambda a: a in (1, 2, 3), int),
    ("{integer: {low: 0, high: 1, shape: [4]}}", lambda a: a.dtype == np.int64 and set(a) <= {0, 1}, np.ndarray),
    ("{bits: [2, 8]}", lambda a: a.shape == (2, 8) and set(a.flat) <= {0, 1}, np.ndarray),
    ("{choice: [one, two]}", lambda a: a in ("one", "two"), str),
    ("{choice: [[1, 2], [3]]}", lambda a: a.tolist() in ([1.0, 2.0], [3.0]), np.ndarray),
    ("{count: 4}", lambda a: a.tolist() == [1, 2, 3, 4], np.ndarray),
    ("{zeros: [2, 0]}", lambda a: a.shape == (2, 0), np.ndarray),
    ("{normal: []}", lambda _: True, float),
    ("{normal: {shape: [2], sd: 0, mean: 5}}", lambda a: a.tolist() == [5.0, 5.0], np.ndarray),
    ("{value: {k: [1]}}", lambda a: a["k"].tolist() == [1.0], dict),
    ("0.25", lambda a: a == 0.25, float),
    ("[1, 2]", lambda a: a.tolist() == [1.0, 2.0] and a.dtype == np.float64, np.ndarray),
]  # fmt: skip


@pytest.mark.parametrize(("law", "holds", "type_"), LAWS, ids=[row[0] for row in LAWS])
def test_every_law_keeps_its_word(law, holds, type_):
    values = drawn(law, times=40)

    assert all(holds(value) for value in values)
    assert {type_} == {type(value) for value in values}


def test_both_ends_of_an_integer_law_are_drawn():
    assert {1, 2, 3} == set(drawn("{integer: [1, 3]}", times=60))


def test_a_log_uniform_law_is_even_over_the_orders_of_magnitude():
    values = np.log10(drawn("{log_uniform: [1e-8, 1e-2]}", times=2000))

    assert abs(values.mean() + 5) < 6 * np.sqrt(3 / 2000)  # variance of a uniform over 6 decades: 36/12


WORDS = [
    ("integers", "{bits: [3]}", lambda a: a.dtype == np.int64),
    ("array", "{bits: [3]}", lambda a: a.dtype == np.float64),
    ("tensor", "{normal: [3]}", lambda a: a.dtype == np.float32),
    ("booleans", "{bits: [3]}", lambda a: a.dtype == np.bool_),
    ("list", "{integer: {low: 1, high: 2, shape: [2, 2]}}", lambda a: type(a) is list and type(a[0][0]) is int),
    ("number", "{integer: [1, 2]}", lambda a: type(a) is float),
    ("flag", "{integer: [0, 1]}", lambda a: type(a) is bool),
    ("any", "{normal: [2]}", lambda a: a.dtype == np.float64),
]


@pytest.mark.parametrize(("word", "law", "holds"), WORDS, ids=[row[0] for row in WORDS])
def test_a_drawn_value_has_the_type_that_was_declared(word, law, holds):
    assert holds(drawn(law, word=word)[0])


def test_a_generator_is_given_its_options_and_a_random_generator_of_its_own():
    def make(rng, size):
        return {"a": rng.normal(size=size).tolist(), "b": np.int64(size)}

    words = "arguments: {a: array, b: integer}"
    body = f"{words}\n        cases: [{{generate: t.make, with: {{size: 3}}, times: 2, visible: true}}]"
    first, second = laid(body, lambda path: {"t.make": make}[path])

    assert (3,) == first.inputs["a"].shape
    assert (3, int) == (first.inputs["b"], type(first.inputs["b"]))
    assert first.inputs["a"].tolist() != second.inputs["a"].tolist()
    assert first.visible


GENERATE = "arguments: {a: array}\n        cases: [{generate: t.make}]"
FAULTS = [
    (lambda rng: 1 / 0, "raised ZeroDivisionError: division by zero; nobody is graded until this is fixed"),
    (lambda rng: {"b": 1}, "gave a dict of b, expected a dict of a"),
    (lambda rng: [1], "gave [1], expected a dict of a"),
    (lambda rng: None, "gave None, expected a dict of a"),
    (lambda rng: {"a": "text"}, "gave a `a` that is no array: <U4 values do not fit"),
]


@pytest.mark.parametrize(("make", "said"), FAULTS)
def test_a_generator_that_fails_is_the_teachers_fault(make, said):
    with pytest.raises(SpecError) as caught:
        laid(GENERATE, lambda path: make)

    assert f"a.yaml:9:9: criterion 'x', case x/1: generator t.make {said}" == str(caught.value)


def test_a_generator_that_is_not_there_is_named():
    with pytest.raises(SpecError) as caught:
        laid(GENERATE)

    assert "a.yaml:9:9: criterion 'x', case x/1: reference has no t.make" == str(caught.value)


def test_all_generators_that_fail_are_named():
    with pytest.raises(SpecError) as caught:
        cases.lay_out(assignment(("x", GENERATE), ("y", GENERATE)), nowhere)

    assert 2 == len(caught.value.faults)


@pytest.mark.parametrize(
    ("law", "shown"),
    [("{normal: [2]}", "`a` of length 3, `b` of length 2"), ("0.5", "`a` of length 3, `b` without one")],
)
def test_arguments_that_are_walked_together_have_one_length(law, shown):
    with pytest.raises(SpecError) as caught:
        laid(f"over: [a, b]\n        cases: [{{draw: {{a: {{normal: [3]}}, b: {law}}}}}]")

    said = f"case x/1: `over` walks {shown}, expected lists or arrays of one length above 0"
    assert f"a.yaml:9:9: criterion 'x', {said}" == str(caught.value)


VISIBLE = """parts:
          core: {cases: [{a: 1, visible: true}, {a: 2}]}
          edge: {needs: core, cases: [{a: 3}]}
          open: {needs: edge, visibility: visible, cases: [{a: 4}]}
        mistakes: [{expect: {reference: t.g}, say: No.}]"""


def test_students_see_visible_cases_their_parts_and_how_much_waits():
    found = assignment(("x", VISIBLE))
    seen, some = cases.visible(found, cases.lay_out(found, nowhere))
    (row,) = seen.criteria

    assert ["x/core/1", "x/open/1"] == [case.id for case in some["x"]]
    assert [("core", None), ("open", None)] == [(part.id, part.needs) for part in row.parts]
    assert (1, 2) == (row.withheld.parts, row.withheld.cases)
    assert () == row.mistakes
    assert Visibility.VISIBLE is row.parts[1].visibility


def test_a_criterion_without_visible_cases_is_withheld_whole():
    found = assignment(("x", "cases: [{a: 1}, {a: 2}]"))
    seen, some = cases.visible(found, cases.lay_out(found, nowhere))

    assert () == seen.criteria[0].parts
    assert () == some["x"]
    assert (1, 2) == (seen.criteria[0].withheld.parts, seen.criteria[0].withheld.cases)
