"""What a late hand-in costs, worked out from when it came and never from now.

Days are those of the calendar in the zone of the due time, so a day in which clocks change has 23 or 25 hours and is
still one day; hours are those of the clock. Within the grace nothing is deducted; beyond it everything counts from the
due time. Every deduction is a line of the report: when the hand-in came, how late that is, which rule, how much.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from grader.model import Adjustment, Deduction, Late, Report, Span
from grader.reports._numbers import decimal
from grader.reports._words import count
from grader.scoring import adjusted

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When one hand-in was due, and when it came."""

    due: datetime  # with a zone
    arrived: datetime
    extended: bool = False  # `due` is later than for the others
    reason: str = ""  # of an extension, for staff


def lay_over(report: Report, policy: Late | None, deadline: Deadline | None) -> Report:
    """The report with what its lateness costs; without a rule or a time it stays as it was earned."""
    if policy is None or deadline is None:
        return adjusted(report, ())
    return adjusted(report, adjustments(report, policy, deadline))


def adjustments(report: Report, policy: Late, deadline: Deadline) -> tuple[Adjustment, ...]:
    """The lines between what was earned and the mark."""
    lines = []
    if deadline.extended:
        until = f"An extension was given until {moment(deadline.due, deadline.due)}."
        lines.append(Adjustment(kind="extension", sentence=until, detail=deadline.reason))
    if _instant(deadline.arrived) > _instant(deadline.due):
        lines.append(_late(report, policy, deadline))
    return tuple(lines)


def _late(report: Report, policy: Late, deadline: Deadline) -> Adjustment:
    due, arrived = deadline.due, deadline.arrived
    after_it = f"{duration(due, arrived, policy.per)} after the due time, {moment(due, due)}"
    came = f"Handed in on {moment(arrived, due)}, {after_it}"
    if _instant(arrived) - _instant(due) <= policy.grace:
        spared = f"{came}. That is within the grace of {_minutes(policy.grace)}; nothing is deducted."
        return Adjustment(kind="grace", sentence=spared)
    if policy.cut_off is not None and _instant(arrived) > _instant(after(due, policy.cut_off)):
        closed = f"{came}. Nothing counts that comes {_span(policy.cut_off)}."
        return Adjustment(kind="cut-off", sentence=closed, points=-report.earned, override=Fraction(0))
    counted = units(due, arrived, policy)
    each, rule = _amount(policy.deduct, report), _rule(policy.deduct, report.points)
    cost = counted * each
    sentence = f"{came}: {_counted(counted, policy)} at {rule} each"
    if policy.at_most is not None and cost > _amount(policy.at_most, report):
        cost = _amount(policy.at_most, report)
        sentence += f", and at most {_rule(policy.at_most, report.points)}"
    if not report.earned:
        cost = Fraction(0)
        sentence += "; nothing was earned, so nothing is deducted."
    elif cost > report.earned:
        cost = report.earned
        sentence += f"; no more than what was earned is deducted, {_points(cost)}."
    else:
        sentence += f"; {_points(cost)} {'is' if cost == 1 else 'are'} deducted."
    return Adjustment(kind="late", sentence=sentence, points=-cost)


def rule(policy: Late, points: Fraction) -> str:
    """What lateness costs, as students read it before they hand in.

    >>> rule(Late(deduct=Deduction(Fraction(1, 10), "maximum")), Fraction(20))
    'Coming late costs 10 % of the 20 points for every started day.'
    """
    unit = {"whole": f"started {policy.per}", "ignored": f"full {policy.per}", "exact": policy.per}[policy.started]
    said = f"Coming late costs {_rule(policy.deduct, points)} for every {unit}"
    if policy.at_most is not None:
        said += f", at most {_rule(policy.at_most, points)}"
    said += "."
    if policy.grace:
        said += f" Up to {_minutes(policy.grace)} costs nothing."
    if policy.cut_off is not None:
        said += f" What comes {_span(policy.cut_off).replace('after it', 'after the due time')} earns nothing."
    return said


def units(due: datetime, arrived: datetime, policy: Late) -> Fraction:
    """How many days or hours count."""
    exact = _days(due, arrived) if policy.per == "day" else _hours(due, arrived)
    if policy.started == "exact":
        return exact
    return Fraction(math.ceil(exact) if policy.started == "whole" else math.floor(exact))


def after(due: datetime, span: Span) -> datetime:
    """So many calendar days later at the same time of day, and then so many hours."""
    return _instant(_on_day(due, span.days)) + timedelta(hours=span.hours)


def _on_day(due: datetime, days: int) -> datetime:
    """So many calendar days later at the same time of day; where that hour comes twice, the later one is meant."""
    if not days:
        return due  # adding nothing would forget which of two such hours it is
    moved = due + timedelta(days=days)
    return max((moved, moved.replace(fold=1)), key=_instant)


def _days(due: datetime, arrived: datetime) -> Fraction:
    """Whole days and the share of the day that has begun."""
    came = _instant(arrived)
    whole = max(0, (came - _instant(due)).days - 1)
    while _instant(_on_day(due, whole + 1)) <= came:
        whole += 1
    begun, ends = _instant(_on_day(due, whole)), _instant(_on_day(due, whole + 1))
    return whole + Fraction((came - begun) // _TICK, (ends - begun) // _TICK)


def _hours(due: datetime, arrived: datetime) -> Fraction:
    return Fraction((_instant(arrived) - _instant(due)) // _TICK, timedelta(hours=1) // _TICK)


_TICK = timedelta(microseconds=1)


def _instant(when: datetime) -> datetime:
    """Two times of one zone are compared by their clocks, which is wrong in the night the clocks change; so in UTC."""
    return when.astimezone(UTC)


def _amount(deduction: Deduction, report: Report) -> Fraction:
    if deduction.of == "points":
        return deduction.amount
    return deduction.amount * (report.points if deduction.of == "maximum" else report.earned)


def _rule(deduction: Deduction, maximum: Fraction) -> str:
    if deduction.of == "points":
        return _points(deduction.amount)
    whole = f"the {_points(maximum)}" if deduction.of == "maximum" else "the points earned"
    return f"{decimal(100 * deduction.amount)} % of {whole}"


def _counted(units: Fraction, policy: Late) -> str:
    if policy.started == "exact":
        return f"{decimal(units)} {policy.per}{'' if units == 1 else 's'}"
    return count(int(units), f"{'started' if policy.started == 'whole' else 'full'} {policy.per}")


def _points(value: Fraction) -> str:
    return f"{decimal(value)} {'point' if value == 1 else 'points'}"


def _span(span: Span) -> str:
    told = [count(number, name) for number, name in ((span.days, "day"), (span.hours, "hour")) if number]
    return f"later than {' and '.join(told)} after it" if told else "after it"


def _minutes(grace: timedelta) -> str:
    return count(int(grace.total_seconds() // 60), "minute")


def duration(due: datetime, arrived: datetime, per: str = "day") -> str:
    """How long after, in the two largest units: days of the calendar, or only hours where hours are counted.

    >>> duration(datetime(2026, 11, 20, 18, tzinfo=UTC), datetime(2026, 11, 21, 19, 30, tzinfo=UTC))
    '1 day and 1 hour'
    """
    days = int(_days(due, arrived)) if per == "day" else 0
    seconds = int((_instant(arrived) - _instant(_on_day(due, days))).total_seconds())
    parts = [
        count(number, name)
        for number, name in (
            (days, "day"),
            (seconds // 3600, "hour"),
            (seconds // 60 % 60, "minute"),
            (seconds % 60, "second"),
        )
        if number
    ]
    return " and ".join(parts[:2]) or "less than a second"


def moment(when: datetime, like: datetime) -> str:
    """A time as the clock of another one's zone shows it.

    >>> moment(datetime(2026, 11, 20, 17, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))
    'Fri 20 Nov 2026, 17:00 UTC'
    """
    shown = when.astimezone(like.tzinfo)
    seconds = f":{shown.second:02d}" if shown.second else ""
    clock = f"{shown.hour:02d}:{shown.minute:02d}{seconds} {shown.tzname()}"
    return f"{DAYS[shown.weekday()]} {shown.day} {MONTHS[shown.month - 1]} {shown.year}, {clock}"
