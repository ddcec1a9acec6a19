"""Times from a list, for a site that cannot be asked: an id of the roster and a moment in each row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, tzinfo
from pathlib import Path

from grader import roster, spec
from grader.errors import RequestError
from grader.lms import _csv
from grader.lms._marks import roster_of, some
from grader.places import Place
from grader.spec.lateness import when

COLUMNS = ("id", "submitted_at")


def read(place: Place, system: str, path: Path) -> Iterator[str]:
    """Put the times of a list into the roster; of a group's members the latest counts."""
    due = spec.load(place.spec).due
    known = roster_of(place, system)
    sheet = _csv.read(path)
    who, at = (sheet.column(name) for name in COLUMNS)
    times: dict[str, datetime] = {}
    for row in sheet.rows:
        meant = known.called(row.cells[who].strip())
        if len(meant) != 1:
            fits = " and ".join(map(str, meant)) or "nobody in the roster"
            raise RequestError(f"{sheet.where(row)}: the id {row.cells[who]!r} fits {fits}; expected one person")
        if meant[0].key in times:
            raise RequestError(f"{sheet.where(row)}: {meant[0]} stands here a second time; expected one time each")
        times[meant[0].key] = _moment(row.cells[at].strip(), due.tzinfo if due else None, sheet.where(row))
    handed = []
    for one in known.handed:
        mine = [times[key] for key in one.people if key in times]
        handed.append(replace(one, submitted_at=max(mine), site={**one.site, "timed": "list"}) if mine else one)
    roster.save(replace(known, handed=tuple(handed)), place.roster)
    without = sorted(one.submission for one in handed if one.submitted_at is None)
    yield f"{len(handed) - len(without)} of {len(handed)} hand-ins have a time"
    if without:
        yield f"without one: {some(without)}"


def _moment(text: str, zone: tzinfo | None, where: str) -> datetime:
    try:
        return when(text, None if zone is None else str(zone))
    except LookupError:
        return datetime.fromisoformat(text).replace(tzinfo=zone)  # the due time has an offset instead of a zone
    except ValueError as error:
        raise RequestError(f"{where}: `submitted_at` is {text!r}, {error}") from None
