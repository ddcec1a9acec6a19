"""submission_metadata.json: who handed in, when, and what is due when; read with distrust.

Gradescope adds keys as it likes, so unknown ones are ignored. What is there and cannot be read is named in `problems`
and left out: grading goes on without it, and nobody is late because a date was garbled.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader.intake import folders

LARGEST = 16 * 2**20  # earlier results stand in it


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """One of those who handed in."""

    id: str = ""
    email: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What Gradescope says about a submission; every part of it may be missing."""

    id: str = ""
    created_at: datetime | None = None
    due: datetime | None = None  # of these people, the latest where they differ
    extended: bool = False  # `due` is later than everybody's, or nobody else has one
    points: Fraction | None = None
    users: tuple[User, ...] = ()
    previous: Fraction | None = None  # the score before, where that run was none of our failures
    problems: tuple[str, ...] = ()


def read(path: Path) -> Metadata:
    """The metadata in a file; never raises for what stands in it."""
    try:
        data = folders.read(path, LARGEST)
        if len(data) > LARGEST:
            raise ValueError(f"it is larger than {LARGEST // 2**20} MiB")
        document = json.loads(data.decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Metadata(problems=(f"{path.name} cannot be read ({reason})",))
    if not isinstance(document, dict):
        return Metadata(problems=(f"{path.name} holds {type(document).__name__}, expected a JSON object",))
    return _Reader(path.name).metadata(document)


class _Reader:
    """Reads one document and collects what it stumbles over."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[str] = []

    def metadata(self, document: Mapping[str, Any]) -> Metadata:
        assignment = self._mapping(document, "assignment")
        users = [user for user in self._list(document, "users") if isinstance(user, dict)]
        general = self._moment(assignment, "due_date")
        due = self._due(general, users)
        return Metadata(
            id=_text(document.get("id")),
            created_at=self._moment(document, "created_at"),
            due=due,
            extended=due is not None and (general is None or due > general),
            points=self._number(assignment, "total_points"),
            users=tuple(
                User(id=_text(user.get("id")), email=_text(user.get("email")), name=_text(user.get("name")))
                for user in users
            ),
            previous=self._previous(document),
            problems=tuple(self.problems),
        )

    def _due(self, general: datetime | None, users: list[dict[str, Any]]) -> datetime | None:
        """The due time of these people: their own where they have one, otherwise everybody's; the latest of a group."""
        own = [self._moment(self._mapping(user, "assignment"), "due_date") or general for user in users]
        return max((when for when in own if when is not None), default=general)

    def _previous(self, document: Mapping[str, Any]) -> Fraction | None:
        """The score of the latest earlier submission on which the autograder did not fail."""
        found: list[tuple[datetime, Fraction]] = []
        for entry in self._list(document, "previous_submissions"):
            if isinstance(entry, dict) and not entry.get("autograder_error"):
                when, score = self._moment(entry, "submission_time"), self._number(entry, "score")
                if when is not None and score is not None:
                    found.append((when, score))
        return max(found)[1] if found else None

    def _mapping(self, document: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value = document.get(key)
        if value is not None and not isinstance(value, dict):
            self._stumble(key, value, "an object")
        return value if isinstance(value, dict) else {}

    def _list(self, document: Mapping[str, Any], key: str) -> list[Any]:
        value = document.get(key)
        if value is not None and not isinstance(value, list):
            self._stumble(key, value, "a list")
        return value if isinstance(value, list) else []

    def _moment(self, document: Mapping[str, Any], key: str) -> datetime | None:
        value = document.get(key)
        if value is None:
            return None
        try:
            when = datetime.fromisoformat(value)
        except (TypeError, ValueError):
            when = None
        if when is None or when.tzinfo is None:
            self._stumble(key, value, "a time with an offset, as in 2026-11-20T18:00:00+01:00")
            return None
        return when

    def _number(self, document: Mapping[str, Any], key: str) -> Fraction | None:
        """A number, which Gradescope writes as text in some places."""
        value = document.get(key)
        if value is None:
            return None
        try:
            return Fraction(repr(float(value)))  # by way of a float, which no exponent makes large
        except (TypeError, ValueError):
            self._stumble(key, value, "a number")
            return None

    def _stumble(self, key: str, value: Any, expected: str) -> None:
        self.problems.append(f"{self.file}: `{key}` is {str(value)[:60]!r}, expected {expected}")


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, (dict, list)) else str(value)
