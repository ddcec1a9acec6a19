"""The marks that may leave the house: those of finished reports on what was really handed in.

A mark that waits for a person, one of another version of the assignment, and one of files that have been replaced since
are held back, each with its reason; what is held back is never a zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from grader import intake, kinds
from grader.errors import GraderError, RequestError
from grader.lms._csv import Row
from grader.model import Assignment, Report, Status
from grader.places import Place
from grader.roster import Handed, Roster, load


@dataclass(frozen=True, slots=True)
class Standing:
    """A hand-in and its report, or why there is no mark to give."""

    handed: Handed
    report: Report | None
    why: str = ""  # it "is not graded yet"


@dataclass(slots=True)
class Filled:
    """The rows for the site to take, and what is said about the others."""

    rows: list[Row] = field(default_factory=list)
    new: int = 0
    changed: list[str] = field(default_factory=list)
    same: int = 0
    held: list[str] = field(default_factory=list)
    absent: int = 0


def roster_of(place: Place, system: str) -> Roster:
    """The roster of an intake from this system; RequestError where there was none."""
    found = load(place.roster)
    if found is None:
        raise RequestError(f"there is no {place.roster}; run `grader lms {system} intake {place.name}` first")
    if found.system != system:
        raise RequestError(
            f"{place.roster} came from {found.system}, not from {system}; run `grader lms {system} intake {place.name}`"
        )
    return found


def address(place: Place, named: str, system: str) -> str:
    """The site, as said now or before."""
    found = named or roster_of(place, system).site.get("site", "")
    if not found:
        raise RequestError(f"say where it is: --site https://{system}.example.edu")
    return found


def remembered(known: Roster, address: str) -> Mapping[str, str]:
    """What was said of this site before; numbers of another one would be those of other courses."""
    return known.site if known.site.get("site") == address else {}


def standing(place: Place, roster: Roster, assignment: Assignment) -> Iterator[Standing]:
    """Every hand-in of the roster with its report, one at a time."""
    arrivals = _arrivals(place)
    for handed in roster.handed:
        yield _one(place, handed, arrivals.get(handed.submission), assignment)


def _arrivals(place: Place) -> dict[str, intake.Arrival]:
    if not place.submissions.is_dir():
        return {}
    return {arrival.id: arrival for arrival in intake.find([place.submissions])}


def _one(place: Place, handed: Handed, arrival: intake.Arrival | None, assignment: Assignment) -> Standing:
    path = place.reports / handed.submission / "report.json"
    try:
        report: Report = kinds.find("reports", "json").read(path)
    except FileNotFoundError:
        return Standing(handed, None, "is not graded yet")
    except (OSError, ValueError, LookupError, TypeError, GraderError) as error:
        return Standing(handed, None, f"has a report that cannot be read ({error})")
    if report.digest != assignment.digest:
        return Standing(handed, None, "was graded by another version of the assignment")
    if arrival is not None and not _same_files(arrival, report):
        return Standing(handed, None, "was handed in again since it was graded")
    if report.status is Status.UNDECIDED:
        return Standing(handed, None, "waits for a person")
    if assignment.late is not None and handed.submitted_at is None and handed.late is not False:
        return Standing(handed, None, "came at a time that nobody knows, and lateness costs points; see `times`")
    return Standing(handed, report)


def _same_files(arrival: intake.Arrival, report: Report) -> bool:
    try:
        return dict(intake.open_arrival(arrival).digests) == dict(report.files)
    except GraderError:
        return not report.files  # it could not be opened then, either


def scaled(assignment: Assignment, maximum: Fraction | None, scale: bool, site: str) -> Fraction:
    """What every mark is multiplied by; RequestError where the two maxima differ and nobody said what is meant."""
    if maximum is None or maximum == assignment.points:
        return Fraction(1)
    if not scale:
        factor = _plain(maximum / assignment.points)
        how = f"multiply every mark by {factor}" if maximum else "give them as they are, beyond the maximum"
        raise RequestError(
            f"{site} gives at most {_plain(maximum)} points and {assignment.id} {_plain(assignment.points)}; "
            f"add --scale to {how}, or change one of them"
        )
    return maximum / assignment.points if maximum else Fraction(1)


def _plain(value: Fraction) -> str:
    return f"{float(value):g}"


def some(names: Iterable[str], most: int = 8) -> str:
    """A list for people, cut where it gets long.

    >>> some(["a", "b", "c"], 2)
    'a, b and 1 more'
    """
    listed = list(names)
    rest = f" and {len(listed) - most} more" if len(listed) > most else ""
    return ", ".join(listed[:most]) + rest
