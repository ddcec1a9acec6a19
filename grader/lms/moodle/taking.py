"""A download and a worksheet become hand-ins in submissions/NAME/ and their roster in rosters/NAME.json."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from grader import roster, spec
from grader.errors import RequestError
from grader.lms import _csv
from grader.lms._downloads import open_download
from grader.lms._marks import some
from grader.lms._receiving import Laid, Parcel, keep_times, lay
from grader.lms.moodle import joining
from grader.lms.moodle.downloads import Incoming, contents, incoming
from grader.lms.moodle.worksheet import Worksheet, understand
from grader.places import Place
from grader.reports._words import count
from grader.spec.lateness import when

MODULE = re.compile(r"-(\d+)(?: ?\(\d+\))?(?:\.zip|\.csv)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Files:
    """What the teacher downloaded, and how to read it."""

    download: Path
    worksheet: Path
    zone: str | None
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in."""

    laid: Laid
    people: int
    groups: int
    empty: tuple[str, ...]
    untimed: tuple[str, ...]
    timed: bool  # whether times matter to this assignment

    @property
    def trouble(self) -> bool:
        return bool(self.laid.left_out) or (self.timed and bool(self.untimed))

    def lines(self) -> Iterator[str]:
        """What is said about it."""
        laid = self.laid
        total = len(laid.new) + len(laid.changed) + len(laid.same)
        groups = f", {self.groups} of them by groups" if self.groups else ""
        yield (
            f"{count(total, 'hand-in')} of {count(self.people, 'person', 'people')}{groups}: {len(laid.new)} new, "
            f"{len(laid.changed)} changed, "
            f"{len(laid.same)} as before"
        )
        if laid.changed:
            yield f"changed: {some(laid.changed)}"
        if self.empty:
            yield f"nothing was in the hand-ins of {some(self.empty)}; they count as not handed in"
        if self.timed and self.untimed:
            yield (
                f"when {some(self.untimed)} came is not clear from the worksheet, and their marks wait for it; "
                "`grader lms moodle times` asks the site"
            )
        yield from (f"left out: {line}" for line in laid.left_out)


def take(place: Place, files: Files) -> Taken:
    """Take in one download; nothing is written before everything fits."""
    _refuse_strangers(files)
    assignment = spec.load(place.spec)
    zone = _zone(files.zone, assignment.due.tzinfo if assignment.due else None)
    before = roster.load(place.roster)
    worksheet = understand(_csv.read(files.worksheet), files.columns)
    with open_download(files.download) as export:
        arrived = incoming(export)
        joined = joining.join(arrived, worksheet, files.download.name)
        found = {joining.submission(one): contents(one, export) for one in arrived}
        _refuse_twice(arrived, found)
        empty = {name: one for name, one in found.items() if not one}
        new = joining.without(joining.roster(place.name, joined, worksheet, zone), empty)
        merged = keep_times(before, roster.remember(before, new), "submitted")
        laid = lay((Parcel(name, one) for name, one in found.items() if one), place.submissions, before)
        laid.left_out += export.left_out
    roster.save(merged, place.roster)
    shutil.copyfile(files.worksheet, seen(place))
    return Taken(
        laid=laid,
        people=len(worksheet.entries),
        groups=sum(one.group is not None for one in new.handed),
        empty=tuple(sorted(empty)),
        untimed=tuple(one.submission for one in new.handed if one.submitted_at is None),
        timed=assignment.late is not None,
    )


def seen(place: Place) -> Path:
    """The newest worksheet that was taken in."""
    return place.roster.with_name(f"{place.name}.worksheet.csv")


def newest(place: Place) -> Worksheet | None:
    """The same, read."""
    path = seen(place)
    try:
        return understand(_csv.read(path)) if path.is_file() else None
    except RequestError:
        return None  # its columns were named by hand, and its names are not kept


def _refuse_strangers(files: Files) -> None:
    """Both names end in the number of the activity, and numbers of people differ from one activity to the next."""
    first, second = MODULE.search(files.download.name), MODULE.search(files.worksheet.name)
    if first and second and first[1] != second[1]:
        raise RequestError(
            f"{files.download.name} is of activity {first[1]} and {files.worksheet.name} of {second[1]}; "
            "download both files of the same assignment"
        )


def _refuse_twice(arrived: list[Incoming], found: Mapping[str, object]) -> None:
    if len(found) == len(arrived):
        return
    names = [joining.submission(one) for one in arrived]
    twice = next(name for name in names if names.count(name) > 1)
    raise RequestError(f"two folders of the download would both be called {twice!r}; rename one of the groups")


def _zone(named: str | None, due: tzinfo | None) -> tzinfo | None:
    if named is None:
        return due
    try:
        return when("2000-01-01T00:00", named).tzinfo
    except LookupError as error:
        raise RequestError(f"--zone: {error}") from None
