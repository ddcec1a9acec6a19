"""results.json: what Gradescope shows and counts.

A test per criterion carries its points; tests without points are remarks that may be read sooner. The top `score` is
always given where there is one: Gradescope would otherwise add up numbers that were rounded one by one. A run that
failed through us has no score, or the one before: a zero would be a mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader.lms import _results
from grader.lms._fitting import fitted
from grader.lms._results import Row
from grader.model import Report, Status, Visibility
from grader.reports import markdown
from grader.reports._files import write_bytes_atomically
from grader.reports._numbers import number
from grader.reports._text import clean
from grader.reports._words import adjusting

WORDS = {
    Visibility.VISIBLE: "visible",
    Visibility.AFTER_DUE: "after_due_date",
    Visibility.AFTER_PUBLISHED: "after_published",
    Visibility.HIDDEN: "hidden",
}
LARGEST = 2**20  # bytes of the whole file; Gradescope takes a few times as much

STARTED = (
    "Grading began and did not come to its end: it was stopped from outside, most likely by Gradescope's time limit. "
    "This is no mark. Hand in again; if it happens again, tell your instructor."
)


def graded(report: Report, hidden: Visibility) -> dict[str, Any]:
    """The document about a report; `hidden` says when students see what the assignment hides."""
    rows = _results.rows(report, hidden)
    tests = [_counted(adjusting(report), rows)] if adjusting(report) else []
    for row in rows:
        tests += [_test(row), *map(_test, row.remarks)]
    decided = any(row.status is not Status.UNDECIDED for row in report.criteria)
    return {
        **({"score": number(report.score)} if decided else {}),
        **_around(_results.summary(report, points=False).markdown),
        "tests": tests,
        "extra_data": _extra(report),
    }


def not_run(why: str, previous: Fraction | None = None) -> dict[str, Any]:
    """The document of a run that gave no mark; the score of the run before is kept, where there was one."""
    kept = "" if previous is None else " Your score is the one of your submission before this one."
    said = f"{why} No mark was lost.{kept}"
    return {
        **({} if previous is None else {"score": number(previous)}),
        **_around(markdown.said(said)),
        "tests": [],
        "extra_data": {"schema": "grader.gradescope/1", "status": "not run"},
    }


def started() -> dict[str, Any]:
    """The document that stands there while the hand-in is graded, for when nobody comes to replace it."""
    return {**_around(markdown.said(STARTED)), "tests": [], "extra_data": {"schema": "grader.gradescope/1"}}


def render(document: dict[str, Any]) -> bytes:
    """The document in UTF-8, its texts cut as far as it takes to stay below Gradescope's limit."""
    return fitted(document, _cut, LARGEST)


def write(document: dict[str, Any], path: Path) -> None:
    """Put the document in its place, whole or not at all."""
    write_bytes_atomically(path, render(document))


def _around(output: str) -> dict[str, Any]:
    return {
        "output": output,
        "output_format": "md",
        "test_output_format": "md",
        "test_name_format": "text",
        "stdout_visibility": "hidden",  # our log is for staff
    }


def _test(row: Row) -> dict[str, Any]:
    test: dict[str, Any] = {"name": clean(row.name), "number": row.number}
    if row.score is not None:
        test |= {"score": number(row.score), "max_score": number(row.points)}
    if row.status is not Status.UNDECIDED:
        test["status"] = "passed" if row.status is Status.PASSED else "failed"
    return {
        **test,
        "output": row.full.markdown,
        "tags": [row.question, row.status.value],
        "visibility": WORDS[row.visibility],
    }


def _counted(sentences: Sequence[str], rows: Sequence[Row]) -> dict[str, Any]:
    """What lateness costs tells how much was earned, so it is shown when the total is."""
    until = max((row.visibility for row in rows), key=_results.ORDER.index, default=Visibility.VISIBLE)
    return {
        "name": "What counts",
        "number": "0",
        "output": "\n".join(f"- {markdown.said(sentence)}" for sentence in sentences),
        "visibility": WORDS[until],
    }


def _extra(report: Report) -> dict[str, Any]:
    """For the next run, which is given this one's results, and for whoever downloads them."""
    return {
        "schema": "grader.gradescope/1",
        "status": report.status.value,
        "assignment": report.digest,
        "isolation": report.conditions.isolation.level if report.conditions.versions else "",
        "adjustments": [{"kind": line.kind, "points": number(line.points)} for line in report.adjustments],
    }


def _cut(document: dict[str, Any], cap: int) -> dict[str, Any]:
    tests = [{**test, "output": _results.capped(test["output"], cap)} for test in document["tests"]]
    return {**document, "output": _results.capped(document["output"], cap), "tests": tests}
