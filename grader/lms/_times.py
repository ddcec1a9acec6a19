"""Times from a list, for a site that cannot be asked: an id of the roster and a moment in each row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from grader import roster, spec
from grader.errors import RequestError
from grader.lms import _csv
from grader.lms._marks import roster_of, some
from grader.places import Place
from grader.roster import Handed
from grader.spec.lateness import when

COLUMNS = ("id", "submitted_at")
MINUTE = timedelta(minutes=1)


def differs(handed: Handed, at: datetime) -> bool:
    """Whether the site's time is not the one that we know; lists and worksheets may tell minutes only."""
    if handed.submitted_at is None:
        return False
    after = at.astimezone(UTC) - handed.submitted_at.astimezone(UTC)
    return bool(after) if handed.site.get("timed") == "site" else not timedelta(0) <= after < MINUTE


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
        site = {**one.site, "timed": "list"}  # `late` of a download is by a due time that a list does not know
        handed.append(replace(one, submitted_at=max(mine), late=None, site=site) if mine else one)
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
