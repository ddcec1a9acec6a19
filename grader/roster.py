"""Who handed in what: rosters/NAME.json, written by the intake of a learning platform and read by every way back.

A person is joined by ids and never by name, since every platform allows two of one name. A row that fits nobody, or
more than one, is an error that names the row. A group is one hand-in of several people, who share its mark.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from grader.errors import RequestError
from grader.reports._files import write_bytes_atomically

SCHEMA = "grader.roster/1"
FOLDED = frozenset({"email", "login"})  # ids in which capitals mean nothing
ONLY_WHO_HANDED_IN = frozenset({"gradescope", "github", "nbgrader"})  # what these hand over names nobody else


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of the course, with all ids ever seen: kind → values, the newest last."""

    key: str  # one of the ids, as `kind:value`; what hand-ins refer to
    name: str = ""  # for people to read, never to join on
    ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def id(self, kind: str) -> str | None:
        """The newest id of a kind; None where none was seen."""
        seen = self.ids.get(kind, ())
        return seen[-1] if seen else None

    def __str__(self) -> str:
        return f"{self.name} ({self.key})" if self.name else self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """People who hand in together."""

    id: str  # empty where the platform gives none, as for Moodle's default group
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One hand-in: its name in submissions/NAME/, whose it is, and when it came."""

    submission: str
    people: tuple[str, ...]  # keys
    group: Group | None = None
    submitted_at: datetime | None = None  # with an offset
    due: datetime | None = None  # where the platform says one for just these people
    attempt: int | None = None
    late: bool | None = None  # by the platform's own word
    site: Mapping[str, str] = field(default_factory=dict)  # what the platform needs to find it again


@dataclass(frozen=True, kw_only=True)
class Roster:
    """The people and the hand-ins of one assignment."""

    assignment: str
    system: str  # "moodle", "canvas", "gradescope"
    people: tuple[Person, ...] = ()
    handed: tuple[Handed, ...] = ()
    site: Mapping[str, str] = field(default_factory=dict)  # ids of the course and the assignment there

    def __post_init__(self) -> None:
        owners: dict[tuple[str, str], Person] = {}
        for person in self.people:
            for kind, value in _pairs(person.ids):
                other = owners.setdefault((kind, value), person)
                if other is not person:
                    raise RequestError(f"the {kind} {value!r} belongs to {other} and to {person}; expected one person")
        for one in self.handed:
            for key in one.people:
                if key not in self._by_key:
                    raise RequestError(f"the hand-in {one.submission!r} is of {key!r}, who is not in the roster")
        if len(self._by_submission) != len(self.handed):
            names = [one.submission for one in self.handed]
            twice = next(name for name in names if names.count(name) > 1)
            raise RequestError(f"the hand-in {twice!r} stands twice in the roster of {self.assignment}")

    @property
    def whole(self) -> bool:
        """Whether everybody of the course is listed, also those who have not handed in."""
        return self.system not in ONLY_WHO_HANDED_IN

    @cached_property
    def _owners(self) -> dict[tuple[str, str], Person]:
        return {pair: person for person in self.people for pair in _pairs(person.ids)}

    @cached_property
    def _by_key(self) -> dict[str, Person]:
        return {person.key: person for person in self.people}

    @cached_property
    def _by_submission(self) -> dict[str, Handed]:
        return {one.submission: one for one in self.handed}

    def among(self, ids: Mapping[str, str]) -> tuple[Person, ...]:
        """Everybody who has one of these ids, given as kind → value."""
        found = [self._owners.get((kind, plain(kind, value))) for kind, value in ids.items() if value]
        return tuple({person.key: person for person in found if person is not None}.values())

    def find(self, ids: Mapping[str, str], row: str) -> Person:
        """The one person whose ids these are; RequestError that names the row where nobody or two are meant."""
        found = self.among(ids)
        told = ", ".join(f"{kind} {value!r}" for kind, value in ids.items() if value) or "a row without an id"
        if not found:
            raise RequestError(f"{row}: {told} fits nobody in the roster of {self.assignment}")
        if len(found) > 1:
            raise RequestError(f"{row}: {told} fits {' and '.join(map(str, found))}; expected one person")
        return found[0]

    def called(self, word: str) -> tuple[Person, ...]:
        """Everybody whom somebody may mean by an id of any kind, or by `kind:id`."""
        kind, _, value = word.partition(":")
        exact = self._owners.get((kind, plain(kind, value)))
        if exact is not None:
            return (exact,)
        return tuple(
            person for person in self.people if any(plain(kind, word) == value for kind, value in _pairs(person.ids))
        )

    def of(self, submission: str) -> Handed | None:
        """The entry of a hand-in."""
        return self._by_submission.get(submission)

    def whose(self, handed: Handed) -> tuple[Person, ...]:
        """The people of a hand-in."""
        return tuple(self._by_key[key] for key in handed.people)


def plain(kind: str, value: str) -> str:
    """An id as it is compared.

    >>> plain("email", " Ann@Example.edu "), plain("sis", "007")
    ('ann@example.edu', '007')
    """
    return value.strip().casefold() if kind in FOLDED else value.strip()


def remember(old: Roster | None, new: Roster) -> Roster:
    """The new roster with everything that only an older one knew: ids, people who have gone, hand-ins of before.

    People are the same where they share an id; where that would make one of two, it is an error that names them.
    """
    if old is None or old.system != new.system:
        return new
    renamed: dict[str, str] = {}
    people = {person.key: person for person in old.people}
    for person in new.people:
        known = {one.key: one for kind, value in _pairs(person.ids) for one in old.among({kind: value})}
        if len(known) > 1:
            both = " and ".join(map(str, known.values()))
            raise RequestError(f"{person} was two people in the roster until now, {both}; expected one")
        key = next(iter(known), person.key)
        renamed[person.key] = key
        people[key] = replace(person, key=key, ids=_united(known[key].ids if known else {}, person.ids))
    handed = {one.submission: one for one in old.handed}
    for one in new.handed:
        handed[one.submission] = replace(one, people=tuple(renamed[key] for key in one.people))
    return replace(new, people=tuple(people.values()), handed=tuple(handed.values()), site={**old.site, **new.site})


def load(path: Path) -> Roster | None:
    """The roster in a file; None where there is no file, RequestError where it cannot be read."""
    try:
        document = json.loads(path.read_text("utf-8"))
        if document.get("schema") != SCHEMA:
            raise ValueError(f"its schema is {document.get('schema')!r}, expected {SCHEMA!r}")
        return Roster(
            assignment=document["assignment"],
            system=document["system"],
            people=tuple(_person(entry) for entry in document["people"]),
            handed=tuple(_handed(entry) for entry in document["handed"]),
            site=dict(document["site"]),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise RequestError(f"{path} cannot be read as a roster ({error}); mend it, or run the intake again") from None


def save(roster: Roster, path: Path) -> None:
    """Write the roster, people and hand-ins in the order of their names: the same class gives the same bytes."""
    document = {
        "schema": SCHEMA,
        "assignment": roster.assignment,
        "system": roster.system,
        "site": dict(sorted(roster.site.items())),
        "people": [
            {"key": one.key, "name": one.name, "ids": {kind: list(one.ids[kind]) for kind in sorted(one.ids)}}
            for one in sorted(roster.people, key=lambda one: one.key)
        ],
        "handed": [_entry(one) for one in sorted(roster.handed, key=lambda one: one.submission)],
    }
    write_bytes_atomically(path, (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())


def _entry(one: Handed) -> dict[str, Any]:
    return {
        "submission": one.submission,
        "people": list(one.people),
        "group": None if one.group is None else {"id": one.group.id, "name": one.group.name},
        "submitted_at": _written(one.submitted_at),
        "due": _written(one.due),
        "attempt": one.attempt,
        "late": one.late,
        "site": dict(sorted(one.site.items())),
    }


def _written(when: datetime | None) -> str | None:
    return None if when is None else when.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _person(entry: Mapping[str, Any]) -> Person:
    return Person(
        key=entry["key"],
        name=entry["name"],
        ids={kind: tuple(values) for kind, values in entry["ids"].items()},
    )


def _handed(entry: Mapping[str, Any]) -> Handed:
    return Handed(
        submission=entry["submission"],
        people=tuple(entry["people"]),
        group=None if entry["group"] is None else Group(**entry["group"]),
        submitted_at=_moment(entry["submitted_at"]),
        due=_moment(entry["due"]),
        attempt=entry["attempt"],
        late=entry["late"],
        site=dict(entry["site"]),
    )


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    when = datetime.fromisoformat(text)
    if when.tzinfo is None:
        raise ValueError(f"the time {text!r} has no offset, expected one such as Z or +01:00")
    return when


def _pairs(ids: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    return ((kind, plain(kind, value)) for kind, values in ids.items() for value in values)


def _united(old: Mapping[str, tuple[str, ...]], new: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """All values of both; of a value that both have the newer place counts."""
    kinds = [*old, *(kind for kind in new if kind not in old)]
    return {
        kind: (*(value for value in old.get(kind, ()) if value not in new.get(kind, ())), *new.get(kind, ()))
        for kind in kinds
    }
