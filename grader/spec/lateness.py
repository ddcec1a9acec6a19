"""`due:` and `late:`: when hand-ins are due, and what it costs to come later."""

from __future__ import annotations

import difflib
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from grader.model import Deduction, Late, Span
from grader.spec.compose import Map, Place
from grader.spec.desk import Desk
from grader.spec.forms import DeductionForm, DueForm, LateForm, SpanForm

TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")


def due(desk: Desk, raw: Map) -> datetime | None:
    """When hand-ins are due; None where it is not said or not clear, which is noted."""
    if raw.get("due") is None:
        return None
    at = raw.values_at["due"]
    form = desk.take(DueForm, raw["due"], at, "`due`")
    if form is None or not isinstance(raw["due"], Map):
        return None
    places = raw["due"].values_at
    try:
        return when(form.at, form.zone)
    except LookupError as error:
        desk.fault(places.get("zone", at), str(error))
    except ValueError as error:
        desk.fault(places.get("at", at), f"`due.at` is {form.at!r}, {error}")
    return None


def when(text: str, zone: str | None) -> datetime:
    """A moment, with the zone whose calendar counts; ValueError or LookupError with the rest of a sentence otherwise.

    Where clocks go back the later of the two moments is meant, to nobody's harm.

    >>> when("2026-11-20T18:00", "Europe/Berlin").isoformat()
    '2026-11-20T18:00:00+01:00'
    """
    if not TIME.fullmatch(text):
        raise ValueError("expected a date and a time of day, such as 2026-11-20T18:00")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("which is no day or no time of any day, expected one such as 2026-11-20T18:00") from None
    if zone is None and moment.tzinfo is None:
        raise ValueError("which is another moment in every zone; add `zone`, such as Europe/Berlin, or an offset")
    if zone is None:
        return moment
    if moment.tzinfo is not None:
        return moment.astimezone(_zone(zone))
    placed = moment.replace(tzinfo=_zone(zone))
    return max((placed, placed.replace(fold=1)), key=lambda one: one.astimezone(UTC))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # not there, not a name, a folder of zones
        pass
    near = difflib.get_close_matches(name, sorted(available_timezones()), n=1, cutoff=0.5)  # 90 ms, so only now
    hint = f"did you mean {near[0]}?" if near else "expected a name such as Europe/Berlin"
    raise LookupError(f"there is no time zone {name!r}, {hint}")


def late(desk: Desk, raw: Map) -> Late | None:
    """What a late hand-in costs; None where nothing is said."""
    if raw.get("late") is None:
        return None
    found = raw["late"]
    form = desk.take(LateForm, found, raw.values_at["late"], "`late`")
    if form is None or not isinstance(found, Map) or "deduct" not in found:
        return None
    deduct = _deduction(desk, form.deduct, found.values_at["deduct"], "deduct")
    at_most = None
    if form.at_most is not None:
        at_most = _deduction(desk, form.at_most, found.values_at["at_most"], "at_most")
    cut_off = None if form.cut_off is None else _span(desk, form.cut_off, found.values_at["cut_off"])
    if deduct is None:
        return None
    return Late(
        deduct=deduct,
        per=form.per,
        started=form.started,
        grace=timedelta(minutes=form.grace_minutes),
        at_most=at_most,
        cut_off=cut_off,
    )


def _deduction(desk: Desk, raw: Any, at: Place, key: str) -> Deduction | None:
    form = desk.take(DeductionForm, raw, at, f"`{key}`")
    if form is None:
        return None
    if ("points" in raw) == ("percent" in raw):
        found = "both points and percent" if "points" in raw else "neither points nor percent"
        desk.fault(at, f"`{key}` is {found}, expected one of {{points: 2}} and {{percent: 10}}")
        return None
    if form.points is not None:
        if form.of is not None:
            desk.fault(at, f"`{key}` has points and `of: {form.of}`, which belongs to a percentage; leave one out")
        return Deduction(form.points, "points")
    return None if form.percent is None else Deduction(form.percent / 100, form.of or "maximum")


def _span(desk: Desk, raw: Any, at: Place) -> Span | None:
    form = desk.take(SpanForm, raw, at, "`cut_off`")
    return None if form is None else Span(days=form.days, hours=form.hours)


def written(due: datetime | None, late: Late | None) -> dict[str, Any]:
    """The keys from which both are read again, for an edition that others write."""
    made: dict[str, Any] = {}
    if due is not None and isinstance(due.tzinfo, ZoneInfo):
        made["due"] = {"at": due.replace(tzinfo=None).isoformat(), "zone": str(due.tzinfo)}
    elif due is not None:
        made["due"] = {"at": due.isoformat()}
    if late is not None:
        grace = int(late.grace.total_seconds()) // 60
        made["late"] = {
            "deduct": _amount(late.deduct),
            "per": late.per,
            "started": late.started,
            **({"grace_minutes": grace} if grace else {}),
            **({"at_most": _amount(late.at_most)} if late.at_most else {}),
            **({"cut_off": {"days": late.cut_off.days, "hours": late.cut_off.hours}} if late.cut_off else {}),
        }
    return made


def _amount(deduction: Deduction) -> dict[str, Any]:
    if deduction.of == "points":
        return {"points": str(deduction.amount)}
    return {"percent": str(100 * deduction.amount), "of": deduction.of}
