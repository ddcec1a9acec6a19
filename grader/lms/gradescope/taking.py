"""The *Export submissions* zip becomes submissions/NAME/ and rosters/NAME.json.

A hand-in is named after its people and not after Gradescope's number, which is another one with every resubmission: so
the next export replaces what is here, and nobody is graded twice. A group is one hand-in of all its members.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from grader import roster
from grader.errors import RequestError
from grader.intake.arrivals import identity
from grader.intake.exports import Export, open_export
from grader.lms._people import People
from grader.lms._receiving import Laid, Parcel, lay
from grader.lms.gradescope import export as exported
from grader.lms.gradescope.export import Entry, Listing
from grader.places import Place
from grader.reports._words import count
from grader.roster import Handed, Roster


@dataclass(slots=True)
class Taken:
    """What came of an export."""

    laid: Laid = field(default_factory=Laid)
    notes: list[str] = field(default_factory=list)
    handed: list[Handed] = field(default_factory=list)

    def told(self, folder: Path, people: int) -> str:
        """One line about all of it."""
        groups = sum(len(one.people) > 1 for one in self.handed)
        laid = {"new": self.laid.new, "changed": self.laid.changed, "as before": self.laid.same}
        kinds = ", ".join(f"{len(names)} {change}" for change, names in laid.items() if names)
        shared = f", {count(groups, 'group')} among them" if groups else ""
        whole = f"{count(len(self.handed), 'hand-in')} of {count(people, 'person', 'people')}{shared}"
        return f"{folder}: {whole} ({kinds})" if kinds else f"{folder}: no hand-ins"


def take(place: Place, zipped: Path) -> tuple[Taken, Roster]:
    """Unpack an export and write the roster; RequestError where it is refused."""
    before = roster.load(place.roster)
    with open_export(zipped) as export:
        listing = exported.read(export)
        people, taken = People(("email", "sis")), Taken()
        planned = _planned(export, listing, people, taken)
        new = Roster(assignment=place.name, system="gradescope", people=people.all, handed=tuple(taken.handed))
        whole = roster.remember(before, new)
        taken.laid = lay(_parcels(export, listing, planned), place.submissions, before)
        taken.notes += [*taken.laid.left_out, *(f"{line}; it was left out" for line in export.left_out)]
    roster.save(whole, place.roster)
    taken.notes += _outdated(place, before, new)
    return taken, whole


def _parcels(export: Export, listing: Listing, planned: list[tuple[Entry, Handed]]) -> Iterator[Parcel]:
    for entry, handed in planned:
        files = listing.files(export, entry)
        yield Parcel(handed.submission, {path: partial(export.read, name) for path, name in files.items()})


def _planned(export: Export, listing: Listing, people: People, taken: Taken) -> list[tuple[Entry, Handed]]:
    """Which entries become which hand-ins; what cannot become one is noted by its name."""
    planned: list[tuple[Entry, Handed]] = []
    for entry in listing.entries:
        if not entry.submitters:
            taken.notes.append(f"{entry.key} was left out: nobody is named as its submitter")
        elif not listing.files(export, entry):
            why = (
                "it is a scan, and holds no code"
                if exported.ONLINE.fullmatch(entry.key)
                else "its folder is missing or empty"
            )
            taken.notes.append(f"{entry.key} of {_named(entry)} was left out: {why}")
        else:
            planned.append((entry, _handed(entry, people)))
    taken.notes += [
        f"{name}/ was left out: {exported.NAME} does not say whose it is" for name in listing.strangers(export)
    ]
    names = [handed.submission.casefold() for _, handed in planned]
    for entry, handed in planned:
        if names.count(handed.submission.casefold()) > 1:
            both = [one.key for one, other in planned if other.submission.casefold() == handed.submission.casefold()]
            raise RequestError(
                f"{export.path}: {' and '.join(both)} belong to the same people, {_named(entry)}; keep one"
            )
    taken.handed += [handed for _, handed in planned]
    return planned


def _handed(entry: Entry, people: People) -> Handed:
    keys = [
        people.meet(one.name, {"email": one.email, "sis": one.sid}, f"{exported.NAME}: {entry.key}")
        for one in entry.submitters
    ]
    keys = list(dict.fromkeys(keys))
    name = identity("+".join(sorted(key.partition(":")[2] for key in keys)), folder=True)
    return Handed(
        submission=name,
        people=tuple(keys),
        submitted_at=entry.created_at,
        attempt=entry.earlier + 1,
        site={"submission": entry.id, **({"newer": "yes"} if entry.newer else {})},
    )


def _outdated(place: Place, before: Roster | None, new: Roster) -> list[str]:
    """Hand-ins of an earlier export whose people have all handed in under another name since, as in a new group."""
    if before is None or before.system != new.system:
        return []
    now = {one.submission for one in new.handed}
    active = {key for one in new.handed for key in one.people}
    return [
        f"{place.submissions / one.submission} is outdated: its people have handed in in other groups since; remove it"
        for one in before.handed
        if one.submission not in now and set(one.people) <= active and (place.submissions / one.submission).exists()
    ]


def _named(entry: Entry) -> str:
    return ", ".join(one.name or one.email or one.sid for one in entry.submitters)
