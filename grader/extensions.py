"""rosters/extensions.yaml or rosters/extensions.csv: who got more time, for which assignment, and why.

    weight-decay:
      - {id: ann@example.edu, until: 2026-11-23T18:00, reason: illness}
      - {id: "sis:007", days: 3}

As CSV the columns are assignment, id, until, days, hours, reason. An id is any that stands in the roster.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import Fault, RequestError, SpecError
from grader.model import Span
from grader.spec.compose import Map, Seq, describe
from grader.spec.compose import read as read_yaml
from grader.spec.scalars import Padded

KEYS = ("id", "until", "days", "hours", "reason")
COLUMNS = ("assignment", *KEYS)
MOST = 9999  # days or hours; calendars end in the year 9999


@dataclass(frozen=True, slots=True)
class Extension:
    """More time for one person."""

    where: str  # file and line
    id: str
    until: str = ""  # a moment, or
    span: Span | None = None  # so much after the due time
    reason: str = ""


def of(folder: Path, assignment: str) -> tuple[Extension, ...]:
    """The extensions for an assignment in the order of the file; none where there is no file."""
    path = _file(folder)
    if path is None:
        return ()
    read = _of_yaml if path.suffix == ".yaml" else _of_csv
    return tuple(read(path, assignment))


def assignments(folder: Path) -> dict[str, str]:
    """The assignments that the file names, each with the place where it stands first."""
    path = _file(folder)
    if path is None:
        return {}
    if path.suffix == ".yaml":
        raw = read_yaml(path.read_bytes(), str(path))
        return {name: f"{path}:{raw.keys_at[name][0]}" for name in raw}
    found: dict[str, str] = {}
    for where, row in _rows(path):
        found.setdefault(row["assignment"].strip(), where)
    return found


def _file(folder: Path) -> Path | None:
    found = [path for path in (folder / "extensions.yaml", folder / "extensions.csv") if path.is_file()]
    if len(found) > 1:
        raise RequestError(f"there are both {found[0]} and {found[1]}; expected one of them")
    return found[0] if found else None


def _of_yaml(path: Path, assignment: str) -> Iterator[Extension]:
    raw, file = read_yaml(path.read_bytes(), str(path)), str(path)
    rows = raw.get(assignment)
    if rows is None:
        return
    if not isinstance(rows, Seq):
        at = raw.values_at[assignment]
        raise SpecError([Fault(file, *at, f"`{assignment}` is {describe(rows)}, expected a list")])
    for row, at in zip(rows, rows.items_at, strict=True):
        if not isinstance(row, Map):
            raise SpecError([Fault(file, *at, f"found {describe(row)}, expected a mapping of {', '.join(KEYS)}")])
        for key, value in row.items():
            if key not in KEYS:
                raise SpecError([Fault(file, *row.keys_at[key], f"unknown key `{key}`, expected {', '.join(KEYS)}")])
            if isinstance(value, (Padded, float, bool, list, dict)):
                said = f"`{key}` is {describe(value)}, expected text or a plain whole number; put it in quotes"
                raise SpecError([Fault(file, *row.values_at[key], said)])
        yield _extension(f"{file}:{at[0]}", {key: "" if value is None else str(value) for key, value in row.items()})


def _of_csv(path: Path, assignment: str) -> Iterator[Extension]:
    for where, row in _rows(path):
        if row["assignment"].strip() == assignment:
            yield _extension(where, row)


def _rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a CSV file, each with its place."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RequestError(f"{path} is not UTF-8; save it as UTF-8") from None
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restkey="", restval="")
    unknown = [name for name in rows.fieldnames or () if name not in COLUMNS]
    if unknown or "id" not in (rows.fieldnames or ()) or "assignment" not in (rows.fieldnames or ()):
        found = ", ".join(map(repr, rows.fieldnames or ()))
        raise RequestError(f"{path}: the columns are {found or 'none'}, expected {', '.join(COLUMNS)}")
    for row in rows:
        yield f"{path}:{rows.line_num}", row


def _extension(where: str, row: Mapping[str, Any]) -> Extension:
    said = {key: str(row.get(key) or "").strip() for key in KEYS}
    if not said["id"]:
        raise RequestError(f"{where}: an extension without an id; expected whose it is")
    if bool(said["until"]) == bool(said["days"] or said["hours"]):
        raise RequestError(f"{where}: expected either `until` or `days` and `hours` for {said['id']!r}")
    for key in ("days", "hours"):
        if said[key] and not said[key].isdecimal():
            raise RequestError(f"{where}: `{key}` is {said[key]!r}, expected a whole number")
        if said[key] and int(said[key]) > MOST:
            raise RequestError(f"{where}: `{key}` is {said[key]!r}, expected at most {MOST}")
    span = None if said["until"] else Span(days=int(said["days"] or 0), hours=int(said["hours"] or 0))
    return Extension(where, said["id"], said["until"], span, said["reason"])
