"""What lateness costs: days of the calendar, hours of the clock, and every deduction a line that says why."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import late
from grader.late import Deadline
from grader.model import Adjustment, Deduction, Late, Span
from grader.scoring import adjusted, again
from tests.reports import sample

BERLIN = ZoneInfo("Europe/Berlin")
DUE = datetime(2026, 11, 20, 18, tzinfo=BERLIN)
TENTH = Deduction(Fraction(1, 10), "maximum")


def report(earned=20, points=20):
    """A report on 20 points, so many of them earned."""
    row = sample.criterion(points=points, credit=Fraction(earned, points))
    return sample.report(sample.question(row))


def the_line(policy, arrived, earned=20, due=DUE):
    (line,) = late.adjustments(report(earned), policy, Deadline(due=due, arrived=arrived))
    return line


HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LATENESS = [
    # rule                                    came after          points off   why
    (Late(deduct=TENTH), timedelta(seconds=1), 2, "a started day counts as a whole one"),
    (Late(deduct=TENTH), DAY, 2, "exactly one day late is one day"),
    (Late(deduct=TENTH), DAY + timedelta(microseconds=1), 4, "and a moment more begins the second"),
    (Late(deduct=TENTH, started="ignored"), 2 * DAY - HOUR, 2, "only full days count"),
    (Late(deduct=TENTH, started="ignored"), HOUR, 0, "no full day, no deduction"),
    (Late(deduct=TENTH, started="exact"), 36 * HOUR, 3, "a day and a half"),
    (Late(deduct=TENTH, per="hour"), timedelta(minutes=61), 4, "two started hours"),
    (Late(deduct=TENTH, per="hour", started="exact"), timedelta(minutes=90), 3, "an hour and a half"),
    (Late(deduct=Deduction(Fraction(3), "points")), 2 * DAY, 6, "points for every day"),
    (Late(deduct=TENTH), 30 * DAY, 20, "never more than was earned"),
    (Late(deduct=TENTH, at_most=Deduction(Fraction(1, 2), "maximum")), 9 * DAY, 10, "at most half"),
    (Late(deduct=TENTH, at_most=Deduction(Fraction(5), "points")), 9 * DAY, 5, "at most five points"),
    (Late(deduct=TENTH, grace=timedelta(minutes=15)), timedelta(minutes=15), 0, "the grace includes its last moment"),
    (
        Late(deduct=TENTH, per="hour", grace=timedelta(minutes=90)),
        timedelta(minutes=91),
        4,
        "then it counts from due on",
    ),
    (Late(deduct=TENTH, cut_off=Span(days=2)), 2 * DAY, 4, "the cut-off includes its last moment"),
    (Late(deduct=TENTH, cut_off=Span(days=2)), 2 * DAY + HOUR, 20, "after the cut-off nothing counts"),
    (Late(deduct=TENTH, cut_off=Span(hours=5)), 6 * HOUR, 20, "a cut-off in hours"),
    (
        Late(deduct=TENTH, grace=timedelta(minutes=15), cut_off=Span()),
        timedelta(minutes=15),
        0,
        "the grace costs nothing though nothing counts after the due time",
    ),
    (
        Late(deduct=TENTH, grace=timedelta(minutes=15), cut_off=Span()),
        timedelta(minutes=16),
        20,
        "but after the grace nothing counts",
    ),
]


@pytest.mark.parametrize(("policy", "after", "off", "why"), LATENESS, ids=[row[-1] for row in LATENESS])
def test_what_is_deducted_from_full_marks(policy, after, off, why):
    assert -off == the_line(policy, DUE + after).points, why


def test_a_share_of_what_was_earned_leaves_something():
    rule = Late(deduct=Deduction(Fraction(1, 4), "earned"))

    assert -3 == the_line(rule, DUE + HOUR, earned=12).points
    assert -12 == the_line(rule, DUE + 9 * DAY, earned=12).points


@pytest.mark.parametrize("early", [timedelta(0), timedelta(microseconds=1), 3 * DAY])
def test_in_time_there_is_no_line(early):
    assert () == late.adjustments(report(), Late(deduct=TENTH), Deadline(due=DUE, arrived=DUE - early))


def test_a_day_in_which_clocks_go_back_has_25_hours_and_is_one_day():
    due = datetime(2026, 10, 24, 18, tzinfo=BERLIN)  # summer time ends in that night
    at_the_same_time = datetime(2026, 10, 25, 17, tzinfo=UTC)

    exact = Late(deduct=TENTH, started="exact")
    assert timedelta(hours=25) == at_the_same_time - due.astimezone(UTC)
    assert -2 * Fraction(49, 50) == the_line(exact, at_the_same_time - HOUR / 2, due=due).points
    assert -2 == the_line(Late(deduct=TENTH), at_the_same_time, due=due).points
    assert (
        -20 * Fraction(25, 100)
        == the_line(Late(deduct=Deduction(Fraction(1, 100), "maximum"), per="hour"), at_the_same_time, due=due).points
    )


def test_a_day_in_which_clocks_go_forward_has_23_hours_and_is_one_day():
    due = datetime(2026, 3, 28, 18, tzinfo=BERLIN)
    at_the_same_time = datetime(2026, 3, 29, 16, tzinfo=UTC)
    half = datetime(2026, 3, 29, 4, 30, tzinfo=UTC)  # 11.5 of the 23 hours

    assert timedelta(hours=23) == at_the_same_time - due.astimezone(UTC)
    assert -2 == the_line(Late(deduct=TENTH), at_the_same_time, due=due).points
    assert -1 == the_line(Late(deduct=TENTH, started="exact"), half, due=due).points


def test_the_hour_that_comes_twice_is_told_apart():
    """02:30 summer time is in time for a due time of 02:15 winter time, though the clock says later."""
    due = datetime(2026, 10, 25, 2, 15, tzinfo=BERLIN, fold=1)
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

    assert () == late.adjustments(report(), Late(deduct=TENTH), Deadline(due=due, arrived=first))
    assert -2 == the_line(Late(deduct=TENTH), second, due=due).points
    assert -2 == the_line(Late(deduct=TENTH), second.astimezone(BERLIN), due=due).points


def test_a_due_time_in_the_hour_that_comes_twice_stays_the_later_one():
    due = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1)  # 01:30 UTC
    an_hour_late = datetime(2026, 10, 25, 2, 30, tzinfo=UTC)
    exact = Late(deduct=TENTH, started="exact")

    assert "1 hour" == late.duration(due, an_hour_late) == late.duration(due, an_hour_late, "hour")
    assert an_hour_late == late.after(due, Span(hours=1))
    assert -Fraction(2, 24) == the_line(exact, an_hour_late, due=due).points


def test_days_that_end_in_the_hour_that_comes_twice_end_in_the_later_one():
    due = datetime(2026, 10, 24, 2, 30, tzinfo=BERLIN)  # 00:30 UTC
    later = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

    assert later == late.after(due, Span(days=1))
    assert -2 == the_line(Late(deduct=TENTH), later, due=due).points
    assert -4 == the_line(Late(deduct=TENTH), later + timedelta(seconds=1), due=due).points


def test_the_cut_off_counts_days_of_the_calendar():
    due = datetime(2026, 10, 24, 18, tzinfo=BERLIN)
    rule = Late(deduct=TENTH, cut_off=Span(days=1))

    assert "late" == the_line(rule, datetime(2026, 10, 25, 17, tzinfo=UTC), due=due).kind
    assert "cut-off" == the_line(rule, datetime(2026, 10, 25, 17, 1, tzinfo=UTC), due=due).kind


def test_zones_do_not_matter_to_what_is_late():
    tokyo = timezone(timedelta(hours=9))

    assert () == late.adjustments(report(), Late(deduct=TENTH), Deadline(due=DUE, arrived=DUE.astimezone(tokyo)))


SENTENCES = [
    (
        Late(deduct=TENTH),
        DAY + timedelta(minutes=90),
        "Handed in on Sat 21 Nov 2026, 19:30 CET, 1 day and 1 hour after the due time, Fri 20 Nov 2026, 18:00 CET: "
        "2 started days at 10 % of the 20 points each; 4 points are deducted.",
    ),
    (
        Late(deduct=Deduction(Fraction(1, 2), "points"), per="hour", started="ignored"),
        timedelta(hours=2, seconds=5),
        "Handed in on Fri 20 Nov 2026, 20:00:05 CET, 2 hours and 5 seconds after the due time, "
        "Fri 20 Nov 2026, 18:00 CET: 2 full hours at 0.5 points each; 1 point is deducted.",
    ),
    (
        Late(deduct=Deduction(Fraction(1, 10), "earned"), started="exact"),
        36 * HOUR,
        "Handed in on Sun 22 Nov 2026, 06:00 CET, 1 day and 12 hours after the due time, Fri 20 Nov 2026, 18:00 CET: "
        "1.5 days at 10 % of the points earned each; 3 points are deducted.",
    ),
    (
        Late(deduct=TENTH, at_most=Deduction(Fraction(1, 2), "maximum")),
        9 * DAY,
        "Handed in on Sun 29 Nov 2026, 18:00 CET, 9 days after the due time, Fri 20 Nov 2026, 18:00 CET: "
        "9 started days at 10 % of the 20 points each, and at most 50 % of the 20 points; 10 points are deducted.",
    ),
    (
        Late(deduct=Deduction(Fraction(15), "points")),
        2 * DAY,
        "Handed in on Sun 22 Nov 2026, 18:00 CET, 2 days after the due time, Fri 20 Nov 2026, 18:00 CET: "
        "2 started days at 15 points each; no more than what was earned is deducted, 20 points.",
    ),
    (
        Late(deduct=TENTH, grace=timedelta(minutes=15)),
        timedelta(microseconds=5),
        "Handed in on Fri 20 Nov 2026, 18:00 CET, less than a second after the due time, Fri 20 Nov 2026, 18:00 CET. "
        "That is within the grace of 15 minutes; nothing is deducted.",
    ),
    (
        Late(deduct=TENTH, cut_off=Span(days=1, hours=12)),
        2 * DAY,
        "Handed in on Sun 22 Nov 2026, 18:00 CET, 2 days after the due time, Fri 20 Nov 2026, 18:00 CET. "
        "Nothing counts that comes later than 1 day and 12 hours after it.",
    ),
    (
        Late(deduct=TENTH, cut_off=Span()),
        HOUR,
        "Handed in on Fri 20 Nov 2026, 19:00 CET, 1 hour after the due time, Fri 20 Nov 2026, 18:00 CET. "
        "Nothing counts that comes after it.",
    ),
]


@pytest.mark.parametrize(("policy", "after", "sentence"), SENTENCES)
def test_the_line_says_when_how_late_which_rule_and_how_much(policy, after, sentence):
    assert sentence == the_line(policy, DUE + after).sentence


WEEKS = (datetime(2026, 10, 20, tzinfo=BERLIN), datetime(2026, 3, 25, tzinfo=BERLIN))  # in which clocks change
MOMENTS = st.builds(
    lambda start, minutes: start + timedelta(minutes=minutes), st.sampled_from(WEEKS), st.integers(0, 14_000)
)


@given(due=MOMENTS, minutes=st.integers(1, 12 * 24 * 60))
def test_started_days_are_counted_like_crosses_on_a_calendar(due, minutes):
    """From day to day at the same time on the wall, in weeks in which clocks change."""
    arrived = due.astimezone(UTC) + timedelta(minutes=minutes)
    days = 0
    while datetime.combine(due.date() + timedelta(days=days), due.time(), BERLIN).astimezone(UTC) < arrived:
        days += 1

    assert days == late.units(due, arrived, Late(deduct=TENTH))
    assert days - 1 <= late.units(due, arrived, Late(deduct=TENTH, started="exact")) <= days
    assert days - 1 <= late.units(due, arrived, Late(deduct=TENTH, started="ignored")) <= days


@given(minutes=st.lists(st.integers(0, 15 * 24 * 60), min_size=2, max_size=2), earned=st.integers(0, 20))
@pytest.mark.parametrize("policy", [row[0] for row in LATENESS])
def test_coming_later_never_pays(policy, minutes, earned):
    sooner, later = (
        late.lay_over(report(earned), policy, Deadline(due=DUE, arrived=DUE + timedelta(minutes=count))).score
        for count in sorted(minutes)
    )

    assert 0 <= later <= sooner <= earned


@pytest.mark.parametrize(("per", "told"), [("day", "2 days after"), ("hour", "49 hours after")])
def test_how_late_is_told_as_it_is_counted(per, told):
    """Over the night in which clocks go back."""
    due = datetime(2026, 10, 23, 18, tzinfo=BERLIN)
    line = the_line(Late(deduct=TENTH, per=per), datetime(2026, 10, 25, 17, tzinfo=UTC), due=due)

    assert f"{told} the due time, Fri 23 Oct 2026, 18:00 CEST" in line.sentence


def test_where_nothing_was_earned_nothing_is_deducted():
    line = the_line(Late(deduct=TENTH), DUE + HOUR, earned=0)

    assert 0 == line.points
    assert line.sentence.endswith(
        "1 started day at 10 % of the 20 points each; nothing was earned, so nothing is deducted."
    )


def test_an_extension_is_a_line_and_its_reason_is_for_staff():
    extended = Deadline(due=DUE + 3 * DAY, arrived=DUE + 4 * DAY, extended=True, reason="illness")
    first, second = late.adjustments(report(), Late(deduct=TENTH), extended)

    assert Adjustment(
        kind="extension", sentence="An extension was given until Mon 23 Nov 2026, 18:00 CET.", detail="illness"
    ) == (first)
    assert ("late", -2) == (second.kind, second.points)


def test_the_score_of_a_report_is_after_its_adjustments():
    deadline = Deadline(due=DUE, arrived=DUE + HOUR)
    done = late.lay_over(report(15), Late(deduct=TENTH), deadline)

    assert (13, 15, 20) == (done.score, done.earned, done.points)
    assert done == late.lay_over(done, Late(deduct=TENTH), deadline)


def test_without_a_rule_or_a_time_everything_earned_counts():
    deadline = Deadline(due=DUE, arrived=DUE + HOUR)
    before = late.lay_over(report(15), Late(deduct=TENTH), deadline)

    assert report(15) == late.lay_over(before, None, deadline) == late.lay_over(before, Late(deduct=TENTH), None)


def test_a_score_never_falls_below_zero_and_an_override_sets_it():
    minus = Adjustment(kind="late", sentence="", points=Fraction(-30))
    zero = Adjustment(kind="cut-off", sentence="", points=Fraction(-15), override=Fraction(0))

    assert 0 == adjusted(report(15), [minus]).score
    assert 0 == adjusted(report(15), [zero]).score


def test_criteria_marked_anew_drop_adjustments_that_no_longer_hold():
    done = late.lay_over(report(15), Late(deduct=TENTH), Deadline(due=DUE, arrived=DUE + HOUR))
    (row,) = done.criteria
    better = again(done, {row.id: replace(row, score=Fraction(20))})

    assert (20, ()) == (better.score, better.adjustments)


RULES = [
    (Late(deduct=TENTH), "Coming late costs 10 % of the 20 points for every started day."),
    (
        Late(deduct=Deduction(Fraction(1), "points"), per="hour", started="exact", grace=timedelta(minutes=1)),
        "Coming late costs 1 point for every hour. Up to 1 minute costs nothing.",
    ),
    (
        Late(deduct=TENTH, started="ignored", at_most=Deduction(Fraction(1, 2), "earned"), cut_off=Span(days=7)),
        "Coming late costs 10 % of the 20 points for every full day, at most 50 % of the points earned. "
        "What comes later than 7 days after the due time earns nothing.",
    ),
    (
        Late(deduct=TENTH, cut_off=Span()),
        "Coming late costs 10 % of the 20 points for every started day. What comes after the due time earns nothing.",
    ),
]


@pytest.mark.parametrize(("policy", "sentence"), RULES)
def test_students_read_the_rule_before_they_hand_in(policy, sentence):
    assert sentence == late.rule(policy, Fraction(20))
