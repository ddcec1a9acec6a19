"""Before and after: who moves, by how much, and because of which criterion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from grader.model import Report, Status

NAMED = 4  # hand-ins that went one road and are named

How = Literal["unchanged", "judged", "run"]
Kind = Literal["up", "down", "decided", "waits", "new", "same"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one criterion earned."""

    score: Fraction
    points: Fraction
    status: Status
    mistake: str = ""
    finding: str | None = None  # None: not known any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A mark: what stands in the gradebook."""

    score: Fraction
    points: Fraction
    status: Status

    @property
    def waits(self) -> bool:
        return self.status is Status.UNDECIDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A mark, down to its criteria."""

    total: Total
    criteria: Mapping[str, Share]
    adjustments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One criterion that is not what it was; None where there was, or is, no such criterion."""

    criterion: str
    before: Share | None
    after: Share | None

    @property
    def delta(self) -> Fraction:
        return (self.after.score if self.after else Fraction(0)) - (self.before.score if self.before else Fraction(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What a regrade does to one hand-in: small enough to keep ten thousand of them."""

    id: str
    how: How
    why: tuple[str, ...]
    before: Total | None
    after: Total
    changes: tuple[Change, ...] = ()
    adjusted: tuple[str, ...] = ()  # lines of lateness that are new or other
    conflicts: tuple[str, ...] = ()  # about marks that a person gave

    @property
    def delta(self) -> Fraction:
        return self.after.score - (self.before.score if self.before else Fraction(0))

    @property
    def kind(self) -> Kind:
        if self.before is None:
            return "new"
        if self.before.waits is not self.after.waits:
            return "waits" if self.after.waits else "decided"
        return "up" if self.delta > 0 else "down" if self.delta < 0 else "same"

    @property
    def counts(self) -> bool:
        """Whether the gradebook changes."""
        return self.before != self.after

    @property
    def worded(self) -> bool:
        """Whether only what is said about the answers changes."""
        return not self.counts and any(_reads(change) for change in self.changes)


def _reads(change: Change) -> bool:
    return change.before != change.after


def move(
    name: str, how: How, why: Sequence[str], before: Standing | None, after: Standing, conflicts: Sequence[str] = ()
) -> Move:
    """The difference between two marks of one hand-in."""
    was = before.criteria if before else {}
    names = list(dict.fromkeys([*after.criteria, *was]))
    pairs = [(one, was.get(one), after.criteria.get(one)) for one in names]
    changes = [Change(criterion=one, before=old, after=new) for one, old, new in pairs if not _alike(old, new)]
    lines = before.adjustments if before else ()
    return Move(
        id=name,
        how=how,
        why=tuple(why),
        before=before.total if before else None,
        after=after.total,
        changes=tuple(changes) if before else (),
        adjusted=tuple(line for line in after.adjustments if line not in lines),
        conflicts=tuple(conflicts),
    )


def _alike(before: Share | None, after: Share | None) -> bool:
    if before is None or after is None:
        return before is after
    same = (before.score, before.points, before.status, before.mistake)
    return same == (after.score, after.points, after.status, after.mistake) and (
        before.finding is None or before.finding == after.finding
    )


def of_report(report: Report) -> Standing:
    """The mark in a report."""
    return Standing(
        total=Total(score=report.score, points=report.points, status=report.status),
        criteria={
            row.id: Share(
                score=row.score,
                points=row.points,
                status=row.status,
                mistake=row.mistake or "",
                finding=row.finding,
            )
            for row in report.criteria
        },
        adjustments=tuple(line.sentence for line in report.adjustments),
    )


def of_document(document: Mapping[str, Any]) -> Standing:
    """The mark in a report.json."""
    rows = [row for question in document["questions"] for row in question["criteria"]]
    return Standing(
        total=Total(
            score=_exact(document, "score"), points=_exact(document, "points"), status=Status(document["status"])
        ),
        criteria={
            row["id"]: Share(
                score=_exact(row, "score"),
                points=_exact(row, "points"),
                status=Status(row["status"]),
                mistake=row["mistake"] or "",
                finding=row["finding"],
            )
            for row in rows
        },
        adjustments=tuple(line["sentence"] for line in document.get("adjustments", ())),
    )


def of_entry(entry: Mapping[str, Any]) -> Standing:
    """The mark in a line of the history."""

    def total(found: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "score": Fraction(found["score"]),
            "points": Fraction(found["points"]),
            "status": Status(found["status"]),
        }

    return Standing(
        total=Total(**total(entry)),
        criteria={
            name: Share(**total(found), mistake=found.get("mistake", "")) for name, found in entry["criteria"].items()
        },
        adjustments=tuple(entry.get("adjustments", ())),
    )


def _exact(document: Mapping[str, Any], name: str) -> Fraction:
    value = document.get("exact", {}).get(name, document[name])
    return Fraction(value) if type(value) is int else Fraction(str(value))


@dataclass(slots=True)
class Tally:
    """A whole class, counted as its moves go by."""

    kinds: dict[Kind, int] = field(default_factory=dict)
    how: dict[How, int] = field(default_factory=dict)
    roads: dict[tuple[How, str], list[str]] = field(default_factory=dict)  # how and why → the first of them
    why: dict[tuple[How, str], int] = field(default_factory=dict)
    criteria: dict[str, list[int]] = field(default_factory=dict)  # criterion → how many went up, down, otherwise
    waiting: int = 0  # for a person, afterwards
    before: list[float] = field(default_factory=list)  # shares of the points, of those whose mark is decided
    after: list[float] = field(default_factory=list)

    def add(self, one: Move) -> None:
        """Count one hand-in."""
        kind = one.kind
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        self.how[one.how] = self.how.get(one.how, 0) + 1
        if one.how != "unchanged":
            road = (one.how, "; ".join(one.why))
            self.why[road] = self.why.get(road, 0) + 1
            if len(some := self.roads.setdefault(road, [])) < NAMED:
                some.append(one.id)
        self.waiting += one.after.waits
        for total, shares in ((one.before, self.before), (one.after, self.after)):
            if total is not None and total.points and not total.waits:
                shares.append(float(total.score / total.points))
        for change in one.changes:
            delta = change.delta
            if delta or (change.before is None) is not (change.after is None):
                row = self.criteria.setdefault(change.criterion, [0, 0, 0])
                row[0 if delta > 0 else 1 if delta < 0 else 2] += 1

    @property
    def number(self) -> int:
        return sum(self.kinds.values())
