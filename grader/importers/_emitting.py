"""A Draft as the text of assignment.yaml: what a teacher reads and edits afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from grader.importers._draft import Asked, Draft, Row, Share, Test
from grader.spec.emit import emit

# A notebook runs as a whole, and so may its training; names as they were at every test are kept until the end.
LIMITS = {"seconds": 60, "total_seconds": 300, "memory_mib": 2048}
SEED = 1
BESIDE_SAID = "Some of these tests are judged beside your code, where they can be deceived; a person may look at them."


def text(draft: Draft, name: str) -> str:
    """The whole file."""
    head = (
        f"# Imported from {draft.format} ({draft.source}). What was left out, and which tests run beside\n"
        "# the student's code, stands in import.md.\n\n"
    )
    return head + emit(
        {
            "assignment": name,
            "title": _line(draft.title) or name,
            "seed": SEED,
            "limits": LIMITS,
            "questions": [_question(question) for question in draft.questions],
        }
    )


def _question(question: Asked) -> dict[str, Any]:
    mixed = [row for row in question.rows if not row.title and any(test.beside for test in row.tests)]
    return {
        "id": question.id,
        "title": _line(question.title) or question.id,
        "prompt": question.prompt,
        **({"conventions": [BESIDE_SAID]} if mixed else {}),
        "criteria": [_row(row) for row in question.rows],
    }


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]


def _row(row: Row) -> dict[str, Any]:
    made: dict[str, Any] = {"id": row.id, "points": number(row.points)}
    if row.title:
        made["title"] = row.title
    if row.key_points:
        points = [{"id": f"point-{number}", "say": said} for number, said in enumerate(row.key_points, 1)]
        return made | {"answer": "typed", "judge": {"kind": "rubric", "key_points": points}}
    visible = all(share.visible for share in row.shares)
    if visible:
        made["visibility"] = "visible"
    made["test"] = row.file or "any"
    if row.at:
        made["at"] = row.at
    if len(row.shares) == 1 and not row.shares[0].say:
        made["cases"] = _cases(row.shares[0].tests, visible)
    else:
        made["parts"] = _parts(row.shares, visible)
    return made | {"judge": _judge(row)}


def _parts(shares: Sequence[Share], seen: bool) -> dict[str, Any]:
    even = len({share.weight for share in shares}) == 1
    parts = {}
    for share in shares:
        part: dict[str, Any] = {} if even else {"weight": number(share.weight)}
        if share.visible and not seen:
            part["visibility"] = "visible"
        if share.say:
            part["say"] = share.say
        parts[share.id] = part | {"cases": _cases(share.tests, share.visible)}
    return parts


def _cases(tests: Sequence[Test], seen: bool) -> list[dict[str, Any]]:
    cases = []
    for test in tests:
        case: dict[str, Any] = {"doctest": test.doctest} if test.doctest else {"code": test.code}
        if test.call:
            case["call"] = test.call
        if test.visible and not seen:
            case["visible"] = True
        cases.append(case)
    return cases


def _judge(row: Row) -> dict[str, Any]:
    if all(test.doctest for test in row.tests):
        return {"kind": "doctest"}
    return {"kind": "assertions", **({"out_of": number(row.out_of)} if row.out_of is not None else {})}


def number(value: Fraction) -> int | float | str:
    """Points as people write them: 2, 0.5, and 1/3 where no decimal is exact.

    >>> [number(Fraction(text)) for text in ("2", "1/2", "1/3")]
    [2, 0.5, '1/3']
    """
    if value.denominator == 1:
        return value.numerator
    decimal = float(value)
    return decimal if Fraction(repr(decimal)) == value and len(repr(decimal)) < 10 else str(value)
