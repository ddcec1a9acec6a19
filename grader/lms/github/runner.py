"""A runner's result as GitHub Classroom's actions hand it on: JSON in base64, in the step's output `result`.

The reporter adds up `tests[].score` and prints the messages into the log, where a line that begins with `::`, and `##[`
anywhere, would be a command to GitHub: both are made text. `tests` is an array in any case, or the reporter dies.
"""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any

from grader.lms import _results
from grader.lms._results import Row
from grader.model import Report, Status, Visibility
from grader.reports._numbers import number
from grader.reports._text import clean

CAP = 2_000  # bytes of one message; all of them pass through one line of a file and an environment variable
LARGEST = 96_000  # bytes in base64; Linux takes 128 KiB in one variable
_COMMAND = re.compile(r"^(?=\s*::)", re.MULTILINE)


def document(report: Report, hidden: Visibility) -> dict[str, Any]:
    """The result of a run; a criterion that waits for a person is worth points and is no test yet."""
    rows = [row for row in _results.rows(report, hidden) if row.score is not None]
    passed = all(row.status is Status.PASSED for row in rows)
    scores = _results.spread([row.score for row in rows if row.score is not None])
    return {
        "version": 1,
        "status": "pass" if passed else "fail",
        "max_score": number(report.points),
        "tests": [_test(row, score) for row, score in zip(rows, scores, strict=True)],
    }


def failed() -> dict[str, Any]:
    """The result of a run that gave no mark: worth nothing, so that it does not count as a zero."""
    return {"version": 1, "status": "error", "max_score": 0, "tests": []}


def encoded(document: dict[str, Any]) -> str:
    """The document in base64, its messages cut as far as it takes to pass through the environment."""
    packed = ""
    for cap in (CAP, 400, 80):
        tests = [
            {**test, "message": test["message"] and _results.capped(test["message"], cap)} for test in document["tests"]
        ]
        packed = base64.b64encode(json.dumps({**document, "tests": tests}, allow_nan=False).encode()).decode()
        if len(packed) <= LARGEST:
            break
    return packed


def put(name: str, value: str, path: Path) -> None:
    """Add an output to the file that $GITHUB_OUTPUT names."""
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{name}={value}\n")


def inert(text: str) -> str:
    r"""Text in which GitHub finds no command.

    >>> inert("fine\n ::error::you lost\n##[group]x")
    'fine\n| ::error::you lost\n## [group]x'
    """
    return _COMMAND.sub("|", clean(text)).replace("##[", "## [")


def _test(row: Row, score: float) -> dict[str, Any]:
    passed = row.status is Status.PASSED
    return {
        "name": inert(row.name),
        "status": "pass" if passed else "fail",
        "score": score,
        "message": None if passed else inert(row.said.plain) or row.status.value,
        "test_code": f"grader: {row.id}",
        "filename": "",
        "line_no": 0,
        "duration": 0,
    }
