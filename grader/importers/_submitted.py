"""nbgrader's tree of hand-ins: whose they are, when they came, and where they differ from what was given out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from grader.errors import RequestError
from grader.importers import _marks, _notebooks
from grader.importers._draft import HandIn
from grader.importers._marks import Odd
from grader.importers._notebooks import Notebook
from grader.importers._settings import Settings
from grader.importers._solutions import Unpaired
from grader.importers._sources import notebooks, opened, stem

STAMP = "timestamp.txt"
_WHEN = re.compile(r"\s*(\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(\S+)?\s*")


def read(folder: Path, name: str, books: Mapping[str, Notebook], settings: Settings) -> Iterator[HandIn]:
    """The hand-ins of an assignment below `submitted/`, by student."""
    for place in sorted(path for path in folder.iterdir() if not path.name.startswith(".")) if folder.is_dir() else []:
        if (place / name).is_dir():
            yield _one(place.name, place / name, books, settings)


def _one(student: str, folder: Path, books: Mapping[str, Notebook], settings: Settings) -> HandIn:
    files, left_out = opened(folder)
    notes = list(left_out)
    when = None
    if STAMP in files:
        text = _notebooks.text_of(files[STAMP])
        when = moment(text)
        notes += [] if when else [f"its {STAMP} says {text.strip()[:60]!r}, which is no time that can be read"]
    kept = {path: data for path, data in files.items() if path != STAMP}
    own = {stem(path): path for path in notebooks(kept)}
    for given, book in books.items():
        if given not in own:
            notes.append(f"there is no {given}.ipynb")
            continue
        try:
            notes += _changes(book, _notebooks.read(kept[own[given]], own[given]), settings)
        except RequestError as error:
            notes.append(str(error))
    return HandIn(student=student, files=kept, submitted_at=when, notes=tuple(notes))


def _changes(given: Notebook, mine: Notebook, settings: Settings) -> Iterator[str]:
    """Read-only cells that a student changed or took away; nbgrader puts them back, and nothing does so here."""
    found: dict[str, str] = {}
    for cell in mine.cells:
        name = cell.marks(_marks.KEY).get("grade_id")
        if isinstance(name, str):
            found[name] = cell.source
    for cell in given.cells:
        try:
            mark = _marks.mark(cell)
            source = settings.scheme.cut(settings.hidden.cut(cell.source)[0])[0]
        except (Odd, Unpaired):
            continue
        if mark is None or mark.kind not in ("tests", "read-only"):
            continue
        if mark.id not in found:
            what = "runs at its end" if mark.kind == "tests" else "is missing"
            yield f"the cell {mark.id!r} was taken away and {what}"
        elif mark.kind == "read-only" and cell.kind == "code" and found[mark.id].strip() != source.strip():
            yield f"the read-only cell {mark.id!r} was changed and runs as it is now"


def moment(text: str) -> datetime | None:
    """The time in a timestamp.txt: date, time, and the name or offset of a zone; without one, UTC.

    >>> moment("2015-02-01 09:28:58.749302 America/Los_Angeles").isoformat()
    '2015-02-01T09:28:58.749302-08:00'
    >>> moment("2015-02-01 09:28:58 +0200").isoformat(), moment("soon")
    ('2015-02-01T09:28:58+02:00', None)
    """
    found = _WHEN.fullmatch(text)
    if found is None:
        return None
    try:
        when = datetime.fromisoformat(found[1])
        zone = found[2] or "UTC"
        if re.fullmatch(r"[+-]\d\d:?\d\d", zone):
            return datetime.fromisoformat(f"{when.isoformat()}{zone[:3]}:{zone[-2:]}")
        return when.replace(tzinfo=UTC if zone in ("UTC", "Z") else ZoneInfo(zone))
    except (ValueError, OSError, LookupError):
        return None
