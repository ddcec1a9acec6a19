"""What a person marks: key points to start from, and the mark by which an answer cell is found again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from grader.importers._draft import exact
from grader.importers._notebooks import Cell

MOST = 12


def key_points(points: Fraction, scheme: str = "") -> tuple[str, ...]:
    """The lines of a marking scheme where there is one, else a key point for every whole point; to be edited.

    >>> key_points(Fraction(2))
    ('Earns point 1 of 2; write here for what.', 'Earns point 2 of 2; write here for what.')
    """
    lines = [re.sub(r"^[\s>*+-]*(?:\d+[.)]\s*)?", "", line).strip() for line in scheme.split("\n")]
    told = tuple(" ".join(line.split())[:500] for line in lines if line)
    if told:
        return told if len(told) <= MOST else (" ".join(told)[:2000],)
    if points.denominator == 1 and 1 < points <= MOST:
        return tuple(f"Earns point {number} of {points}; write here for what." for number in range(1, int(points) + 1))
    return ("The answer is complete and right.",)


def checksum(source: str, kind: str, name: str, points: float) -> str:
    """nbgrader's fingerprint of an answer cell that a person marks, as it is given out."""
    text = f"{source}{kind}TrueTrueFalse{name}{float(points)}"
    return hashlib.md5(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def answer(cell: Cell, name: str, points: Fraction) -> Cell:
    """The cell in which students answer, marked in nbgrader's words so that its text is found again."""
    mark: dict[str, Any] = {"schema_version": 3, "grade": True, "solution": True, "locked": False, "task": False}
    mark |= {"grade_id": name, "points": float(points), "cell_type": cell.kind}
    return cell.marked("nbgrader", mark | {"checksum": checksum(cell.source, cell.kind, name, float(points))})


def points(held: Mapping[str, Any]) -> Fraction:
    """The points in a note of nbgrader's; ValueError where there are none."""
    graded = held.get("grade") or held.get("task")
    return exact(held["points"]) if graded and "points" in held else Fraction(0)
