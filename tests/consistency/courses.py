"""Courses in which a later answer builds on an earlier one, and a way to judge made-up observations."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from grader import pipeline
from grader.model import Conditions, CriterionReport, Evidence, Isolation, Observation, Returned

CALLED = """\
assignment: chain
title: One after the other
seed: 3
questions:
  - id: all
    title: All
    prompt: Write both.
    criteria:
      - id: spread
        points: 2
        call: spread
        cases:
          - {x: [1.0, 2.0, 6.0], visible: true}
          - {x: [2.0, 4.0]}
        expect: {reference: chain.spread}
        judge: {kind: close, rtol: 1e-6, atol: 1e-9}
      - id: scaled
        points: 3
        call: scaled
        cases:
          - {x: [1.0, 2.0, 6.0], k: 2.0, visible: true}
          - {x: [3.0, 5.0], k: 3.0}
          - {x: [0.0, 8.0], k: 0.5}
        expect: {reference: chain.scaled}
        judge: {kind: close, rtol: 1e-6, atol: 1e-9}
        builds_on: {criterion: spread, as: width}
        mistakes:
          - {expect: {reference: chain.halved}, credit: 1/3, say: Half of it is missing.}
"""

TYPED = """\
assignment: chain
title: One after the other
seed: 3
questions:
  - id: all
    title: All
    prompt: Answer.
    criteria:
      - id: sum
        points: 1
        answer: typed
        expect: {value: 12}
        judge: {kind: number, atol: 0}
      - id: mean
        points: 2
        answer: typed
        expect: {value: 3, agrees_with: {reference: chain.mean, with: {n: 4}}}
        judge: {kind: number, atol: 1e-6}
        builds_on: {criterion: sum, as: total}
      - id: rows
        points: 2
        answer: typed
        expect: {value: ["110", "011", "001"]}
        judge: {kind: table}
      - id: ones
        points: 1
        answer: typed
        expect: {value: [2, 2, 1]}
        judge: {kind: table}
        builds_on: {criterion: rows, as: rows, expect: {reference: chain.ones}}
      - id: slope
        points: 2
        answer: typed
        expect: {value: 2*a*x}
        judge: {kind: expression, symbols: {a: positive, x: real}}
      - id: step
        points: 2
        answer: typed
        expect: {value: x - h*2*a*x}
        judge: {kind: expression, symbols: {a: positive, x: real, h: positive}}
        builds_on: {criterion: slope, as: g, expect: {value: x - h*g}}
"""

REFERENCE = '''\
"""A width, and what is made of it."""


def spread(x):
    return float(max(x) - min(x))


def scaled(x, k, width=None):
    width = spread(x) if width is None else width
    if width > 1e5:
        raise ValueError("too wide")
    return k * width + 1


def halved(x, k):
    return k * spread(x) / 2 + 1


def mean(n, total=12):
    return total / n


def ones(rows):
    return [row.count("1") for row in rows]
'''


def lay(root: Path, spec: str) -> pipeline.Plan:
    """A course in an empty folder, ready to meet students."""
    folder = root / "assignments" / "chain"
    folder.mkdir(parents=True)
    (folder / "assignment.yaml").write_text(spec)
    (root / "reference").mkdir()
    (root / "reference" / "chain.py").write_text(REFERENCE)
    return pipeline.prepare(folder, root)


def judged(plan: pipeline.Plan, seen: Mapping[str, Any]) -> dict[str, CriterionReport]:
    """The rows of a report on a hand-in that gave these values, or these observations."""
    return {row.id: row for row in pipeline.judge(plan, evidence_of(plan, seen)).criteria}


def evidence_of(plan: pipeline.Plan, seen: Mapping[str, Any]) -> Evidence:
    """Evidence that these values, or these observations, were seen."""
    kinds = Observation.__args__  # type: ignore[attr-defined]
    observations = {name: value if isinstance(value, kinds) else Returned(value) for name, value in seen.items()}
    return Evidence(
        submission="ada",
        files={},
        observations=observations,
        conditions=Conditions(isolation=Isolation(level="none"), versions={}, seed=plan.assignment.seed),
    )
