"""nbgrader's note in a cell: brought up to its schema 3, checked as nbgrader checks it, and put in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from grader.importers._draft import exact
from grader.importers._notebooks import Cell

KEY = "nbgrader"
SCHEMA = 3
FLAGS = ("grade", "solution", "locked", "task")
Kind = Literal["tests", "answer", "manual", "task", "read-only"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What nbgrader knows of a cell."""

    id: str
    kind: Kind
    points: Fraction | None  # of what is graded


class Odd(Exception):
    """A note that nbgrader itself would refuse; the sentence says why."""


def mark(cell: Cell) -> Mark | None:
    """The note in a cell; None for an ordinary one. Odd where nbgrader would not take it."""
    held = upgraded(cell.marks(KEY))
    if not held:
        return None
    grade, solution, locked, task = (held.get(flag) is True for flag in FLAGS)
    if not (grade or solution or locked or task):
        return None
    name = held.get("grade_id")
    if not isinstance(name, str) or not name.strip():
        raise Odd("its note for nbgrader has no `grade_id`")
    kind = _kind(grade, solution, task)
    if kind == "task" and cell.kind != "markdown":
        raise Odd(f"the task {name!r} is a {cell.kind} cell, expected Markdown")
    if cell.kind == "markdown" and not task and grade != solution:
        raise Odd(f"the Markdown cell {name!r} is only one of grade and solution, expected both")
    return Mark(id=name, kind=kind, points=_points(held, name) if kind in ("tests", "manual", "task") else None)


def _kind(grade: bool, solution: bool, task: bool) -> Kind:
    if task:
        return "task"
    if grade:
        return "manual" if solution else "tests"
    return "answer" if solution else "read-only"


def _points(held: Mapping[str, Any], name: str) -> Fraction:
    if "points" not in held:
        raise Odd(f"the graded cell {name!r} has no points")
    try:
        points = exact(held["points"])
    except ValueError as error:
        raise Odd(f"the graded cell {name!r}: {error}") from None
    if points < 0:
        raise Odd(f"the graded cell {name!r} is worth {points} points, expected 0 or more")
    return points


def upgraded(held: Mapping[str, Any]) -> dict[str, Any]:
    """A note of any schema as one of schema 3; what is older is completed, and empty without a flag."""
    if not held:
        return {}
    made = dict(held)
    if not made.get("schema_version"):
        made = _first(made)
    if not made:
        return {}
    made.setdefault("task", False)
    return made | {"schema_version": SCHEMA}


def _first(held: Mapping[str, Any]) -> dict[str, Any]:
    """Schema 0, which was the time before there was one: points may be text, absent or negative."""
    made = {**held, **{flag: held.get(flag) is True for flag in FLAGS[:3]}}
    if not any(made[flag] for flag in FLAGS[:3]):
        return {}
    if not made["grade"]:
        made.pop("points", None)
        return made
    try:
        made["points"] = max(float(made.get("points") or 0), 0.0)
    except (TypeError, ValueError):
        raise Odd(f"the points of the cell {made.get('grade_id')!r} are {made.get('points')!r}") from None
    return made
