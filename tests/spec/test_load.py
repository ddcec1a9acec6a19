"""A sound assignment becomes frozen values; an unsound one a SpecError, whatever is wrong with it."""

import copy
import hashlib
import json
from contextlib import suppress
from fractions import Fraction

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from grader import spec
from grader.errors import RequestError, SpecError
from grader.model import Drawn, Generated, Given, Limits, Reference, Visibility, Withheld, Written
from tests.spec.test_messages import SOUND

RICH = """\
assignment: rich
title: Everything
seed: 1
questions:
  - id: q
    title: Q
    prompt: P
    criteria:
      - id: path
        points: 1.5
        call: step
        arguments: {theta: array, state: any, grad: array, t: integers, mode: text, flags: booleans, x: tensor}
        carry: {theta: 0, state: state}
        over: [grad, t]
        cases:
          - draw:
              theta: {zeros: [3]}
              state: 0
              grad: {normal: {shape: [25, 3], sd: 1e-8}}
              t: {count: 25}
              mode: {choice: [a, b]}
              flags: {bits: [2]}
              x: {uniform: {low: 0, high: 1, shape: [2, 2]}}
            visible: true
          - generate: topic.generator
            with: {size: 3}
            times: 2
        parts:
          final: {pick: 0, visibility: after_due, say: Look at theta.}
          state:
            pick: state
            weight: 1/4
            judge: {kind: exact}
            expect: {value: [1, 2]}
          third:
        expect: {reference: a.b, with: {c: [1, 2]}}
        judge: {kind: close, rtol: 0, atol: 0}
      - id: seen
        points: 1/3
        title: Seen
        visibility: visible
        call: f
        cases:
          - {arguments: {want: 1, visible: [true, false]}, want: 3, visible: false}
          - {arguments: {want: 0.5, visible: [false]}, want: [[1, 2], [3, 4]]}
        judge: {kind: exact}
      - {id: read, points: 1, read: table, expect: {value: "0110"}, judge: {kind: exact}}
      - {id: typed, points: 1, answer: [typed, printed], expect: {value: true}, judge: {kind: exact}}
      - id: gone
        points: 1
        call: g
        parts: {}
        withheld: {parts: 2, cases: 9}
"""


def parse(text):
    return spec.parse(text.encode(), "a.yaml")


def test_the_head_of_an_assignment():
    found = parse(SOUND)

    assert ("weight-decay", "One step", 2026) == (found.id, found.title, found.seed)
    assert Limits(seconds=10.0, memory_mib=1024) == found.limits
    assert hashlib.sha256(SOUND.encode()).hexdigest() == found.digest
    assert "a.yaml" == found.file
    assert Fraction(5) == found.points
    assert ("m is the number of examples.",) == found.questions[0].conventions


def test_parts_share_what_weights_leave():
    core, edge = parse(SOUND).criteria[0].parts

    assert (Fraction(3, 4), Fraction(1, 4)) == (core.weight, edge.weight)
    assert "core" == edge.needs
    assert edge.arguments_unchanged


def test_written_numbers_become_what_their_cases_have_in_common():
    row = parse(SOUND).criteria[0]
    first, drawn = row.parts[0].cases

    assert {"w": "array", "lr": "number", "m": "integer"} == row.ask.arguments
    assert isinstance(first, Written)
    assert first.visible
    np.testing.assert_array_equal(np.array([1.0, -2.0]), first.inputs["w"], strict=True)
    assert isinstance(drawn, Drawn)
    assert 8 == drawn.times
    assert {"uniform": {"low": 0.01, "high": 0.5, "shape": ()}} == drawn.laws["lr"]


def test_a_mistake_is_named_by_the_last_word_of_its_reference():
    (mistake,) = parse(SOUND).criteria[0].mistakes

    assert "l2_update_halved" == mistake.id
    assert Fraction(1, 2) == mistake.credit
    assert Reference("regularization.mistakes.l2_update_halved") == mistake.expect


def test_a_written_value_may_be_confirmed_by_a_formula():
    given = parse(SOUND).criteria[1].expect

    assert isinstance(given, Given)
    assert 661 == given.value
    assert given.agrees_with is not None
    np.testing.assert_array_equal([10.0, 20.0], given.agrees_with.inputs["sizes"])


def test_without_parts_there_is_one():
    (core,) = parse(SOUND).criteria[1].parts

    assert ("core", Fraction(1), Visibility.HIDDEN) == (core.id, core.weight, core.visibility)


def test_a_criterion_knows_where_it_stands():
    assert [(11, 9), (31, 9)] == [row.at for row in parse(SOUND).criteria]


def test_paths_of_calls_parts_and_picks():
    row = parse(RICH).criteria[0]

    assert {"theta": 0, "state": "state"} == row.ask.carry
    assert ("grad", "t") == row.ask.over
    assert [0, "state", None] == [part.pick for part in row.parts]
    assert [Fraction(3, 8), Fraction(1, 4), Fraction(3, 8)] == [part.weight for part in row.parts]
    assert Visibility.AFTER_DUE is row.parts[0].visibility
    assert "Look at theta." == row.parts[0].say
    assert row.parts[1].judge is not None
    assert Generated(path="topic.generator", options={"size": 3}, times=2) == row.cases[1]
    assert row.cases[0].visible
    assert not row.cases[1].visible


def test_cases_are_as_visible_as_their_part_unless_they_say():
    first, second = parse(RICH).criteria[1].cases

    assert (False, True) == (first.visible, second.visible)
    assert isinstance(first, Written)
    assert {"want": 1.0, "visible": [True, False]} == {
        k: getattr(v, "tolist", lambda v=v: v)() for k, v in first.inputs.items()
    }
    assert Given(3) == first.want


def test_whole_numbers_are_expected_as_they_are_written():
    part = parse(RICH).criteria[0].parts[1]
    want = parse(RICH).criteria[1].cases[1].want

    assert Given([1, 2]) == part.expect
    assert Given([[1, 2], [3, 4]]) == want


def test_text_keeps_its_digits():
    assert Given("0110") == parse(RICH).criteria[2].expect


def test_an_answer_says_where_it_is_looked_for():
    assert ("typed", "printed") == parse(RICH).criteria[3].ask.places


def test_a_withheld_criterion_has_no_parts_and_no_checker():
    row = parse(RICH).criteria[4]

    assert () == row.parts
    assert Withheld(parts=2, cases=9) == row.withheld
    assert "withheld" == row.kind
    assert "undecided" == row.judge.judge(1, 1).status


def test_a_folder_is_read_by_its_assignment_yaml(tmp_path):
    (tmp_path / "assignment.yaml").write_text(SOUND)

    assert str(tmp_path / "assignment.yaml") == spec.load(tmp_path).file
    assert spec.load(tmp_path) is not None


def test_nothing_to_read_is_the_callers_mistake(tmp_path):
    with pytest.raises(RequestError) as caught:
        spec.load(tmp_path / "none.yaml")

    said = f"{tmp_path / 'none.yaml'} cannot be read (No such file or directory); expected an assignment.yaml"
    assert said == str(caught.value)


TREE = yaml.safe_load(RICH.replace("points: 1/3", "points: 0.5").replace("1/4", "0.25"))
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5)
    | st.sampled_from(["typed", "a.b", "core", "close", "visible", "array", "1/2"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["id", "kind", "value", "reference", "draw", "normal", "cases", "with", "needs", "parts", "w"]),
        inner,
        max_size=3,
    ),
    max_leaves=6,
)  # fmt: skip


def _paths(node, path=()):
    yield path
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        yield from _paths(value, (*path, key))


PATHS = [path for path in _paths(TREE) if path]


@settings(max_examples=600, deadline=None, derandomize=True, database=None)
@given(st.lists(st.tuples(st.sampled_from(PATHS), ODD), min_size=1, max_size=3))
def test_whatever_stands_in_the_place_of_anything_is_read_or_refused(changes):
    tree = copy.deepcopy(TREE)
    for path, odd in changes:
        node = tree
        with suppress(KeyError, IndexError, TypeError):
            for step in path[:-1]:
                node = node[step]
            node[path[-1]] = odd

    with suppress(SpecError):
        parse(json.dumps(tree))
