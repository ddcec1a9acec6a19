"""Marks that a person gave: kept apart from automatic ones, and laid over them in every report.

They stand in marks/NAME/SUBMISSION.json, one entry per criterion, with the digest of the answer that the person saw.
A mark counts for that answer only: when a student hands in another text, the old mark is shown as a conflict and the
new answer waits. No regrade removes a mark.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader.digests import of_texts
from grader.errors import RequestError
from grader.model import (
    Assignment,
    Criterion,
    CriterionReport,
    Evidence,
    Report,
    Returned,
    Status,
)
from grader.reports._files import write_bytes_atomically
from grader.scoring import again
from grader.showing import show

SCHEMA = "grader.marks/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a person decided about one answer."""

    answer: str  # digest of what the person saw
    met: tuple[str, ...] = ()  # key points
    fatal: bool = False
    credit: Fraction | None = None  # a share given outright, where there are no key points
    comment: str = ""
    by: str = ""
    when: str = ""  # ISO 8601


def read(folder: Path, submission: str) -> dict[str, Mark]:
    """The marks of one hand-in by criterion; none where nobody marked it."""
    path = folder / f"{submission}.json"
    try:
        document = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise RequestError(f"{path}: cannot be read ({error}); it holds marks by hand, so mend it or move it") from None
    return {name: _mark(entry) for name, entry in document["criteria"].items()}


def stamp(folder: Path, submission: str) -> str:
    """Changes whenever a person marks this hand-in anew."""
    path = folder / f"{submission}.json"
    return of_texts(path.read_text("utf-8")) if path.is_file() else ""


def write(folder: Path, submission: str, marks: Mapping[str, Mark]) -> None:
    """Put the marks of one hand-in back, whole or not at all."""
    entries = {name: _entry(mark) for name, mark in sorted(marks.items())}
    document = {"schema": SCHEMA, "submission": submission, "criteria": entries}
    text = json.dumps(document, indent=2, ensure_ascii=True) + "\n"
    write_bytes_atomically(folder / f"{submission}.json", text.encode())


def answer(evidence: Evidence, criterion: str) -> str | None:
    """A typed answer as it was handed in; None where there is none to look at."""
    seen = evidence.observations.get(f"{criterion}/1")
    if not isinstance(seen, Returned):
        return None
    return seen.value if isinstance(seen.value, str) else show(seen.value, 10_000)


def digest(text: str) -> str:
    """What ties a mark to the answer it was given for.

    >>> digest("one answer") == digest("another")
    False
    """
    return of_texts(text)[:32]


def counts(mark: Mark, text: str | None) -> bool:
    """Whether a mark was given to these words."""
    return text is not None and digest(text) == mark.answer


def deciders(assignment: Assignment, evidence: Evidence, marks: Mapping[str, Mark]) -> dict[str, str]:
    """Criterion → the person whose mark counts there."""
    criteria = {criterion.id: criterion for criterion in assignment.criteria}
    return {
        name: mark.by or "a person"
        for name, mark in marks.items()
        if name in criteria and counts(mark, answer(evidence, name)) and credit(criteria[name], mark) is not None
    }


def lay_over(report: Report, assignment: Assignment, evidence: Evidence, marks: Mapping[str, Mark]) -> Report:
    """The report with every mark of a person in it."""
    if not marks:
        return report
    criteria = {criterion.id: criterion for criterion in assignment.criteria}
    rows = {
        row.id: _marked(row, criteria[row.id], marks[row.id], answer(evidence, row.id))
        for row in report.criteria
        if row.id in marks
    }
    return again(report, rows)


def _marked(row: CriterionReport, criterion: Criterion, mark: Mark, text: str | None) -> CriterionReport:
    if not counts(mark, text):
        conflict = f"a mark of {mark.when[:10] or 'an earlier day'} was given to another answer and does not count here"
        return replace(row, detail="\n".join(filter(None, [row.detail, conflict])))
    share = credit(criterion, mark)
    if share is None:
        said = (
            f"a mark of {mark.when[:10] or 'an earlier day'} was given by key points, which the criterion has no more"
        )
        return replace(row, detail="\n".join(filter(None, [row.detail, said])))
    status = Status.PASSED if share == 1 else Status.PARTIAL if share else Status.FAILED
    parts = tuple(replace(part, status=status, finding="") for part in row.parts)
    given = f"marked by {mark.by or 'a person'}" + (f" on {mark.when[:10]}" if mark.when else "")
    return replace(
        row,
        credit=share,
        score=row.points * share,
        status=status,
        finding=_finding(criterion, mark),
        detail="\n".join(filter(None, [row.detail, given])),
        parts=parts,
        own_result=None,  # a person's mark follows from nothing but the person
    )


def credit(criterion: Criterion, mark: Mark) -> Fraction | None:
    """The share that a mark comes to; None where it was given by key points and the criterion has none now."""
    if mark.credit is not None:
        return mark.credit
    judged: Any = criterion.judge
    if not hasattr(judged, "points"):
        return None
    share: Fraction = judged.credit(frozenset(mark.met), mark.fatal)
    return share


def _finding(criterion: Criterion, mark: Mark) -> str:
    """Which key points were met and which were not, and what the person wrote."""
    points = getattr(criterion.judge, "points", ())
    met = [point.say for point in points if point.id in mark.met]
    open_ = [point.say for point in points if point.id not in mark.met]
    said = [mark.comment]
    if met and mark.credit is None:
        said.append("Said: " + " ".join(met))
    if open_ and mark.credit is None:
        said.append("Not said: " + " ".join(open_))
    if mark.fatal:
        said.append("One statement is wrong in a way that costs the whole answer.")
    return " ".join(filter(None, said))


def _entry(mark: Mark) -> dict[str, Any]:
    entry: dict[str, Any] = {"answer": mark.answer, "met": list(mark.met), "fatal": mark.fatal}
    if mark.credit is not None:
        entry["credit"] = str(mark.credit)
    return {**entry, "comment": mark.comment, "by": mark.by, "when": mark.when}


def _mark(entry: Mapping[str, Any]) -> Mark:
    credit = entry.get("credit")
    return Mark(
        answer=entry["answer"],
        met=tuple(entry["met"]),
        fatal=entry["fatal"],
        credit=None if credit is None else Fraction(credit),
        comment=entry["comment"],
        by=entry["by"],
        when=entry["when"],
    )
