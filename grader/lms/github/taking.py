"""Cloned repositories become submissions/NAME/, and Classroom's list of grades says whose they are and when they came.

    gh classroom clone student-repos       a folder with a repository for each student or team
    gh classroom assignment-grades         the list: a row per student, those of a team with one repository

People are joined by their GitHub login, and kept with what the class list calls them. What a repository hides, `.git`
and `.github` among it, is left behind.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from grader import roster
from grader.errors import RequestError
from grader.intake import folders
from grader.intake.arrivals import identity
from grader.intake.gathering import MAX_FILE, ignored, mib
from grader.lms import _csv
from grader.lms._moments import moment
from grader.lms._people import People
from grader.lms._receiving import Laid, Parcel, lay
from grader.places import Place
from grader.reports._words import count
from grader.roster import Group, Handed, Roster

LOGIN, LISTED, REPOSITORY, CAME = (
    "github_username",
    "roster_identifier",
    "student_repository_name",
    "submission_timestamp",
)
TEAM = "group_name"


@dataclass(slots=True)
class Taken:
    """What came of a folder of repositories."""

    laid: Laid = field(default_factory=Laid)
    notes: list[str] = field(default_factory=list)
    without: int = 0  # people of the list who have no repository

    def told(self, folder: Path) -> str:
        """One line about all of it."""
        laid = {"new": self.laid.new, "changed": self.laid.changed, "as before": self.laid.same}
        kinds = ", ".join(f"{len(names)} {change}" for change, names in laid.items() if names) or "none"
        accepted = (
            f"; {count(self.without, 'person', 'people')} of the list without a repository" if self.without else ""
        )
        return f"{folder}: {count(sum(map(len, laid.values())), 'hand-in')} ({kinds}){accepted}"


def take(place: Place, clones: Path, grades: Path) -> Taken:
    """Lay the repositories down and write the roster; RequestError where the list does not fit."""
    before = roster.load(place.roster)
    taken, people = Taken(), People(("login", "roster"))
    handed = _handed(_csv.read(grades), people, taken)
    there = {entry.name: entry for entry in clones.iterdir() if entry.is_dir() and not ignored(entry.name)}
    missing = [name for name in handed if name not in there]
    taken.notes += [f"{name} was left out: there is no such folder in {clones}" for name in missing]
    taken.notes += [
        f"{name} was left out: {grades.name} has no row for it" for name in sorted(set(there) - set(handed))
    ]
    kept = {name: one for name, one in handed.items() if name in there}
    new = Roster(assignment=place.name, system="github", people=people.all, handed=tuple(kept.values()))
    whole = roster.remember(before, new)
    parcels = (Parcel(one.submission, dict(_files(there[name], taken.notes))) for name, one in kept.items())
    taken.laid = lay(parcels, place.submissions, before)
    taken.notes += taken.laid.left_out
    roster.save(whole, place.roster)
    return taken


def _handed(sheet: _csv.Sheet, people: People, taken: Taken) -> dict[str, Handed]:
    """The hand-ins by repository; the rows of a team become one."""
    login, listed, repository, came = (sheet.column(name) for name in (LOGIN, LISTED, REPOSITORY, CAME))
    team = sheet.header.cells.index(TEAM) if TEAM in sheet.header.cells else None
    found: dict[str, Handed] = {}
    for row in sheet.rows:
        name = row.cells[repository].strip()
        if not name or not row.cells[login].strip():
            taken.without += 1
            continue
        ids = {"login": row.cells[login], "roster": row.cells[listed]}
        one = Handed(
            submission="",
            people=(people.meet(row.cells[listed].strip(), ids, sheet.where(row)),),
            group=Group(id="", name=row.cells[team].strip()) if team is not None and row.cells[team].strip() else None,
            submitted_at=_came(row.cells[came], sheet.where(row)),
            site={"repository": name},
        )
        known = found.get(name)
        found[name] = replace(known, people=(*known.people, *one.people)) if known else one
    _refuse_two_of_one(found, people, sheet.name)
    return {name: replace(one, submission=_name(name, one)) for name, one in found.items()}


def _refuse_two_of_one(found: dict[str, Handed], people: People, where: str) -> None:
    """Somebody with two accounts on the class list would be graded twice."""
    owners: dict[str, str] = {}
    for name, one in found.items():
        for key in one.people:
            other = owners.setdefault(key, name)
            if other != name:
                whose = next(str(person) for person in people.all if person.key == key)
                raise RequestError(f"{where}: {other} and {name} are both of {whose}; keep the row of one of them")


def _name(repository: str, one: Handed) -> str:
    """A student's login, or for a team the name of its repository."""
    return identity(
        one.people[0].partition(":")[2] if len(one.people) == 1 and not one.group else repository, folder=True
    )


def _came(text: str, where: str) -> datetime | None:
    try:
        return moment(text)
    except ValueError as error:
        raise RequestError(f"{where}: `{CAME}` is {error}") from None


def _files(repository: Path, notes: list[str]) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Every plain file of a repository that is not hidden; links are not followed."""
    for top, inner, names in os.walk(repository):
        inner[:] = sorted(name for name in inner if not ignored(name))
        for name in sorted(name for name in names if not ignored(name)):
            path = Path(top) / name
            shown = path.relative_to(repository).as_posix()
            if path.is_symlink() or not path.is_file():
                notes.append(f"{repository.name}: {shown!r} was left out: it is a link, or no file")
            elif path.stat().st_size > MAX_FILE:
                notes.append(f"{repository.name}: {shown!r} was left out: it is larger than {mib(MAX_FILE)}")
            else:
                yield shown, partial(folders.read, path, MAX_FILE)
