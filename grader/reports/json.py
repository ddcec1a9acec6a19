"""report.json: everything a report says, for programs and for staff (it holds the details students are not shown).

Points and scores are decimals with at most four places. Where that is not the whole truth, the exact fraction stands
beside them: `"score": 2.3333, "exact": {"score": "7/3"}`. `schema()` describes the document, `to_report` reads it back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader.errors import InternalError
from grader.model import (
    Adjustment,
    Conditions,
    CriterionReport,
    Curves,
    Isolation,
    Line,
    PartReport,
    QuestionReport,
    Report,
    ShownCase,
    Status,
    Visibility,
    Withheld,
)
from grader.reports._files import write_bytes_atomically
from grader.reports._kept import by_identity
from grader.reports._numbers import is_exact, number
from grader.reports._schema import SCHEMA, schema
from grader.reports._text import ACTING, encodable

__all__ = ["SCHEMA", "document", "read", "render", "schema", "to_report", "write"]


def write(report: Report, folder: Path) -> Path:
    """Write report.json into the hand-in's folder."""
    path = folder / "report.json"
    write_bytes_atomically(path, render(report).encode("utf-8"))
    return path


def read(path: Path) -> Report:
    """The report that was written."""
    return to_report(json.loads(path.read_bytes()))


def render(report: Report) -> str:
    """The document as text, safe to print: characters that act instead of being read are written as JSON escapes."""
    pieces: list[str] = []
    _lay_out(_document(report, _kept), "\n", pieces)
    text = "".join(pieces)
    return re.sub(ACTING, lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def document(report: Report) -> dict[str, Any]:
    """The report as plain JSON values, in a fixed order."""
    return _document(report, lambda criterion: _encodable(_criterion(criterion)))


def _document(report: Report, criterion: Callable[[CriterionReport], Any]) -> dict[str, Any]:
    made: dict[str, Any] = _encodable(
        {
            "schema": SCHEMA,
            "assignment": {"id": report.assignment, "title": report.title, "digest": report.digest},
            "submission": {
                "id": report.submission,
                "submitters": list(report.submitters),
                "files": dict(sorted(report.files.items())),
            },
            "conditions": _conditions(report.conditions),
            **_numbers(points=report.points, score=report.score),
            "status": report.status.value,
            "adjustments": [_adjustment(line) for line in report.adjustments],
            "questions": [],
            "notes": list(report.notes),
            "printed": report.printed,
        }
    )
    made["questions"] = [_question(question, criterion) for question in report.questions]
    return made


def _conditions(conditions: Conditions) -> dict[str, Any]:
    isolation = conditions.isolation
    return {
        "isolation": {"level": isolation.level, "attacks": dict(sorted(isolation.attacks.items()))},
        "versions": dict(sorted(conditions.versions.items())),
        "seed": conditions.seed,
    }


def _adjustment(line: Adjustment) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "sentence": line.sentence,
        **_numbers(points=line.points),
        "override": None if line.override is None else str(line.override),
        "detail": line.detail,
    }


def _question(question: QuestionReport, criterion: Callable[[CriterionReport], Any]) -> dict[str, Any]:
    made: dict[str, Any] = _encodable(
        {
            "id": question.id,
            "title": question.title,
            "prompt": question.prompt,
            "conventions": list(question.conventions),
            **_numbers(points=question.points, score=question.score),
        }
    )
    made["criteria"] = [criterion(one) for one in question.criteria]
    return made


def _criterion(criterion: CriterionReport) -> dict[str, Any]:
    return {
        "id": criterion.id,
        "title": criterion.title,
        "kind": criterion.kind,
        **_numbers(points=criterion.points, score=criterion.score, credit=criterion.credit),
        "status": criterion.status.value,
        "visibility": criterion.visibility.value,
        "finding": criterion.finding,
        "detail": criterion.detail,
        "mistake": criterion.mistake,
        "cause": criterion.cause,
        "parts": [_part(part) for part in criterion.parts],
        "shown": [_case(case) for case in criterion.shown],
        "smallest": [_case(case) for case in criterion.smallest],
        "curves": [
            {
                "title": plot.title,
                "epochs": plot.epochs,
                "lines": [{"name": line.name, "values": [list(pair) for pair in line.values]} for line in plot.lines],
            }
            for plot in criterion.curves
        ],
        "own_result": criterion.own_result,
        "withheld": {"parts": criterion.withheld.parts, "cases": criterion.withheld.cases},
    }


def _case(case: ShownCase) -> dict[str, Any]:
    return {"call": case.call, "got": case.got, "want": case.want, "passed": case.passed, "returned": case.returned}


def _part(part: PartReport) -> dict[str, Any]:
    return {
        "id": part.id,
        "status": part.status.value,
        **_numbers(weight=part.weight),
        "cases": {"passed": part.passed, "total": part.total},
        "visibility": part.visibility.value,
        "finding": part.finding,
        "detail": part.detail,
    }


def _numbers(**values: Fraction) -> dict[str, Any]:
    """Decimals, and the fractions they stand for where four places do not hold them."""
    exact = {name: str(value) for name, value in values.items() if not is_exact(value)}
    plain: dict[str, Any] = {name: number(value) for name, value in values.items()}
    return {**plain, "exact": exact} if exact else plain


_flat = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_DEEPEST = 5  # document, questions, question, criteria, criterion


class _Laid(str):
    """Text of JSON that stands in a document as it is."""


_NESTS = {dict, list, _Laid}


def _lay_out(value: Any, margin: str, pieces: list[str]) -> None:
    """A line for every entry down to those of a criterion, and a single line for what holds only plain values."""
    if type(value) is _Laid:
        pieces.append(value)
        return
    items = value.values() if type(value) is dict else value if type(value) is list else ()
    if len(margin) > _DEEPEST or _NESTS.isdisjoint(map(type, items)):
        pieces.append(_flat(value))
        return
    names = [f"{_flat(name)}: " for name in value] if type(value) is dict else [""] * len(value)
    opening, closing = "{}" if type(value) is dict else "[]"
    between = opening
    for name, item in zip(names, items, strict=True):
        pieces.append(f"{between}{margin} {name}")
        _lay_out(item, margin + " ", pieces)
        between = ","
    pieces.append(margin + closing)


@by_identity
def _kept(criterion: CriterionReport) -> _Laid:
    pieces: list[str] = []
    _lay_out(_encodable(_criterion(criterion)), "\n" + " " * (_DEEPEST - 1), pieces)
    return _Laid("".join(pieces))


def _encodable(value: Any) -> Any:
    """Lone surrogates are no text to a strict reader, so they are spelled out."""
    kind = type(value)
    if kind is str:
        return encodable(value)
    if kind is dict:
        return {encodable(key): _encodable(item) for key, item in value.items()}
    if kind is list:
        return [_encodable(item) for item in value]
    return value


def to_report(document: Mapping[str, Any]) -> Report:
    """The report that a document describes; the inverse of `document` but for lone surrogates."""
    if document.get("schema") != SCHEMA:
        raise InternalError(f"a report of the schema {document.get('schema')!r} was found, {SCHEMA!r} was expected")
    submission, conditions = document["submission"], document["conditions"]
    return Report(
        assignment=document["assignment"]["id"],
        title=document["assignment"]["title"],
        digest=document["assignment"]["digest"],
        submission=submission["id"],
        submitters=tuple(submission["submitters"]),
        files=submission["files"],
        conditions=Conditions(
            isolation=Isolation(**conditions["isolation"]),
            versions=conditions["versions"],
            seed=conditions["seed"],
        ),
        points=_fraction(document, "points"),
        score=_fraction(document, "score"),
        status=Status(document["status"]),
        questions=tuple(_to_question(question) for question in document["questions"]),
        notes=tuple(document["notes"]),
        printed=document["printed"],
        adjustments=tuple(map(_to_adjustment, document.get("adjustments", ()))),
    )


def _to_adjustment(document: Mapping[str, Any]) -> Adjustment:
    return Adjustment(
        kind=document["kind"],
        sentence=document["sentence"],
        points=_fraction(document, "points"),
        override=None if document["override"] is None else Fraction(document["override"]),
        detail=document["detail"],
    )


def _to_question(document: Mapping[str, Any]) -> QuestionReport:
    return QuestionReport(
        id=document["id"],
        title=document["title"],
        prompt=document["prompt"],
        conventions=tuple(document["conventions"]),
        points=_fraction(document, "points"),
        score=_fraction(document, "score"),
        criteria=tuple(_to_criterion(criterion) for criterion in document["criteria"]),
    )


def _to_criterion(document: Mapping[str, Any]) -> CriterionReport:
    return CriterionReport(
        id=document["id"],
        title=document["title"],
        kind=document["kind"],
        points=_fraction(document, "points"),
        score=_fraction(document, "score"),
        credit=_fraction(document, "credit"),
        status=Status(document["status"]),
        visibility=Visibility(document["visibility"]),
        finding=document["finding"],
        detail=document["detail"],
        mistake=document["mistake"],
        parts=tuple(_to_part(part) for part in document["parts"]),
        shown=tuple(ShownCase(**case) for case in document["shown"]),
        smallest=tuple(ShownCase(**case) for case in document.get("smallest", ())),
        curves=tuple(map(_to_curves, document.get("curves", ()))),
        withheld=Withheld(**document["withheld"]),
        own_result=document.get("own_result"),
        cause=document.get("cause"),
    )


def _to_curves(document: Mapping[str, Any]) -> Curves:
    lines = tuple(
        Line(name=line["name"], values=tuple((epoch, value) for epoch, value in line["values"]))
        for line in document["lines"]
    )
    return Curves(title=document["title"], epochs=document["epochs"], lines=lines)


def _to_part(document: Mapping[str, Any]) -> PartReport:
    return PartReport(
        id=document["id"],
        status=Status(document["status"]),
        weight=_fraction(document, "weight"),
        passed=document["cases"]["passed"],
        total=document["cases"]["total"],
        visibility=Visibility(document["visibility"]),
        finding=document["finding"],
        detail=document["detail"],
    )


def _fraction(document: Mapping[str, Any], name: str) -> Fraction:
    """`str` of a float is the decimal that was written, so nothing is lost on the way."""
    return Fraction(document.get("exact", {}).get(name) or str(document[name]))
