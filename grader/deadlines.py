"""By when each hand-in was due and when it came: the assignment's due time, the roster, and the extensions.

A group has the longest extension of its members. Where a platform says a due time of its own for a hand-in, the later
of the two counts; what it calls in time by a due time that it does not tell, is in time.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from grader import extensions, roster
from grader.errors import RequestError
from grader.extensions import Extension
from grader.late import Deadline, after
from grader.model import Assignment
from grader.places import Place, names
from grader.roster import Handed, Roster
from grader.spec.lateness import when

EVERYBODYS = "everybody's"  # what a hand-in's place in the roster says of a platform's due time that is nobody's own


@dataclass(frozen=True, kw_only=True)
class Deadlines:
    """The deadlines of one assignment's hand-ins."""

    due: datetime | None = None
    people: Roster | None = None
    extensions: Mapping[str, tuple[datetime, str]] = field(default_factory=dict)  # person → until when, and why
    waiting: tuple[str, ...] = ()  # extensions that count for nobody as yet, as sentences

    def of(self, submission: str) -> Deadline | None:
        """When a hand-in was due and when it came; None where one of them is not known, or was not passed."""
        handed = self.people.of(submission) if self.people else None
        if handed is None or handed.submitted_at is None:
            return None
        more = [self.extensions[key] for key in handed.people if key in self.extensions]
        due = _latest(filter(None, (self.due, handed.due, *(until for until, _ in more))))
        if due is None:
            return None
        arrived = handed.submitted_at
        if handed.late is False and arrived.astimezone(UTC) > due.astimezone(UTC):
            return None
        zone = due.tzinfo if self.due is None else self.due.tzinfo
        return Deadline(
            due=due.astimezone(zone),
            arrived=arrived,
            extended=self._extended(handed, due, bool(more)),
            reason="; ".join(dict.fromkeys(reason for _, reason in more if reason)),
        )

    def _extended(self, handed: Handed, due: datetime, given: bool) -> bool:
        """Whether these people have more time than the others; a due time of everybody's on the platform is none."""
        if self.due is None:
            return given
        return due.astimezone(UTC) > self.due.astimezone(UTC) and (given or handed.site.get("due") != EVERYBODYS)

    def names(self, submission: str) -> tuple[str, ...]:
        """Whose hand-in it is, for people to read."""
        handed = self.people.of(submission) if self.people else None
        whose = self.people.whose(handed) if self.people and handed else ()
        return tuple(person.name for person in whose if person.name)

    def stamp(self, submission: str) -> str:
        """Changes whenever these deadlines may change the report on a hand-in."""
        found = self.of(submission)
        names = self.names(submission)
        return repr((found, names)) if found or names else ""

    def unknown(self, submissions: Iterable[str]) -> list[str]:
        """The hand-ins of which nobody knows whether they came in time."""
        return [one for one in submissions if self.of(one) is None and not self._in_time(one)]

    def _in_time(self, submission: str) -> bool:
        """Whether the platform says so; it need not say when."""
        handed = self.people.of(submission) if self.people else None
        return handed is not None and handed.late is False


def of_place(place: Place, assignment: Assignment) -> Deadlines:
    """The deadlines of an assignment's hand-ins; RequestError where an extension fits nobody, or two people."""
    people = roster.load(place.roster)
    mine: dict[str, tuple[datetime, str]] = {}
    waiting = []
    if people is None:
        return Deadlines(due=assignment.due)
    for extension in extensions.of(place.roster.parent, place.name):
        if not people.whole and not people.called(extension.id):
            waiting.append(
                f"{extension.where}: {extension.id!r} is of nobody who has handed in by now; if the id is right, the "
                "extension counts as soon as they do"
            )
            continue
        key = _whose(people, extension)
        if key in mine:
            raise RequestError(f"{extension.where}: {extension.id!r} has an extension already; expected one")
        mine[key] = (_until(extension, assignment.due), extension.reason)
    return Deadlines(due=assignment.due, people=people, extensions=mine, waiting=(*waiting, *_misspelt(place)))


def _misspelt(place: Place) -> Iterator[str]:
    """Extensions for an assignment that is not there, where its name looks like one that is."""
    known = names(place.root)
    for name, where in extensions.assignments(place.roster.parent).items():
        close = [] if name in known else difflib.get_close_matches(name.casefold(), known, n=1, cutoff=0.8)
        if close:
            yield f"{where}: there is no assignment {name!r}, so nobody has this extension; did you mean {close[0]!r}?"


def _latest(moments: Iterable[datetime]) -> datetime | None:
    return max(moments, key=lambda moment: moment.astimezone(UTC), default=None)


def _whose(people: Roster, extension: Extension) -> str:
    meant = people.called(extension.id)
    if not meant:
        raise RequestError(
            f"{extension.where}: {extension.id!r} fits nobody in rosters/{people.assignment}.json; "
            "expected an id of a person that stands there"
        )
    if len(meant) > 1:
        both = " and ".join(map(str, meant))
        kind = next(kind for kind in meant[0].ids if meant[0] in people.among({kind: extension.id}))
        which = f"say which kind of id it is, such as {kind}:{extension.id}"
        raise RequestError(f"{extension.where}: {extension.id!r} fits {both}; {which}")
    return meant[0].key


def _until(extension: Extension, due: datetime | None) -> datetime:
    if extension.span is not None:
        if due is None:
            raise RequestError(f"{extension.where}: days and hours count from `due`, which the assignment does not say")
        return after(due, extension.span).astimezone(due.tzinfo)
    try:
        return when(extension.until, None if due is None else str(due.tzinfo))
    except LookupError:
        pass  # the due time has an offset instead of a zone
    except ValueError as error:
        raise RequestError(f"{extension.where}: `until` is {extension.until!r}, {error}") from None
    moment = datetime.fromisoformat(extension.until)
    return moment if moment.tzinfo or due is None else moment.replace(tzinfo=due.tzinfo)
