"""The download and the worksheet of one assignment, joined by the numbers in both: whose hand-in is whose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo

from grader.errors import RequestError
from grader.lms._receiving import name_of
from grader.lms.moodle.downloads import Incoming, cleaned
from grader.lms.moodle.worksheet import Entry, Worksheet
from grader.roster import Group, Handed, Person, Roster


@dataclass(frozen=True, slots=True)
class Joined:
    """A folder of the download and the rows of its people."""

    incoming: Incoming
    entries: tuple[Entry, ...]
    group: Group | None


def join(arrived: Sequence[Incoming], worksheet: Worksheet, source: str) -> list[Joined]:
    """Every folder with its rows; RequestError that names the folder which fits none, or the row that two fit."""
    by_number = {entry.participant: entry for entry in worksheet.entries}
    alone = [_alone(one, by_number.get(one.id), worksheet) for one in arrived]
    if all(alone):
        return [Joined(one, (by_number[one.id],), None) for one in arrived]
    column = _group_column(arrived, worksheet)
    if column is None:
        one = next(one for one, fits in zip(arrived, alone, strict=True) if not fits)
        raise RequestError(_misfit(one, by_number.get(one.id), worksheet, source))
    return _teams(arrived, worksheet, column)


def _alone(one: Incoming, entry: Entry | None, worksheet: Worksheet) -> bool:
    """Whether a folder is that of the one person with its number, as far as names can tell."""
    if entry is None:
        return False
    if one.name == cleaned(worksheet.word):  # blind marking
        return True
    return cleaned(_full_name(entry, worksheet)) == one.name


def _full_name(entry: Entry, worksheet: Worksheet) -> str:
    """The full name, second in every language; another cell may hold a group's."""
    return entry.row.cells[worksheet.columns.get("name", 1)]


def _misfit(one: Incoming, entry: Entry | None, worksheet: Worksheet, source: str) -> str:
    where = worksheet.sheet.name
    if entry is None:
        return (
            f"{source} holds {one.folder!r}, and {where} has no participant {one.id or 'for it'}; download both again"
        )
    name = _full_name(entry, worksheet)
    return (
        f"{source} holds {one.folder!r}, but participant {one.id} is {name!r} in {worksheet.sheet.where(entry.row)}; "
        "numbers differ from assignment to assignment, so download both files of the same one again"
    )


def _group_column(arrived: Sequence[Incoming], worksheet: Worksheet) -> int | None:
    """The column in which every group with a number stands."""
    named = {one.name for one in arrived if one.id}
    columns = range(1, worksheet.columns["grade"])
    if "group" in worksheet.columns:
        columns = range(worksheet.columns["group"], worksheet.columns["group"] + 1)
    for column in columns:
        cells = {cleaned(entry.row.cells[column]) for entry in worksheet.entries}
        if named <= cells and (named or len(cells) < len(worksheet.entries)):
            return column
    return None


def _teams(arrived: Sequence[Incoming], worksheet: Worksheet, column: int) -> list[Joined]:
    named = [one.name for one in arrived if one.id]
    twice = next((name for name in named if named.count(name) > 1), None)
    if twice is not None:
        numbers = " and ".join(one.id for one in arrived if one.name == twice)
        raise RequestError(
            f"two groups are called {twice!r} (numbers {numbers}), and the worksheet tells groups by name only; "
            "rename one on the site and download both files again"
        )
    made = []
    for one in arrived:
        fitting = {one.name} if one.id else {one.name, ""}
        rows = tuple(entry for entry in worksheet.entries if cleaned(entry.row.cells[column]) in fitting)
        if not rows:
            raise RequestError(f"{one.folder!r} fits nobody under {worksheet.sheet.header.cells[column]!r}")
        made.append(Joined(one, rows, Group(id=one.id, name=one.name)))
    return made


def roster(name: str, joined: Sequence[Joined], worksheet: Worksheet, zone: tzinfo | None) -> Roster:
    """Everybody in the worksheet, and what came from whom."""
    named = _named(joined, worksheet)
    people = [_person(entry, worksheet, named) for entry in worksheet.entries]
    handed = [_handed(one, worksheet, zone) for one in joined if one.entries]
    return Roster(assignment=name, system="moodle", people=tuple(people), handed=tuple(handed))


def key(entry: Entry) -> str:
    return f"participant:{entry.participant}"


def _person(entry: Entry, worksheet: Worksheet, named: int | None) -> Person:
    ids = {"participant": entry.participant}
    for kind in ("email", "idnumber"):
        ids[kind] = worksheet.cell(entry, kind)
    if not ids["email"]:
        ids["email"] = next((cell for cell in entry.row.cells[1:4] if cell.count("@") == 1 and " " not in cell), "")
    return Person(
        key=key(entry),
        name="" if named is None else entry.row.cells[named],
        ids={kind: (value,) for kind, value in ids.items() if value},
    )


def _named(joined: Sequence[Joined], worksheet: Worksheet) -> int | None:
    """The column of full names; in every language the second, if there is one at all."""
    if "name" in worksheet.columns:
        return worksheet.columns["name"]
    if any(one.group for one in joined):
        return 1 if worksheet.columns["grade"] > 3 else None  # blind: identifier, status, group, grade
    alike = any(cleaned(entry.row.cells[1]) == one.incoming.name for one in joined for entry in one.entries)
    return 1 if alike else None


def _handed(one: Joined, worksheet: Worksheet, zone: tzinfo | None) -> Handed:
    came = [worksheet.when(entry, zone) for entry in one.entries] if zone else []
    times = [moment for moment in came if moment is not None]
    return Handed(
        submission=submission(one.incoming),
        people=tuple(key(entry) for entry in one.entries),
        group=one.group,
        submitted_at=max(times, default=None),
        site={"folder": one.incoming.folder, "submitted": _said(one.entries)},
    )


def _said(entries: Sequence[Entry]) -> str:
    """When the worksheet says that a hand-in was changed last, word for word."""
    return " | ".join(sorted({entry.submitted for entry in entries}))


def submission(one: Incoming) -> str:
    return name_of(one.name, one.id)


def without(roster: Roster, submissions: Mapping[str, object]) -> Roster:
    """The roster without hand-ins in which nothing was handed in."""
    return replace(roster, handed=tuple(one for one in roster.handed if one.submission not in submissions))
