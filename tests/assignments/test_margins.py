"""The shipped assignments: tolerances that float32 does not feel, and mistakes that no case lets through."""

import itertools
import warnings
from pathlib import Path

import numpy as np
import pytest

from grader import cases, pipeline
from grader.asking import program
from grader.checkers import close
from grader.comparing import picked, wanted
from grader.course import Course
from grader.model import Earlier, Reference, Status
from grader.recognising import same

ROOT = Path(__file__).parents[2]
NAMES = sorted(path.parent.name for path in ROOT.glob("assignments/*/assignment.yaml"))
PLANS = {name: pipeline.prepare(ROOT / "assignments" / name, ROOT) for name in NAMES}
ASKED = [
    (name, row.id) for name in NAMES for row in PLANS[name].assignment.criteria if row.ask.kind in ("call", "module")
]
EDGES = {"edge", "small", "path", "close", "shared", "normalised", "people"}  # parts that some mistakes pass in part


def of(name, criterion):
    (row,) = [row for row in PLANS[name].assignment.criteria if row.id == criterion]
    return row


def judged_on(name, row, hidden=False):
    """Every part with its cases, parts with an expectation of their own left out."""
    return [
        (part, case)
        for part in row.parts
        if part.expect is None
        for case in cases.of_part(row, part, PLANS[name].cases[row.id])
        if not (hidden and case.visible)
    ]


def fails(name, row, mistake, part, case):
    expected = PLANS[name].wants.mistaken(row.id, mistake.id, part.id, case.id)
    want = wanted(part, PLANS[name].wants.want(row.id, part.id, case.id))
    if hasattr(expected, "raises"):
        return True
    checker = part.judge or row.judge
    return not same(checker, picked(expected, part.pick)[1] if part.pick is not None else expected, want)


@pytest.mark.parametrize(("name", "criterion"), ASKED)
def test_a_mistake_fails_all_hidden_cases_of_a_core_part_or_none(name, criterion):
    row = of(name, criterion)
    for mistake in row.mistakes:
        verdicts: dict[str, set[bool]] = {}
        for part, case in judged_on(name, row, hidden=True):
            if row.kind != "module" and row.kind != "random":
                verdicts.setdefault(part.id, set()).add(fails(name, row, mistake, part, case))

        assert row.kind in ("module", "random") or any(True in found for found in verdicts.values()), mistake.id
        for part_id, found in verdicts.items():
            assert len(found) == 1 or part_id in EDGES, (mistake.id, part_id)


@pytest.mark.parametrize(("name", "criterion"), ASKED)
def test_no_two_mistakes_give_the_same_on_every_case(name, criterion):
    row = of(name, criterion)
    told = {
        mistake.id: [
            PLANS[name].wants.mistaken(row.id, mistake.id, part.id, case.id) for part, case in judged_on(name, row)
        ]
        for mistake in row.mistakes
    }
    exact = close.Checker(rtol=1e-4, atol=1e-9)
    for first, second in itertools.combinations(told, 2):
        assert not all(same(exact, a, b) for a, b in zip(told[first], told[second], strict=True)), (first, second)


def single(value):
    """An input in single precision."""
    if isinstance(value, np.ndarray) and value.dtype == np.float64:
        return value.astype(np.float32)
    return np.float32(value) if isinstance(value, float) else value


def in_single_precision(row, case):
    """The reference itself, run on float32 arrays and scalars."""
    course = Course(ROOT)
    function = course.find(row.expect.path)
    steps, keep = program(row.ask, case.inputs)
    results = []
    for step in steps:
        given = {}
        for key, value in step.arguments.items():
            if isinstance(value, Earlier):
                value = results[value.step] if value.item is None else results[value.step][value.item]
            given[key] = single(value)
        results.append(course.call(function, **given))
    return results[-1] if keep is None else [results[i] for i in keep]


@pytest.mark.parametrize(
    ("name", "criterion"),
    [
        (name, row)
        for name, row in ASKED
        if of(name, row).kind == "close" and isinstance(of(name, row).expect, Reference)
    ],
)
def test_single_precision_uses_up_less_than_an_eighth_of_the_tolerance(name, criterion):
    row = of(name, criterion)
    for part, case in judged_on(name, row):
        checker = part.judge or row.judge
        strict = close.Checker(rtol=checker.rtol / 8, atol=checker.atol / 8)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # 1e-8 squared is small but not lost
            got = in_single_precision(row, case)
        got = picked(got, part.pick)[1] if part.pick is not None else got
        want = wanted(part, PLANS[name].wants.want(row.id, part.id, case.id))

        verdict = strict.judge(got, want)

        assert verdict.status is Status.PASSED, (case.id, verdict.detail)


@pytest.mark.parametrize("name", NAMES)
def test_every_criterion_shows_one_to_three_cases_and_hides_eight_or_more(name):
    for row in PLANS[name].assignment.criteria:
        some = PLANS[name].cases[row.id]
        if row.kind == "python":  # a training run: its inputs are whole data sets, and no student sees those
            continue
        if row.ask.kind == "call" and row.kind != "random":
            assert 1 <= sum(case.visible for case in some) <= 3, row.id
            assert sum(not case.visible for case in some) >= 8, row.id
