"""What a push is going to do: shown first, done only when asked, and read back afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from grader.lms._marks import some
from grader.reports._numbers import decimal
from grader.reports._words import count


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One grade that is to be sent."""

    who: str  # for people
    user: str  # for the site
    mark: Fraction
    before: Fraction | None
    comment: str = ""  # empty: none is sent
    graded: bool = True  # False: the grade is there, only what stands beside it is new
    file: bytes = field(default=b"", repr=False)  # the report, where it is sent

    def __str__(self) -> str:
        old = "nothing" if self.before is None else decimal(self.before)
        more = " and ".join(filter(None, ["a comment" if self.comment else "", "the report" if self.file else ""]))
        if not self.graded:
            return f"{self.who}: {decimal(self.mark)} stays, {more}"
        return f"{self.who}: {old} → {decimal(self.mark)}{f', and {more}' if more else ''}"


@dataclass(slots=True)
class Plan:
    """The changes, and what is said about everybody else."""

    changes: list[Change] = field(default_factory=list)
    same: int = 0
    held: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def lines(self, sent: bool) -> Iterator[str]:
        """What is said before anything is sent, or after it."""
        verb = "sent" if sent else "would be sent"
        new = sum(one.before is None and one.graded for one in self.changes)
        others = count(len(self.changes) - new, "other")
        yield f"{count(len(self.changes), 'change')} {verb}: {count(new, 'new grade')}, {others}"
        if not sent:
            yield from (f"  {one}" for one in self.changes[:20])
            if len(self.changes) > 20:
                yield f"  and {len(self.changes) - 20} more"
        if self.same:
            yield f"{count(self.same, 'mark is', 'marks are')} there already"
        yield from (f"note: {line}" for line in self.notes)
        yield from (f"held back: {line}" for line in self.held)
        if not sent and self.changes:
            yield "nothing was sent; add --send to send it"


def carried_out(plan: Plan, title: str, send: bool, sending: Callable[[], list[str]]) -> tuple[list[str], bool]:
    """What is said about a plan, sent where that was asked for, and whether there is trouble.

    `sending` sends it and tells what the site has after all that is not what was sent.
    """
    wrong = sending() if send and plan.changes else []
    lines = [title, *plan.lines(send), *(_read_back(plan, wrong) if send else ())]
    return lines, bool(plan.held or wrong)


def differing(plan: Plan, found: dict[str, Fraction | None], places: int) -> list[str]:
    """What the site has after all, where that is not what was sent."""
    wrong = []
    for one in plan.changes:
        stored = found.get(one.user)
        if stored is None or decimal(stored, places) != decimal(one.mark, places):
            has = "no grade" if stored is None else decimal(stored, places)
            wrong.append(f"{one.who}: {decimal(one.mark, places)} was sent, the site has {has}")
    return wrong


def _read_back(plan: Plan, wrong: list[str]) -> Iterator[str]:
    """How the comparison came out."""
    if not plan.changes:
        return
    if not wrong:
        yield f"read back: the site has {'all of them' if len(plan.changes) > 1 else 'it'}"
        return
    yield f"read back: {count(len(wrong), 'grade differs', 'grades differ')}: {some(wrong)}"
