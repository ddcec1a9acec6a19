"""Every mark that was ever given: when, by whom, by which version of the assignment, and why.

One JSON line per mark in reports/NAME/history.jsonl, only ever appended to. A line is written by one call, so a killed
run leaves at worst a torn last one; the next writer ends it, readers pass over it, and because a mark is noted whenever
it differs from the last one noted, the next run writes again what was lost. The same mark is not noted twice.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from grader.digests import of_texts
from grader.model import CriterionReport, Report

FILE = "history.jsonl"
SCHEMA = "grader.history/1"
FOUND = "found"  # how a mark came that was given before there was a history
ABOUT = ("schema", "submission", "when", "by", "with", "because", "version", "how", "why")  # the rest is the mark


def now() -> str:
    """The time on this machine's clock, with its zone."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def who() -> str:
    """The account that types the command."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name, as in some containers
        return f"account {os.getuid()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is the same for every mark of one run."""

    command: str  # "grade", "regrade"
    version: str = ""  # of the assignment, as grader.versions names it
    reference: str = ""  # digest of reference/
    because: str = ""
    by: str = field(default_factory=who)
    clock: Callable[[], str] = now


class Ledger:
    """The history of one assignment's marks, open for appending."""

    def __init__(self, folder: Path, note: Note) -> None:
        self._path = folder / FILE
        self._note = note
        self._last: dict[str, tuple[str, str]] | None = None  # hand-in → identity and standing of what was noted last

    def record(self, report: Report, how: str, why: Sequence[str] = (), given: Mapping[str, str] | None = None) -> bool:
        """Note a mark unless it is the one that was noted last; `given` names who decided a criterion by hand."""
        return self.append(report.submission, mark_of(report, self._note.reference, given or {}), how, why)

    def append(self, submission: str, mark: Mapping[str, Any], how: str, why: Sequence[str] = ()) -> bool:
        """The same for a mark in the form it has in the file."""
        name = identity(mark)
        if self._noted().get(submission, ("",))[0] == name:
            return False
        entry = {
            "schema": SCHEMA,
            "submission": submission,
            "when": self._note.clock(),
            "by": self._note.by,
            "with": self._note.command,
            **({"because": self._note.because} if self._note.because else {}),
            "version": self._note.version,
            "how": how,
            **({"why": list(why)} if why else {}),
            **mark,
        }
        _write(self._path, json.dumps(entry) + "\n")
        self._noted()[submission] = name, standing(mark)
        return True

    def knows(self, submission: str) -> bool:
        """Whether any mark of this hand-in was noted."""
        return submission in self._noted()

    def lacks(self, report: Report) -> bool:
        """Whether the mark in a report is not the one that was noted last: a run was cut off between the two."""
        return self._noted().get(report.submission, ("", ""))[1] != standing(mark_of(report, "", {}))

    def _noted(self) -> dict[str, tuple[str, str]]:
        if self._last is None:
            self._last = {entry["submission"]: (identity(entry), standing(entry)) for entry in entries(self._path)}
        return self._last


def mark_of(report: Report, reference: str, given: Mapping[str, str]) -> dict[str, Any]:
    """A mark, down to every criterion, in exact fractions."""
    return {
        "assignment": report.digest,
        "reference": reference[:16],
        "files": of_texts(*(f"{name} {digest}" for name, digest in sorted(report.files.items())))[:16],
        "score": str(report.score),
        "points": str(report.points),
        "status": report.status.value,
        **({"adjustments": [line.sentence for line in report.adjustments]} if report.adjustments else {}),
        "criteria": {row.id: _criterion(row, given.get(row.id)) for row in report.criteria},
    }


def _criterion(row: CriterionReport, by: str | None) -> dict[str, Any]:
    entry: dict[str, Any] = {"score": str(row.score), "points": str(row.points), "status": row.status.value}
    if row.mistake:
        entry["mistake"] = row.mistake
    return {**entry, "by": by} if by else entry


def identity(entry: Mapping[str, Any]) -> str:
    """What two entries share when they are the same mark."""
    return of_texts(json.dumps({key: value for key, value in sorted(entry.items()) if key not in ABOUT}))


def standing(entry: Mapping[str, Any]) -> str:
    """What two entries share when they give the same to the same files, whoever decided it and by which reference."""
    criteria = {
        name: {key: value for key, value in row.items() if key != "by"} for name, row in entry["criteria"].items()
    }
    return identity({**{key: value for key, value in entry.items() if key != "reference"}, "criteria": criteria})


def entries(path: Path) -> Iterator[dict[str, Any]]:
    """The marks in the order they were given, as far as the file can be read."""
    with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
        for line in file:
            entry = _entry(line)
            if entry is not None:
                yield entry


def positions(path: Path, end: int) -> dict[str, int]:
    """Where the mark stands that each hand-in had when the file was so long, as a place to read it from.

    A mark that was found without a history was noted later than it was given, so it counts wherever it stands.
    """
    found: dict[str, int] = {}
    start = 0
    with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
        for line in file:
            entry = _entry(line)
            if entry is not None and (start < end or (entry["how"] == FOUND and entry["submission"] not in found)):
                found[entry["submission"]] = start
            start += len(line)
    return found


def at(path: Path, start: int) -> dict[str, Any] | None:
    """The mark that stands at a place."""
    with path.open("rb") as file:
        file.seek(start)
        return _entry(file.readline())


def of(path: Path, submission: str) -> list[dict[str, Any]]:
    """The marks of one hand-in."""
    return [entry for entry in entries(path) if entry["submission"] == submission]


def _entry(line: bytes) -> dict[str, Any] | None:
    """A line as it was written; None for one that was torn."""
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    known = isinstance(entry, dict) and entry.get("schema") == SCHEMA and isinstance(entry.get("criteria"), dict)
    return entry if known and all(isinstance(row, dict) for row in entry["criteria"].values()) else None


def _write(path: Path, line: str) -> None:
    """Append whole lines by one call; what a killed writer left without an end gets one first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        size = os.fstat(descriptor).st_size
        torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
        os.write(descriptor, (b"\n" if torn else b"") + line.encode())
    finally:
        os.close(descriptor)
