"""The explanation as plain JSON values."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from grader.explain.gathering import ByHand, Explanation, PartLine
from grader.explain.margins import Margin
from grader.explain.replaying import Replay
from grader.reports._numbers import is_exact, number

SCHEMA = "grader.explanation/1"


def document(told: Explanation, again: Replay | None = None) -> dict[str, Any]:
    """As plain JSON values."""
    row = told.row
    made: dict[str, Any] = {
        "schema": SCHEMA,
        "assignment": told.assignment,
        "submission": told.meant.submission,
        "criterion": row.id,
        "note": told.note,
        "score": _number(row.score),
        "points": _number(row.points),
        "status": row.status.value,
        "finding": row.finding,
        "mistake": row.mistake,
        "cause": row.cause,
        "own_result": row.own_result,
        "prompt": told.question.prompt,
        "conventions": list(told.question.conventions),
        "parts": [_part_document(part) for part in told.parts],
        "mistakes": [
            {
                "id": one.id,
                "credit": None if one.credit is None else str(one.credit),
                "claimed": one.claimed,
                "why": one.why,
            }
            for one in told.mistakes
        ],
        "adjustments": [line.sentence for line in told.report.adjustments],
        "by_hand": None if told.by_hand is None else _hand_document(told.by_hand),
        "history": [dict(entry) for entry in told.past],
        "conditions": {
            "isolation": told.evidence.conditions.isolation.level,
            "versions": dict(told.evidence.conditions.versions),
            "seed": told.evidence.conditions.seed,
            "limits": dict(told.limits),
            "files": dict(told.evidence.files),
            "assignment": told.report.digest,
            "version": told.version,
            "reference": told.reference,
        },
        "replay": told.replay,
    }
    return made if again is None else {**made, "replayed": _again_document(again)}


def _part_document(part: PartLine) -> dict[str, Any]:
    return {
        "id": part.id,
        "weight": str(part.weight),
        "status": part.status.value,
        "needs": part.needs or None,
        "judge": part.judge,
        "finding": part.finding,
        "margin": _margin(part.worst),
        "cases": [
            {
                "id": case.id,
                "visible": case.visible,
                "call": case.call,
                "got": case.got,
                "returned": case.returned,
                "want": case.want,
                "source": case.source,
                "status": case.status.value,
                "finding": case.finding,
                "detail": case.detail,
                "margin": _margin(case.margin),
                "changed": list(case.changed),
                "trace": case.trace,
            }
            for case in part.cases
        ],
    }


def _margin(found: Margin | None) -> dict[str, Any] | None:
    if found is None:
        return None
    finite = {"error": found.error, "allowed": found.allowed, "share": found.share}
    return {**{name: value if abs(value) < float("inf") else None for name, value in finite.items()}, "at": found.at}


def _hand_document(found: ByHand) -> dict[str, Any]:
    return {
        "by": found.mark.by,
        "when": found.mark.when,
        "counts": found.counts,
        "met": list(found.mark.met),
        "fatal": found.mark.fatal,
        "credit": None if found.mark.credit is None else str(found.mark.credit),
        "comment": found.mark.comment,
    }


def _again_document(found: Replay) -> dict[str, Any]:
    return {
        "same": found.same,
        "whole": found.whole,
        "files": list(found.files),
        "versions": list(found.versions),
        "cases": [{"case": one.case, "same": one.same, "now": one.now} for one in found.cases],
    }


def _number(value: Fraction) -> int | float | str:
    return number(value) if is_exact(value) else str(value)
