"""Grades, rubrics and comments by REST, and the times that a download does not tell."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from fractions import Fraction

from grader import roster, spec
from grader.deadlines import EVERYBODYS
from grader.errors import RequestError
from grader.lms import _comments
from grader.lms._marks import Standing, remembered, roster_of, scaled, some, standing
from grader.lms._planned import Change, Plan, carried_out, differing
from grader.lms._times import differs
from grader.lms.canvas.service import Sent, Service, Task, rubric_fields
from grader.model import Report
from grader.places import Place
from grader.reports._numbers import decimal
from grader.roster import Handed, Roster

PLACES = 2
NUMBERS = ("points", "percent")  # kinds of grading for which points are points


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the teacher asked for."""

    assignment: str = ""
    comments: bool = True
    rubric: bool = False
    scale: bool = False
    send: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What the site says of one assignment."""

    task: Task
    known: Roster
    sent: Mapping[str, Sent]  # person → what the site has


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is to be sent for one user, in this order."""

    user: Sent
    requests: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Rubric:
    """What goes into a rubric, by row."""

    points: dict[str, Fraction] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Work:
    """A plan, and the requests behind it."""

    plan: Plan = field(default_factory=Plan)
    parcels: list[Parcel] = field(default_factory=list)


def course_of(place: Place, named: str, address: str) -> str:
    """The course, as said now or before."""
    found = named or remembered(roster_of(place, "canvas"), address).get("course", "")
    if not found:
        raise RequestError("say which course it is: --course N from /courses/N in its address")
    return found


def ask(service: Service, place: Place, order: Order) -> Told:
    """Find the assignment and what everybody handed in, and remember where that was."""
    known = roster_of(place, "canvas")
    number = order.assignment or remembered(known, service.site.address).get("assignment", "")
    if not number:
        raise RequestError("say which assignment it is: --assignment N from /assignments/N in its address")
    task = service.task(number)
    known = replace(
        known, site={**known.site, "site": service.site.address, "course": service.course, "assignment": number}
    )
    roster.save(known, place.roster)
    sent: dict[str, Sent] = {}
    for one in service.sent(task):
        ids = {"user": one.user} if one.user else {"anonymous": one.anonymous}
        for person in known.among(ids):
            sent[person.key] = one
    return Told(task, known, sent)


def push(service: Service, place: Place, order: Order) -> tuple[list[str], bool]:
    """Plan what to send, send it where that was asked for, and read it back; the lines to say, and trouble."""
    assignment = spec.load(place.spec)
    told = ask(service, place, order)
    if told.task.kind not in (*NUMBERS, "pass_fail", "letter_grade", "gpa_scale"):
        raise RequestError(f"{told.task.name!r} is not graded on Canvas ({told.task.kind})")
    factor = scaled(assignment, told.task.maximum, order.scale, f"{told.task.name!r} on Canvas")
    work = Work()
    for one in standing(place, told.known, assignment):
        _prepare(work, told, order, one, factor)

    def sending() -> list[str]:
        for parcel in work.parcels:
            for request in parcel.requests:
                service.grade(told.task, parcel.user, request)
        return _compared(service, told, work.plan)

    return carried_out(work.plan, f"{told.task.name!r} on {service.site.address}", order.send, sending)


def _prepare(work: Work, told: Told, order: Order, one: Standing, factor: Fraction) -> None:
    """What one hand-in needs: everybody's grade, and one comment for a group."""
    report = one.report
    if report is None:
        work.plan.held += [f"{person} {one.why}" for person in told.known.whose(one.handed)]
        return
    mark = report.score * factor
    rubric = _rubric(told.task, report, factor) if order.rubric else None
    comments = order.comments
    for person in told.known.whose(one.handed):
        there = told.sent.get(person.key)
        why = _why_not(one.handed, there, told, mark)
        if why or there is None:
            work.plan.held.append(f"{person} {why}")
            continue
        comment = _comment(report, mark, there) if comments else ""
        comments = comments and one.handed.group is None
        rows = rubric if rubric is not None and not _has(there, rubric) else None
        graded = there.entered is None or decimal(there.entered, PLACES) != decimal(mark, PLACES)
        if not graded and not comment and rows is None:
            work.plan.same += 1
            continue
        work.plan.changes.append(
            Change(who=str(person), user=person.key, mark=mark, before=there.entered, comment=comment, graded=graded)
        )
        requests = _requests(one.handed, mark if graded or rows else None, comment, rows)
        work.parcels.append(Parcel(there, tuple(requests)))
        if there.late and report.score != report.earned:
            _warn(work.plan)


def _warn(plan: Plan) -> None:
    said = (
        "lateness is deducted here already; a late policy of the course's own on Canvas would deduct once more, "
        "which reading back will say"
    )
    if said not in plan.notes:
        plan.notes.append(said)


def _requests(
    handed: Handed, mark: Fraction | None, comment: str, rubric: Rubric | None
) -> Iterator[Mapping[str, str]]:
    """The rubric first, since points in it may set the grade; the grade has the last word."""
    if rubric is not None:
        yield rubric_fields({row: decimal(points, PLACES) for row, points in rubric.points.items()}, rubric.said)
    fields = {}
    if mark is not None:
        fields["submission[posted_grade]"] = decimal(mark, PLACES)
    if comment:
        fields["comment[text_comment]"] = comment
        if handed.group is not None:
            fields["comment[group_comment]"] = "true"
        if handed.attempt is not None and handed.site.get("timed"):
            fields["comment[attempt]"] = str(handed.attempt)
    if fields:
        yield fields


def _why_not(handed: Handed, there: Sent | None, told: Told, mark: Fraction) -> str:
    if there is None:
        return "is not among the submissions that the site lists"
    if there.excused:
        return "is excused on Canvas; a mark would end that, so give it there"
    if _again(handed, there):
        at = f"{there.at:%Y-%m-%d %H:%M} UTC" if there.at else "an attempt more"
        return f"handed in again since the intake ({at}); take in the download anew"
    if told.task.kind == "pass_fail" and mark not in (0, told.task.maximum):
        return f"has {decimal(mark)} points, and this assignment takes only none or all of them"
    return ""


def _again(handed: Handed, there: Sent) -> bool:
    """Whether the site has a later attempt than the one that was graded."""
    if handed.submitted_at is not None and there.at is not None:
        return differs(handed, there.at)
    return handed.attempt is not None and there.attempt is not None and there.attempt > handed.attempt


def _comment(report: Report, mark: Fraction, there: Sent) -> str:
    """The comment with a line that tells it is ours; nothing where the very same stands there already."""
    text = _comments.plain(report)
    marker = f"[{hashlib.sha256(f'{decimal(mark, PLACES)} {text}'.encode()).hexdigest()[:12]}]"
    return "" if any(marker in comment for comment in there.comments) else f"{text}\n{marker}"


def _rubric(task: Task, report: Report, factor: Fraction) -> Rubric:
    """Points and comments by row; every row must be one of our criteria, by id or title, and worth the same."""
    if not task.rubric:
        raise RequestError(f"{task.name!r} has no rubric on Canvas; leave out --rubric, or attach one there")
    found = Rubric()
    met = set()
    for row in task.rubric:
        fitting = [one for one in report.criteria if row.description.strip() in (one.id, one.title.strip())]
        if len(fitting) != 1:
            raise RequestError(
                f"the rubric's row {row.description!r} fits {len(fitting)} of the criteria "
                f"{some(one.id for one in report.criteria)}; call it like the id or the title of one"
            )
        (one,) = fitting
        if one.points * factor != row.points:
            raise RequestError(
                f"the rubric's row {row.description!r} is worth {decimal(row.points)} points on Canvas and "
                f"{decimal(one.points * factor)} here; make them the same"
            )
        met.add(one.id)
        found.points[row.id] = one.score * factor
        if one.finding:
            found.said[row.id] = one.finding
    left = [one.id for one in report.criteria if one.id not in met]
    if left:
        raise RequestError(f"the rubric on Canvas has no row for {some(left)}; add one of that name")
    return found


def _has(there: Sent, rubric: Rubric) -> bool:
    """Whether the site has these points in its rubric."""
    stored = {row: decimal(points, PLACES) for row, points in there.rubric.items()}
    return stored == {row: decimal(points, PLACES) for row, points in rubric.points.items()}


def _compared(service: Service, told: Told, plan: Plan) -> list[str]:
    """What the site has after all; a deduction of its own is named as what it is."""
    after: dict[str, Sent] = {}
    for one in service.sent(told.task):
        ids = {"user": one.user} if one.user else {"anonymous": one.anonymous}
        after |= {person.key: one for person in told.known.among(ids)}
    wrong = differing(plan, {one.user: after[one.user].entered for one in plan.changes if one.user in after}, PLACES)
    for change in plan.changes:
        now = after.get(change.user)
        if now is not None and now.deducted:
            wrong.append(f"{change.who}: Canvas's own late policy takes {decimal(now.deducted)} points more")
    return wrong


def times(service: Service, place: Place, order: Order) -> Iterator[str]:
    """Ask the site when everything came; it goes into the roster."""
    told = ask(service, place, order)
    handed = []
    found = 0
    for one in told.known.handed:
        mine = [told.sent[key] for key in one.people if key in told.sent and told.sent[key].at]
        there = min(mine, key=lambda sent: sent.late and sent.seconds_late, default=None)  # who had the most time
        if there is None or there.at is None:
            handed.append(one)
            continue
        found += 1
        due = there.at - timedelta(seconds=there.seconds_late) if there.late else None
        late = there.late if there.late or told.task.timed else None  # without a due time nobody is late there
        whose = EVERYBODYS if due is not None and told.task.due == due else ""
        site = {**one.site, "timed": "site", "due": whose}
        handed.append(replace(one, submitted_at=there.at, attempt=there.attempt, late=late, due=due, site=site))
    roster.save(replace(told.known, handed=tuple(handed)), place.roster)
    behind = sum(bool(one.late) for one in handed)
    yield f"{found} of {len(handed)} hand-ins have the site's own time, {behind} are late there"
