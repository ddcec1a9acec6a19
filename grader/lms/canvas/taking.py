"""A download, a gradebook and perhaps a list of groups become hand-ins and their roster."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader import roster, spec
from grader.errors import RequestError
from grader.lms import _csv
from grader.lms._downloads import open_download
from grader.lms._marks import some
from grader.lms._receiving import Laid, Parcel, keep_times, lay, name_of
from grader.lms.canvas.downloads import Incoming, attempt, cleaned, contents, incoming
from grader.lms.canvas.gradebook import understand
from grader.places import Place
from grader.reports._words import count
from grader.roster import Group, Handed, Person, Roster


@dataclass(frozen=True, slots=True)
class Files:
    """What the teacher downloaded."""

    download: Path
    gradebook: Path
    groups: Path | None


@dataclass(frozen=True, slots=True)
class Team:
    """A group and its members' numbers."""

    group: Group
    users: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in."""

    laid: Laid
    people: int
    groups: int
    late: tuple[str, ...]
    links: tuple[str, ...]
    empty: tuple[str, ...]
    untimed: tuple[str, ...]

    @property
    def trouble(self) -> bool:
        return bool(self.laid.left_out or self.untimed)

    def lines(self) -> Iterator[str]:
        """What is said about it."""
        laid = self.laid
        total = len(laid.new) + len(laid.changed) + len(laid.same)
        groups = f", {self.groups} of them by groups" if self.groups else ""
        yield (
            f"{count(total, 'hand-in')} of {count(self.people, 'person', 'people')}{groups}: {len(laid.new)} new, "
            f"{len(laid.changed)} changed, {len(laid.same)} as before"
        )
        if laid.changed:
            yield f"changed: {some(laid.changed)}"
        if self.late:
            yield f"late by Canvas's word: {some(self.late)}"
        if self.links:
            yield f"a link was handed in by {some(self.links)}; links are not followed"
        if self.empty:
            yield f"nothing was in the hand-ins of {some(self.empty)}; they count as not handed in"
        if self.untimed:
            yield (
                f"a download does not tell how late {some(self.untimed)} came, and their marks wait for it; "
                "`grader lms canvas times` asks the site"
            )
        yield from (f"left out: {line}" for line in laid.left_out)


def take(place: Place, files: Files) -> Taken:
    """Take in one download; nothing is written before everything fits."""
    assignment = spec.load(place.spec)
    before = roster.load(place.roster)
    gradebook = understand(_csv.read(files.gradebook))
    people = {student.user: gradebook.person(student) for student in gradebook.students}
    teams = _teams(files.groups, people) if files.groups else ()
    with open_download(files.download) as export:
        arrived = incoming(
            export, lambda user, name: user in people and (bool(teams) or cleaned(people[user].name) == name)
        )
        handed = [_handed(one, people, teams, files) for one in arrived]
        _refuse_twice(handed)
        found = {one.submission: contents(mine, export) for one, mine in zip(handed, arrived, strict=True)}
        known = [*people.values(), *(_nobody(one) for one in arrived if one.user.startswith("anon_"))]
        new = Roster(
            assignment=place.name,
            system="canvas",
            people=tuple(known),
            handed=tuple(one for one in handed if found[one.submission]),
        )
        merged = keep_times(before, roster.remember(before, new), "entries")
        laid = lay((Parcel(name, one) for name, one in found.items() if one), place.submissions, before)
        laid.left_out += export.left_out
    roster.save(merged, place.roster)
    return Taken(
        laid=laid,
        people=len(people),
        groups=sum(one.group is not None for one in new.handed),
        late=tuple(sorted(one.submission for one in new.handed if one.late)),
        links=tuple(one.submission for one, mine in zip(handed, arrived, strict=True) if mine.links),
        empty=tuple(sorted(name for name, one in found.items() if not one)),
        untimed=tuple(sorted(one.submission for one in merged.handed if one.submitted_at is None and one.late))
        if assignment.late
        else (),
    )


def _handed(one: Incoming, people: Mapping[str, Person], teams: Sequence[Team], files: Files) -> Handed:
    entries = " ".join(sorted((*one.files.values(), *one.texts, *one.links)))
    name, keys, group = _whose(one, people, teams, files)
    return Handed(
        submission=name,
        people=keys,
        group=group,
        attempt=attempt(one),
        late=one.late,
        site={"user": one.user, "entries": entries},
    )


def _whose(
    one: Incoming, people: Mapping[str, Person], teams: Sequence[Team], files: Files
) -> tuple[str, tuple[str, ...], Group | None]:
    """The name of a hand-in, the people whose it is, and their group."""
    if one.user.startswith("anon_"):
        return name_of(one.user, ""), (_nobody(one).key,), None
    person = people.get(one.user)
    if person is None:
        raise RequestError(
            f"{files.download.name} holds a hand-in of user {one.user}, who is not in {files.gradebook.name}; export "
            "the gradebook of the whole course"
        )
    team = next((team for team in teams if one.user in team.users), None)
    if team is not None and cleaned(team.group.name) == one.name:
        keys = tuple(people[user].key for user in team.users)
        return name_of(team.group.name, team.group.id), keys, team.group
    if cleaned(person.name) != one.name:
        raise RequestError(_misfit(one, person, team, files))
    return name_of(person.name, one.user), (person.key,), None


def _misfit(one: Incoming, person: Person, team: Team | None, files: Files) -> str:
    entry = next(iter((*one.files.values(), *one.texts, *one.links)))
    said = f"{files.download.name} holds {entry!r}, but user {one.user} is {person.name!r} in {files.gradebook.name}"
    if team is not None:
        return f"{said} and of the group {team.group.name!r}; export the groups again, or leave out --groups"
    if files.groups:
        return f"{said} and in no group of {files.groups.name}; export the groups again"
    return f"{said}; if groups hand in together, add --groups with the list that Canvas exports under People"


def _nobody(one: Incoming) -> Person:
    number = one.user.removeprefix("anon_")
    return Person(key=f"anonymous:{number}", ids={"anonymous": (number,)})


def _teams(path: Path, people: Mapping[str, Person]) -> tuple[Team, ...]:
    """The groups of an export: one row for each member, by the number of the user."""
    sheet = _csv.read(path)
    user, name, number = (sheet.column(header) for header in ("canvas_user_id", "group_name", "canvas_group_id"))
    members: dict[Group, list[str]] = {}
    for row in sheet.rows:
        if not row.cells[number].strip():
            continue  # in no group
        if row.cells[user].strip() not in people:
            raise RequestError(
                f"{sheet.where(row)}: user {row.cells[user]!r} is not in the gradebook; export both again"
            )
        group = Group(id=row.cells[number].strip(), name=row.cells[name].strip())
        members.setdefault(group, []).append(row.cells[user].strip())
    users = [one for group in members.values() for one in group]
    twice = next((one for one in users if users.count(one) > 1), None)
    if twice is not None:
        raise RequestError(
            f"{path.name}: user {twice} is in two groups; export the groups of this assignment's set alone"
        )
    return tuple(Team(group, tuple(sorted(mine, key=int))) for group, mine in members.items())


def _refuse_twice(handed: Sequence[Handed]) -> None:
    names = [one.submission for one in handed]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise RequestError(f"two hand-ins of the download would both be called {twice!r}; two members of one group?")
