"""What a student sees of a results.json, and when: by Gradescope's own rules, before anything is uploaded."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from grader.errors import RequestError
from grader.lms.gradescope.results import WORDS
from grader.model import Visibility
from grader.reports._text import clean, one_line

SHOWN = {
    "now": {Visibility.VISIBLE},
    "due": {Visibility.VISIBLE, Visibility.AFTER_DUE},
    "published": {Visibility.VISIBLE, Visibility.AFTER_DUE, Visibility.AFTER_PUBLISHED},
    "staff": set(Visibility),
}


def read(path: Path) -> dict[str, Any]:
    """A results.json; RequestError where it is none."""
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise RequestError(f"{path} cannot be read ({error}); name a results.json") from None
    tests = document.get("tests") if isinstance(document, dict) else None
    if not isinstance(tests, list) or not all(isinstance(test, dict) for test in tests):
        raise RequestError(f"{path} holds no list of tests; name a results.json")
    return dict(document)


def lines(document: Mapping[str, Any], when: str) -> Iterator[str]:
    """The page as text; Markdown stays as it is written."""
    allowed = {WORDS[one] for one in SHOWN[when]}
    tests = document["tests"]
    seen = [test for test in tests if test.get("visibility", "visible") in allowed]
    yield _total(document, tests) if len(seen) == len(tests) else "total: not shown, because some tests are not"
    yield from _indented(document.get("output", ""))
    for test in seen:
        score = f"{test['score']:g} / {test['max_score']:g}" if "score" in test else "no points"
        status = f", {test['status']}" if "status" in test else ""
        yield ""
        yield f"{test.get('number', '')} {one_line(str(test.get('name', '')))} ({score}{status})".strip()
        yield from _indented(test.get("output", ""))


def _total(document: Mapping[str, Any], tests: list[dict[str, Any]]) -> str:
    most = sum(test.get("max_score", 0) for test in tests)
    return f"total: {document['score']:g} / {most:g}" if "score" in document else "total: none was given"


def _indented(text: Any) -> Iterator[str]:
    return (f"    {line}" for line in clean(str(text)).splitlines())
