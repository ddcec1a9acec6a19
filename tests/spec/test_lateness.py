"""`due:` and `late:`: what they mean, and what is said about those that mean nothing."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from grader import spec
from grader.errors import SpecError
from grader.model import Deduction, Late, Span
from grader.spec import lateness
from grader.spec.emit import emit
from tests import courses


def read(*lines):
    """The tiny assignment with these lines after its seed."""
    text = courses.SPEC.replace("seed: 7\n", "seed: 7\n" + "".join(f"{line}\n" for line in lines))
    return spec.parse(text.encode(), "tiny.yaml")


def fault(*lines):
    with pytest.raises(SpecError) as found:
        read(*lines)
    (one,) = found.value.faults
    return str(one)


def test_everything_that_can_be_said():
    found = read(
        "due: {at: 2026-11-20T18:00, zone: Europe/Berlin}",
        "late: {deduct: {percent: 12.5, of: earned}, per: hour, started: exact, grace_minutes: 15,",
        "       at_most: {points: 1/2}, cut_off: {days: 7, hours: 3}}",
    )

    assert datetime(2026, 11, 20, 17, tzinfo=UTC) == found.due
    assert "Europe/Berlin" == str(found.due.tzinfo)
    assert (
        Late(
            deduct=Deduction(Fraction(1, 8), "earned"),
            per="hour",
            started="exact",
            grace=timedelta(minutes=15),
            at_most=Deduction(Fraction(1, 2), "points"),
            cut_off=Span(days=7, hours=3),
        )
        == found.late
    )


def test_the_least_that_can_be_said():
    assert Late(deduct=Deduction(Fraction(1, 10), "maximum")) == read("late: {deduct: {percent: 10}}").late
    assert (None, None) == (read().due, read().late)


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("due: {at: 2026-11-20T18:00+01:00}", datetime(2026, 11, 20, 17, tzinfo=UTC)),
        ("due: {at: 2026-11-20 18:00:59Z}", datetime(2026, 11, 20, 18, 0, 59, tzinfo=UTC)),
        ("due: {at: 2026-11-20T17:00Z, zone: Europe/Berlin}", datetime(2026, 11, 20, 17, tzinfo=UTC)),
        # an hour that comes twice, and one that does not come at all: the later moment, to nobody's harm
        ("due: {at: 2026-10-25T02:30, zone: Europe/Berlin}", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ("due: {at: 2026-03-29T02:30, zone: Europe/Berlin}", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
    ],
)
def test_when_that_is(line, moment):
    assert moment == read(line).due.astimezone(UTC)


FAULTS = [
    ("due: 2026-11-20", "tiny.yaml:4:6: `due` is '2026-11-20', expected a mapping of at, zone"),
    ("due: {zone: UTC}", "tiny.yaml:4:6: `due` has no `at`, expected date and time of day, such as 2026-11-20T18:00"),
    (
        "due: {at: 2026-11-20, zone: UTC}",
        "tiny.yaml:4:11: `due.at` is '2026-11-20', expected a date and a time of day, such as 2026-11-20T18:00",
    ),
    (
        "due: {at: 2026-02-30T18:00, zone: UTC}",
        "tiny.yaml:4:11: `due.at` is '2026-02-30T18:00', which is no day or no time of any day, expected one such as "
        "2026-11-20T18:00",
    ),
    (
        "due: {at: 2026-11-20T18:00}",
        "tiny.yaml:4:11: `due.at` is '2026-11-20T18:00', which is another moment in every zone; add `zone`, such as "
        "Europe/Berlin, or an offset",
    ),
    (
        "due: {at: 2026-11-20T18:00, zone: Europe/Berln}",
        "tiny.yaml:4:35: there is no time zone 'Europe/Berln', did you mean Europe/Berlin?",
    ),
    (
        "due: {at: 2026-11-20T18:00, zone: '../../etc/passwd'}",
        "tiny.yaml:4:35: there is no time zone '../../etc/passwd', expected a name such as Europe/Berlin",
    ),
    (
        "due: {at: 2026-11-20T18:00, zone: Europe}",
        "tiny.yaml:4:35: there is no time zone 'Europe', did you mean Europe/",
    ),
    ("late: 10", "tiny.yaml:4:7: `late` is 10, expected a mapping of deduct, per, started, grace_minutes, at_most, "),
    ("late: {per: day}", "tiny.yaml:4:7: `late` has no `deduct`, expected for every day or hour: {percent: 10} or "),
    (
        "late: {deduct: {}}",
        "tiny.yaml:4:16: `deduct` is neither points nor percent, expected one of {points: 2} and {percent: 10}",
    ),
    (
        "late: {deduct: {points: 1, percent: 10}}",
        "tiny.yaml:4:16: `deduct` is both points and percent, expected one of {points: 2} and {percent: 10}",
    ),
    (
        "late: {deduct: {of: earned}}",
        "tiny.yaml:4:16: `deduct` is neither points nor percent, expected one of {points: 2} and {percent: 10}",
    ),
    (
        "late: {deduct: {points: 1, of: earned}}",
        "tiny.yaml:4:16: `deduct` has points and `of: earned`, which belongs to a percentage; leave one out",
    ),
    (
        "late: {deduct: {percent: 110}}",
        "tiny.yaml:4:26: `percent` is 110, expected a percentage above 0, up to 100",
    ),
    ("late: {deduct: {percent: 10}, per: week}", "tiny.yaml:4:36: `per` is 'week', expected one of day, hour"),
    (
        "late: {deduct: {percent: 10}, cut_off: {weeks: 1}}",
        "tiny.yaml:4:41: unknown key `weeks` in `cut_off`, expected days, hours",
    ),
    (
        "late: {deduct: {percent: 10}, at_most: 50}",
        "tiny.yaml:4:40: `at_most` is 50, expected a mapping of points, percent, of",
    ),
    (
        "late: {deduct: {percent: 10}, grace_minutes: -1}",
        "tiny.yaml:4:46: `grace_minutes` is -1, expected 0 or more",
    ),
]


@pytest.mark.parametrize(("line", "said"), FAULTS)
def test_a_fault_is_a_sentence_at_its_place(line, said):
    assert fault(line).startswith(said)


WRITTEN = [
    "due: {at: 2026-11-20T18:00, zone: Europe/Berlin}",
    "due: {at: 2026-10-25T02:30, zone: Europe/Berlin}",
    "due: {at: 2026-11-20T18:00:30+01:00}",
    "late: {deduct: {percent: 10}}",
    "late: {deduct: {percent: 100/3, of: earned}, per: hour, started: ignored, grace_minutes: 15}",
    "late: {deduct: {points: 1}, at_most: {points: 1/3}}",
    "late: {deduct: {points: 2}, started: exact, cut_off: {days: 7, hours: 1}}",
]


@pytest.mark.parametrize("line", WRITTEN)
def test_what_is_written_for_an_edition_is_read_again(line):
    found = read(line)
    again = read(*emit(lateness.written(found.due, found.late)).splitlines())

    assert (found.due, found.late) == (again.due, again.late)
    assert found.due is None or found.due.astimezone(UTC) == again.due.astimezone(UTC)
