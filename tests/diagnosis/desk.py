"""A small course whose reference is written in a test, and students who are plain functions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

from grader.judging import judge
from grader.model import CriterionReport, Observation, Raised, Returned
from grader.oracle import Oracle
from grader.pipeline import Plan, prepare

SPEC = """\
assignment: small
title: Small
seed: 5
questions:
  - id: q
    title: Q
    prompt: P
    criteria:
      - id: c
        points: 2
        call: {call}
        parts:
          core:
{cases}
        expect: {{reference: topic.{call}}}
        judge: {judge}
"""
CLOSE = "{kind: close, rtol: 1e-6, atol: 1e-9}"


def course(root: Path, reference: str, call: str, cases: str, judge: str = CLOSE) -> Plan:
    """An assignment with one criterion; `cases` is the YAML below its only part."""
    folder = root / "assignments" / "small"
    folder.mkdir(parents=True)
    indented = "\n".join(" " * 12 + line for line in dedent(cases).strip().splitlines())
    (folder / "assignment.yaml").write_text(SPEC.format(call=call, cases=indented, judge=judge))
    (root / "reference").mkdir()
    (root / "reference" / "topic.py").write_text("import numpy as np\n\n\n" + dedent(reference))
    return prepare(folder / "assignment.yaml", root)


def report(plan: Plan, student: Callable[..., Any]) -> CriterionReport:
    """What the report says on a student whose function this is."""
    (criterion,) = plan.assignment.criteria
    return judge(criterion, plan.cases["c"], seen(plan, student), plan.wants, diagnose=plan.diagnose)


def seen(plan: Plan, student: Callable[..., Any]) -> dict[str, Observation]:
    """What a probe would see of this function, case by case."""
    (criterion,) = plan.assignment.criteria
    found: dict[str, Observation] = {}
    for case in plan.cases["c"]:
        value = Oracle(Path()).apply(student, criterion, case)
        raised = getattr(value, "raises", None)
        found[case.id] = Returned(value) if raised is None else Raised(raised, value.message)
    return found


def cause(plan: Plan, student: Callable[..., Any]) -> str:
    """The cause that is named, without its prefix; empty for none."""
    return (report(plan, student).cause or "").removeprefix("looks-like:")
