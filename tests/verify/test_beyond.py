"""Where all cases are written down, a survivor is also looked for beyond them."""

import numpy as np
import pytest
import yaml

from grader import cases as laying
from grader import spec
from grader.verify import beyond
from tests.verify.test_verify import TWICE, proved, refer, respell

STEP = """\
      - id: step
        points: 1
        call: step
        cases: [{w: [1.0, 1.0], g: [0.0, 0.0], lr: 0.5, m: 1}CASES]
        expect: {reference: twice.step}
        judge: {kind: close, rtol: 1e-6, atol: 1e-9}
"""
FURTHER = "    (your cases do not reach so far; if this may not be asked, explain the change instead)"


@pytest.fixture
def weak(course):
    """One case, in which the gradient is 0 and m is 1."""
    refer(course, TWICE + "\n\ndef step(w, g, lr, m):\n    return w - lr * g / m\n")
    respell(course, "      - id: answer\n", STEP.replace("CASES", "") + "      - id: answer\n")
    return course


def survivors(root):
    return proved(root, "mutants")["step"].facts["survivors"]


def inputs(root):
    assignment = spec.load(root / "assignments" / "tiny" / "assignment.yaml")
    criterion = next(one for one in assignment.criteria if one.id == "step")
    laid = laying.lay_out(assignment, lambda _: None)["step"]
    return list(beyond.inputs(criterion, [case.inputs for case in laid], np.random.default_rng(1)))


def test_one_case_that_tells_nothing_apart_is_found_wanting(weak):
    found = proved(weak, "mutants")["step"]

    assert not found.holds
    told = {one["mutant"]: one["case"] for one in found.facts["survivors"]}
    assert {"w - lr * g / m → w + lr * g / m", "lr * g / m → lr * g * m", "lr * g → lr / g"} & set(told)
    assert all(told.values())
    assert len(told) == found.sentence.count(FURTHER)


def test_the_cases_beyond_kill_and_one_tells_several(weak):
    before = survivors(weak)
    cases = list(dict.fromkeys(one["case"] for one in before))
    assert len(cases) < len(before)

    respell(weak, "m: 1}]", "m: 1}, " + ", ".join(cases) + "]")

    assert [] == survivors(weak)


def test_numbers_stay_of_the_kind_that_they_are(weak):
    made = inputs(weak)

    assert len(made) > 100
    assert all((one["w"] > 0).all() and one["w"].shape == (2,) for one in made)
    assert any((one["g"] < 0).any() for one in made)  # of zeros alone nothing is known
    assert all(0 < one["lr"] < 1 for one in made)
    assert all(type(one["m"]) is int and one["m"] >= 1 for one in made)
    assert all(one["lr"] < one["m"] for one in made)  # as in every case


def test_where_something_is_drawn_the_laws_say_what_may_be_asked(weak):
    respell(weak, "m: 1}]", "m: 1}, {draw: {w: {normal: [2]}, g: {normal: [2]}, lr: {uniform: [0, 1]}, m: 3}}]")

    assert [] == inputs(weak)


def test_a_case_that_nobody_would_write_down_is_not_made(weak):
    respell(weak, "w: [1.0, 1.0], g: [0.0, 0.0]", f"w: {[1.0] * 60}, g: {[0.0] * 60}")

    assert [] == inputs(weak)


def test_an_added_case_is_yaml(weak):
    for one in survivors(weak):
        assert {"w", "g", "lr", "m"} == set(yaml.safe_load(one["case"]))
