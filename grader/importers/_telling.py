"""What an import says for itself: import.md for people, import.json for programs, a few lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from grader.importers._draft import Draft, Row
from grader.importers._emitting import number
from grader.model import Assignment

SCHEMA = "grader.import/1"
MOST = 20  # remarks on hand-ins that are printed


def page(draft: Draft, name: str, assignment: Assignment) -> str:
    """import.md."""
    return "\n".join(_page(draft, name, assignment)).rstrip("\n") + "\n"


def document(draft: Draft, name: str, assignment: Assignment) -> dict[str, Any]:
    """import.json."""
    return {
        "schema": SCHEMA,
        "assignment": name,
        "format": draft.format,
        "source": draft.source,
        "points": {"original": _float(draft.points), "imported": _float(assignment.points)},
        "criteria": [
            {"id": row.id, "points": _float(row.points), "beside": _beside(row), "hidden_source": _exposed(row)}
            for row in draft.rows
        ],
        "skipped": [{"what": one.what, "why": one.why, "points": _float(one.points)} for one in draft.skipped],
        "notes": list(draft.notes),
        "hand_ins": [{"student": one.student, "notes": list(one.notes)} for one in draft.hand_ins],
    }


def lines(draft: Draft, name: str, assignment: Assignment) -> Iterator[str]:
    """The summary that is printed."""
    yield f"{draft.source} → {name}: {points(draft, assignment)}, {_count(len(draft.rows), 'criterion', 'criteria')}."
    beside = [row.id for row in draft.rows if _beside(row)]
    if beside:
        yield f"Judged beside student code, so they can be deceived: {', '.join(beside)}."
    exposed = [row.id for row in draft.rows if _exposed(row)]
    if exposed:
        yield f"Hidden, yet their source enters the sandbox: {', '.join(exposed)}."
    if draft.skipped:
        yield f"Left out, {_count(len(draft.skipped), 'thing', 'things')}:"
        yield left_out(draft)
    waiting = [row.id for row in draft.rows if row.key_points]
    if waiting:
        yield f"For a person to mark: {', '.join(waiting)}."
    if draft.hand_ins:
        yield f"{_count(len(draft.hand_ins), 'hand-in', 'hand-ins')} copied to submissions/{name}/."
    odd = [f"  {one.student}: {note}" for one in draft.hand_ins for note in one.notes]
    yield from odd[:MOST]
    if len(odd) > MOST:
        yield f"  and {len(odd) - MOST} more, in import.md"


def left_out(draft: Draft) -> str:
    """What was not carried over, a line each."""
    return "\n".join(f"  - {one.what}: {one.why}{_worth(one.points)}" for one in draft.skipped)


def points(draft: Draft, assignment: Assignment) -> str:
    """How much of the original came over."""
    if assignment.points == draft.points:
        return f"all {number(draft.points)} points" if draft.points != 1 else "the 1 point"
    return f"{number(assignment.points)} of {number(draft.points)} points"


def _page(draft: Draft, name: str, assignment: Assignment) -> Iterator[str]:
    yield from (f"# {name}, imported from {draft.format}", "")
    yield from (f"Source: {draft.source}. {points(draft, assignment).capitalize()} were carried over.", "")
    yield from ("    grader grade " + name, "    grader verify " + name, "")
    yield from _list(
        "Judged beside student code",
        "These tests make their own comparisons in the process in which student code runs, so a hand-in can deceive "
        "them. Their verdicts say so. Where it matters, ask for values and compare them with `close` or `exact`.",
        [_told(row, [test.beside for test in row.tests]) for row in draft.rows if _beside(row)],
    )
    yield from _list(
        "Hidden tests whose source enters the sandbox",
        "Nobody is shown them, but code that runs beside them could read them. Of hidden doctests only what is typed "
        "enters, and what is expected stays outside.",
        [_told(row, [test.beside and not test.visible for test in row.tests]) for row in draft.rows if _exposed(row)],
    )
    yield from _list(
        "Marked by a person",
        "`grader mark` shows what stands in the answer cell; write down in assignment.yaml what each key point is for.",
        [f"{row.id}{_worth(row.points)}" for row in draft.rows if row.key_points],
    )
    yield from _list(
        "Left out", "", [f"{one.what}: {one.why}{_worth(one.points)}" for one in draft.skipped] or ["nothing"]
    )
    yield from _list("How the rules were carried over", "", list(draft.notes))
    told = [f"{one.student}: {note}" for one in draft.hand_ins for note in one.notes]
    yield from _list("Hand-ins", "", [*_needed(draft), *told])


def _needed(draft: Draft) -> Iterator[str]:
    """What students must hand in besides their notebook."""
    others = sorted(name for name in draft.starter if not name.endswith(".ipynb"))
    if others and len(others) < len(draft.starter):
        listed = ", ".join(others[:5]) + (f" and {len(others) - 5} more files" if len(others) > 5 else "")
        has = "has it" if len(others) == 1 else "has them"
        yield f"A hand-in runs with the files that it holds, so students hand in {listed}, too; the starter {has}."


def _list(title: str, said: str, entries: list[str]) -> Iterator[str]:
    if entries:
        yield from (f"## {title}", "")
        yield from (said, "") if said else ()
        yield from (f"- {' '.join(entry.split())}" for entry in entries)
        yield ""


def _told(row: Row, which: list[bool]) -> str:
    return f"{row.id}: {sum(which)} of {_count(len(row.tests), 'test', 'tests')}"


def _beside(row: Row) -> bool:
    return any(test.beside for test in row.tests)


def _exposed(row: Row) -> bool:
    return any(test.beside and not test.visible for test in row.tests)


def _worth(points: Fraction) -> str:
    return f" ({number(points)} point{'' if points == 1 else 's'})" if points else ""


def _count(size: int, one: str, many: str) -> str:
    return f"{size} {one if size == 1 else many}"


def _float(points: Fraction) -> float:
    return float(points)
