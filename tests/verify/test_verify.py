"""An assignment that proves itself, and assignments that cannot: each proof fails for its own reason."""

import json
from pathlib import Path

import pytest

from grader import pipeline, places
from grader.mutation import mutants
from grader.oracle import Oracle
from grader.verify import mistakes, reference
from grader.verify import mutants as changed
from tests import courses
from tests.test_cli import typed

ROOT = Path(__file__).parents[2]
RIGHT = {"double": 3, "answer": 1}


@pytest.fixture
def course(tmp_path):
    return courses.lay(tmp_path)


def respell(root, old, new):
    spec = root / "assignments" / "tiny" / "assignment.yaml"
    text = spec.read_text()
    assert old in text
    spec.write_text(text.replace(old, new))


def proofs(root, prove, *more):
    place = places.locate("tiny", root)
    return {proof.subject: proof for proof in prove(pipeline.prepare(place.spec, place.root), *more)}


def test_the_reference_earns_everything_also_in_single_precision(course):
    rows = list(reference.prove(pipeline.prepare(course / "assignments" / "tiny" / "assignment.yaml", course)))

    assert [("reference", "double", True), ("float32", "double", True), ("reference", "answer", True)] == [
        (row.kind, row.subject, row.holds) for row in rows
    ]


def test_a_tolerance_too_tight_for_single_precision_is_found(course):
    respell(course, "rtol: 1e-6", "rtol: 1e-12")
    respell(course, "atol: 1e-9", "atol: 0")
    plan = pipeline.prepare(course / "assignments" / "tiny" / "assignment.yaml", course)

    (row,) = [row for row in reference.prove(plan) if row.kind == "float32"]

    assert not row.holds
    assert "the expected values rounded to single precision earn 1/3 of the credit" in row.sentence


def test_a_mistake_is_named_as_itself(course):
    assert proofs(course, mistakes.prove)["double / squared"].holds


def test_a_mistake_that_no_case_tells_from_the_truth_is_found(course):
    respell(course, "{x: [1.0, 2.0], visible: true}", "{x: [2.0, 0.0], visible: true}")
    respell(course, "draw: {x: {normal: [3]}}", "draw: {x: {choice: [[2.0, 0.0], [0.0, 2.0]]}}")

    proof = proofs(course, mistakes.prove)["double / squared"]

    assert (False, "earns full marks: no case tells it from the truth; add one that does") == (
        proof.holds,
        proof.sentence,
    )


def test_two_mistakes_that_look_alike_are_found(course):
    respell(
        course,
        "        mistakes:\n",
        "        mistakes:\n          - {id: power, expect: {reference: twice.squared}, say: The same.}\n",
    )

    assert (
        "no case tells it from power; add one that does" == proofs(course, mistakes.prove)["double / squared"].sentence
    )


def test_a_case_that_lets_a_mutant_live_is_named_with_its_change(course):
    respell(course, "{x: [1.0, 2.0], visible: true}", "{x: [2.0, 2.0], visible: true}")
    respell(course, "draw: {x: {normal: [3]}}", "draw: {x: {choice: [[2.0, 2.0]]}}")
    (course / "reference" / "twice.py").write_text(
        "def double(x):\n    return x * x / 2 + x * 0 if x[0] > 1 else x\n\n\ndef squared(x):\n    return x**3\n"
    )

    proof = proofs(course, changed.prove, Oracle(course))["double"]

    assert not proof.holds
    assert "line 2: x[0] > 1  →  x[0] >= 1" in proof.sentence


def test_a_mutant_that_never_ends_loses_marks(course):
    (course / "reference" / "twice.py").write_text(
        "def double(x):\n    n = 0\n    while n < 3:\n        n += 1\n    return 2 * x\n\n\n"
        "def squared(x):\n    return x**2\n"
    )

    sentence = proofs(course, changed.prove, Oracle(course))["double"].sentence

    assert "n += 1  →  n -= 1" not in sentence


def test_a_function_is_changed_in_one_place_at_a_time():
    found = [str(mutant) for mutant in mutants(example)]

    assert len(found) == len(set(found))
    start = example.__code__.co_firstlineno + 2
    for change in ("-a  →  a", "a > b  →  a >= b", "a + b  →  a - b", "2  →  3", "2  →  1", "abs(b)  →  b"):
        assert f"line {start}: {change}" in found


def example(a, b):
    """Nothing but places to change."""
    return -a if a > b else (a + b) * 2 + abs(b)


def test_every_mutant_is_a_function_that_runs():
    for mutant in mutants(example):
        assert mutant.function(1.0, 2.0) == mutant.function(1.0, 2.0)
    assert {example(1.0, 2.0)} != {mutant.function(1.0, 2.0) for mutant in mutants(example)}


def test_the_command_proves_samples_and_starter_and_says_what_fails(course):
    samples = course / "assignments" / "tiny" / "samples"
    for name, code in {"right": courses.RIGHT, "squared": courses.SQUARED}.items():
        (samples / name).mkdir(parents=True)
        (samples / name / "solution.py").write_text(code)
        (samples / name / "answers.md").write_text(courses.SHEET)
    (samples / "marks.yaml").write_text("right: {double: 3, answer: 1}\nsquared: {double: 3, answer: 1}\n")

    said = typed(course, "verify", "tiny", "--trust")

    assert 1 == said.returncode, said.stderr
    assert "samples squared: double earns 1, not 3" in said.stdout
    assert "starter untouched: earns 0 of 4" in said.stdout


def test_what_holds_ends_with_zero_and_is_there_as_json(course):
    said = typed(course, "verify", "tiny", "--trust", "--json")

    document = json.loads(said.stdout)
    assert 0 == said.returncode
    assert {"reference", "float32", "mistakes", "mutants", "starter"} == {row["kind"] for row in document["proofs"]}


@pytest.mark.parametrize("name", [path.parent.name for path in sorted(ROOT.glob("assignments/*/assignment.yaml"))])
def test_every_shipped_assignment_proves_itself(name):
    """The proofs of the trusted side; tests/samples runs the samples one by one."""
    place = places.locate(name, ROOT)
    plan = pipeline.prepare(place.spec, place.root)

    rows = [*reference.prove(plan), *mistakes.prove(plan)]

    assert [] == [(row.kind, row.subject, row.sentence) for row in rows if not row.holds]
