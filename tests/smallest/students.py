"""A course with one function, and a way to see what a student's version of it would do: called right here."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from grader import pipeline
from grader.model import Ask, Conditions, Earlier, Evidence, Isolation, Observation, Raised, Returned
from grader.smallest import Example, Ground, Search, searches, together

SPEC = """\
assignment: steps
title: Steps
seed: 11
questions:
  - id: all
    title: All
    prompt: Write step.
    criteria:
      - id: step
        points: 2
        call: step
        arguments: {w: array, grad: array, lr: number, m: integer}
        expect: {reference: steps.step}
        judge: {kind: close, rtol: 1e-6, atol: 1e-9}
        parts:
          core:
            weight: 3/4
            cases:
              - draw: {w: {normal: [3, 4]}, grad: {normal: [3, 4]}, lr: {uniform: [0.05, 0.5]}, m: {integer: [2, 40]}}
                times: 3
                visible: true
              - draw: {w: {normal: [5]}, grad: {normal: [5]}, lr: {uniform: [0.05, 0.5]}, m: {integer: [2, 40]}}
                times: 2
          edge:
            weight: 1/4
            cases:
              - {w: [3.0], grad: [1.0], lr: 0.3, m: 7}
        mistakes:
          - {expect: {reference: steps.unaveraged}, say: Average it.}
"""

REFERENCE = '''\
"""One step with decay."""

import numpy as np


def step(w, grad, lr, m):
    if m > 60:
        raise ValueError(m)
    return w - lr * (grad + w / m)


def unaveraged(w, grad, lr, m):
    return w - lr * (grad + w)


def ratio(a, b):
    return np.sum(a) / (np.sum(b) - 1)
'''

Function = Callable[..., Any]


def plan_of(root: Path, spec: str = SPEC, reference: str = REFERENCE) -> pipeline.Plan:
    folder = root / "assignments" / "steps"
    folder.mkdir(parents=True)
    (folder / "assignment.yaml").write_text(spec)
    (root / "reference").mkdir()
    (root / "reference" / "steps.py").write_text(reference)
    return pipeline.prepare(folder, root)


def call_all(function: Function, asks: tuple[Ask, ...]) -> dict[str, Observation]:
    """What the probe would tell of a function, without a wall between."""
    seen: dict[str, Observation] = {}
    for ask in asks:
        results: list[Any] = []
        try:
            for step in ask.steps:
                given = {name: _given(value, results) for name, value in step.arguments.items()}
                results.append(function(**given))
        except Exception as error:
            seen[ask.id] = Raised(type(error).__name__, str(error))
        else:
            seen[ask.id] = Returned(results[-1] if ask.keep is None else [results[index] for index in ask.keep])
    return seen


def _given(value: Any, results: list[Any]) -> Any:
    if isinstance(value, Earlier):
        return results[value.step] if value.item is None else results[value.step][value.item]
    return value.copy() if isinstance(value, np.ndarray) else value


class Tried:
    """A student's function, and everything it was asked on the way to an example."""

    def __init__(self, plan: pipeline.Plan, function: Function) -> None:
        self.plan = plan
        self.function = function
        self.rounds: list[tuple[Ask, ...]] = []
        assert plan.oracle is not None
        self.ground = Ground(plan.oracle)

    def searches(self) -> list[Search]:
        evidence = evidence_of(self.plan, call_all(self.function, self.plan.asks))
        report = pipeline.judge(self.plan, evidence)
        return searches(self.plan.assignment.criteria, self.plan.cases, report.criteria, evidence, self.ground)

    def examples(self) -> Mapping[str, Example]:
        return together(self.searches(), self._ask)

    def inputs(self) -> dict[str, Any]:
        """The inputs of the only example, arrays as lists; nothing where there is none."""
        found = self.examples()
        return {name: plain(value) for one in found.values() for name, value in one.inputs.items()}

    @property
    def calls(self) -> int:
        return sum(map(len, self.rounds))

    def _ask(self, asks: tuple[Ask, ...]) -> Mapping[str, Observation]:
        self.rounds.append(asks)
        return call_all(self.function, asks)


def plain(value: Any) -> Any:
    return value.tolist() if isinstance(value, np.ndarray) else value


def evidence_of(plan: pipeline.Plan, seen: Mapping[str, Observation]) -> Evidence:
    return Evidence(
        submission="ada",
        files={},
        observations=seen,
        conditions=Conditions(isolation=Isolation(level="none"), versions={}, seed=plan.assignment.seed),
    )
