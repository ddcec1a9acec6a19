"""submission_metadata.yml of an *Export submissions* zip: whose each folder is, and when it was handed in.

Gradescope writes Ruby's symbols (`:submitters:`), nanoseconds, and student ids that look like numbers. It is read as
text alone: no number, date or word means anything before it is asked for, so `:sid: 0312` keeps its zero. Some entries
have no history, no results, no submitters; the top folder may be gone, and a Mac may have added its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

import yaml  # noqa: TID251 -- as text alone, by the loader that resolves nothing

from grader.errors import RequestError
from grader.intake.exports import Export
from grader.lms._moments import NOTHING, moment

NAME = "submission_metadata.yml"
ONLINE = re.compile(r"[^/]*\.pdf", re.IGNORECASE)  # the key of a submission that is a scan, not code
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitter:
    name: str
    email: str
    sid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One submission: the one that counts of somebody, or of a group."""

    key: str  # the name of its folder
    submitters: tuple[Submitter, ...]
    created_at: datetime | None
    earlier: int  # submissions before this one
    newer: bool  # there is one after this one that does not count

    @property
    def id(self) -> str:
        """Gradescope's number of the submission."""
        return self.key.removeprefix("submission_")


@dataclass(frozen=True, slots=True)
class Listing:
    """The metadata, and where in the zip they and the folders lie."""

    folder: str  # "assignment_1_export/", or nothing
    entries: tuple[Entry, ...]

    def files(self, export: Export, entry: Entry) -> dict[str, str]:
        """The files of a submission: path in its folder → name in the zip."""
        start = f"{self.folder}{entry.key}/"
        return {name.removeprefix(start): name for name in export.names if name.startswith(start)}

    def strangers(self, export: Export) -> list[str]:
        """Folders that no entry speaks of."""
        known = {entry.key for entry in self.entries}
        inside = (PurePosixPath(name.removeprefix(self.folder)).parts for name in export.names)
        return sorted({parts[0] for parts in inside if len(parts) > 1} - known)


def read(export: Export) -> Listing:
    """The listing, wherever it stands; RequestError where there is none or it cannot be read."""
    found = [name for name in export.names if PurePosixPath(name).name == NAME]
    if not found:
        lost = f" ({'; '.join(export.left_out[:3])})" if export.left_out else ""
        raise RequestError(
            f"{export.path} holds no {NAME}{lost}; on Gradescope, open the assignment's Review Grades and choose "
            "Export Submissions"
        )
    name = min(found, key=lambda one: (one.count("/"), one))  # a student may have handed in a file of that name
    try:
        document = yaml.load(export.read(name), _LOADER)  # noqa: S506 -- it builds nothing but text, lists and maps
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise RequestError(f"{export.path}: {name} cannot be read ({_one_line(error)}); export again") from None
    if not isinstance(document, dict):
        raise RequestError(f"{export.path}: {name} lists no submissions; export again")
    return Listing(name.removesuffix(NAME), tuple(_entries(document, f"{export.path}: {name}")))


def _entries(document: Mapping[Any, Any], where: str) -> Iterator[Entry]:
    for key, value in document.items():
        if not isinstance(key, str) or not isinstance(value, dict) or key in ("", ".", "..") or "/" in key:
            raise RequestError(f"{where}: the entry {str(key)[:80]!r} is not one of a submission; export again")
        yield _entry(key, value, f"{where}: {key}")


def _entry(key: str, value: Mapping[str, Any], where: str) -> Entry:
    created = _moment(value.get(":created_at"), where)
    times = [_moment(old.get(":created_at"), where) for old in _maps(value, ":history") if old.get(":id") != _id(key)]
    dated = [when for when in times if when is not None]
    return Entry(
        key=key,
        submitters=tuple(
            Submitter(name=_text(one, ":name"), email=_text(one, ":email"), sid=_text(one, ":sid"))
            for one in _maps(value, ":submitters")
        ),
        created_at=created,
        earlier=sum(created is not None and when < created for when in dated),
        newer=any(created is not None and when > created for when in dated),
    )


def _id(key: str) -> str:
    return key.removeprefix("submission_")


def _moment(value: Any, where: str) -> datetime | None:
    try:
        return moment(value) if isinstance(value, str) else None
    except ValueError as error:
        raise RequestError(f"{where}: `:created_at` is {error}") from None


def _maps(value: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = value.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _text(value: Mapping[str, Any], key: str) -> str:
    found = value.get(key)
    return "" if not isinstance(found, str) or found.strip() in NOTHING else found.strip()


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
