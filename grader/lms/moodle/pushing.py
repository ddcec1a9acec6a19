"""Grades and comments by web service, and the times that a worksheet tells only in prose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from grader import roster, spec
from grader.errors import RequestError
from grader.lms import _comments
from grader.lms._marks import Standing, remembered, roster_of, scaled, standing
from grader.lms._planned import Change, Plan, carried_out, differing
from grader.lms._times import differs
from grader.lms.moodle.returning import REPORT
from grader.lms.moodle.service import Activity, Came, Grade, Service
from grader.model import Assignment, Report
from grader.places import Place
from grader.reports import html
from grader.reports._numbers import decimal
from grader.roster import Handed, Roster

PLACES = 5  # that Moodle keeps
BATCH = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the teacher asked for."""

    course: str = ""
    activity: str = ""
    comments: bool = False
    reports: bool = False
    replace: bool = False
    scale: bool = False
    send: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What the site says of one assignment."""

    activity: Activity
    known: Roster  # with the site's own numbers of people
    users: Mapping[str, str]  # person → user
    came: Sequence[Came]
    strangers: tuple[str, ...]  # people of the roster whom the site does not list


def ask(service: Service, place: Place, order: Order) -> Told:
    """Find the assignment and its people on the site, and remember both."""
    known = roster_of(place, "moodle")
    before = remembered(known, service.site.address)
    course, number = order.course or before.get("course", ""), order.activity or before.get("activity", "")
    if not course or not number:
        raise RequestError(
            "say which assignment it is: --course N from course/view.php?id=N and --activity N from "
            "mod/assign/view.php?id=N"
        )
    activity = service.activity(course, number)
    known, users = _joined(known, service, activity)
    site = {**known.site, "site": service.site.address, "course": course, "activity": number}
    known = replace(known, site=site)
    roster.save(known, place.roster)
    strangers = tuple(str(one) for one in known.people if one.key not in users)
    return Told(activity, known, users, service.came(activity), strangers)


def _joined(known: Roster, service: Service, activity: Activity) -> tuple[Roster, dict[str, str]]:
    """The roster with the site's users in it: by number where the site tells it, otherwise by email or id number."""
    users: dict[str, str] = {}
    people = {one.key: one for one in known.people}
    for participant in service.participants(activity):
        meant = known.among(participant.ids)
        if len(meant) > 1:
            raise RequestError(
                f"{participant.name!r} on the site fits {' and '.join(map(str, meant))}; expected one person"
            )
        if not meant:
            continue
        (person,) = meant
        if person.key in users:
            raise RequestError(
                f"{person} fits users {users[person.key]} and {participant.user} on the site; expected one"
            )
        users[person.key] = participant.user
        if participant.user not in person.ids.get("user", ()):
            ids = {**person.ids, "user": (*person.ids.get("user", ()), participant.user)}
            people[person.key] = replace(person, ids=ids)
    return replace(known, people=tuple(people.values())), users


def push(service: Service, place: Place, order: Order) -> tuple[list[str], bool]:
    """Plan the grades, send them where that was asked for, and read them back; the lines to say, and trouble."""
    assignment = spec.load(place.spec)
    told = ask(service, place, order)
    if told.activity.maximum is None:
        raise RequestError(f"{told.activity.name!r} is graded by a scale; use `grader lms moodle worksheet`")
    plan = _plan(service, place, assignment, told, order)

    def sending() -> list[str]:
        _send(service, told, plan)
        stored = service.grades(told.activity)
        return differing(plan, {one.user: stored.get(one.user) for one in plan.changes}, PLACES)

    return carried_out(plan, f"{told.activity.name!r} on {service.site.address}", order.send, sending)


def _plan(service: Service, place: Place, assignment: Assignment, told: Told, order: Order) -> Plan:
    maximum = told.activity.maximum
    factor = scaled(assignment, maximum, order.scale, repr(told.activity.name))
    stored = service.grades(told.activity)
    plan = Plan()
    for one in standing(place, told.known, assignment):
        for person in told.known.whose(one.handed):
            user = told.users.get(person.key, "")
            why = _why_not(one, user, told)
            mark = one.report.score * factor if one.report else Fraction(0)
            if not why and maximum is not None and not 0 <= mark <= maximum:
                why = f"has {decimal(mark)} points, outside of 0 to {decimal(maximum)}, which Moodle stores as no grade"
            if why:
                plan.held.append(f"{person} {why}")
                continue
            change = Change(who=str(person), user=user, mark=mark, before=stored.get(user))
            _note(plan, service, told, order, _beside(change, one.report, order))
    return plan


def _beside(change: Change, report: Report | None, order: Order) -> Change:
    """The change with all that was asked to stand beside the grade."""
    if report is None:
        return change
    return replace(
        change,
        comment=_comments.html(report) if order.comments else "",
        file=html.render(report).encode("utf-8") if order.reports else b"",
    )


def _note(plan: Plan, service: Service, told: Told, order: Order, change: Change) -> None:
    """Put a change into the plan, unless the site has it already."""
    there = change.before is not None and decimal(change.before, PLACES) == decimal(change.mark, PLACES)
    if change.comment or change.file:
        now = service.feedback(told.activity, change.user)
        if there and now.files.get(REPORT) == len(change.file):
            change = replace(change, file=b"")
        if now.comment.strip() == change.comment:
            change = replace(change, comment="")
        elif change.comment and _by_others(now.comment) and not order.replace:
            plan.notes.append(
                f"{change.who} has a comment that somebody wrote, which stays; --replace-comments replaces it"
            )
            change = replace(change, comment="")
    if there and not change.comment and not change.file:
        plan.same += 1
    else:
        plan.changes.append(replace(change, graded=not there))


def _by_others(comment: str) -> bool:
    return bool(comment.strip()) and not comment.startswith(_comments.OURS)


def _why_not(one: Standing, user: str, told: Told) -> str:
    if one.report is None:
        return one.why
    if not user:
        return "is not among those whom the site lists, by email or id number; export the worksheet with one of them"
    came = _latest(told, one.handed)
    if came is not None and differs(one.handed, came.at):
        return f"handed in again since the intake ({came.at:%Y-%m-%d %H:%M} UTC); take in the download anew"
    return ""


def _latest(told: Told, handed: Handed) -> Came | None:
    users = {told.users[key] for key in handed.people if key in told.users}
    if handed.group is not None and told.activity.team:
        wanted = handed.group.id or "0"
        mine = [one for one in told.came if one.group == wanted and one.user in {*users, "0"}]
    else:
        mine = [one for one in told.came if one.user in users]
    return max(mine, key=lambda one: one.at, default=None)


def _send(service: Service, told: Told, plan: Plan) -> None:
    """Save in small batches; a comment that is not ours to change is sent back as it stands."""
    for start in range(0, len(plan.changes), BATCH):
        batch = plan.changes[start : start + BATCH]
        service.save(
            told.activity,
            [
                Grade(
                    user=one.user,
                    text=decimal(one.mark, PLACES),
                    comment=one.comment or service.feedback(told.activity, one.user).comment,
                    draft=service.draft(REPORT, one.file) if one.file else "",
                )
                for one in batch
            ],
        )


def times(service: Service, place: Place, order: Order) -> Iterator[str]:
    """Ask the site when everything came, and until when whom more time was given; both go into the roster."""
    told = ask(service, place, order)
    more = service.extensions(told.activity)
    handed = []
    found = 0
    for one in told.known.handed:
        came = _latest(told, one)
        if came is None:
            handed.append(one)
            continue
        found += 1
        given = [more[told.users[key]] for key in one.people if told.users.get(key, "") in more]
        handed.append(
            replace(
                one,
                submitted_at=came.at,
                attempt=came.attempt,
                due=max(given, default=None),
                site={**one.site, "timed": "site"},
            )
        )
    roster.save(replace(told.known, handed=tuple(handed)), place.roster)
    extended = sum(one.due is not None for one in handed)
    yield f"{found} of {len(handed)} hand-ins have the site's own time, {extended} an extension"
    if told.strangers:
        yield f"not among those whom the site lists: {', '.join(told.strangers[:8])}"
