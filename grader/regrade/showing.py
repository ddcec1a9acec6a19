"""A regrade in the terminal: who moves, then the class, then how it came about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from grader.model import Status
from grader.regrade.moves import Change, Kind, Move, Share, Tally, Total
from grader.reports import terminal
from grader.reports._numbers import decimal
from grader.reports._text import one_line
from grader.reports._words import count

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

LISTED = 60  # moves that the terminal shows; the files have them all
BINS = 10
BAR = 24  # columns of the longest bar
HOW = {"judged": "judged from evidence", "run": "run again", "unchanged": "left as they are"}
KINDS: dict[Kind, tuple[str, str]] = {
    "up": ("goes up", "go up"),
    "down": ("goes down", "go down"),
    "decided": ("no longer waits", "no longer wait"),
    "waits": ("waits for a person now", "wait for a person now"),
    "new": ("is new", "are new"),
    "same": ("keeps its mark", "keep their mark"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """A whole regrade, as it is shown."""

    assignment: str
    moves: tuple[Move, ...]  # those that count, the largest first
    tally: Tally
    lines: tuple[str, ...] = ()  # of assignment.yaml
    conflicts: tuple[tuple[str, str], ...] = ()  # hand-in, sentence
    worded: tuple[str, ...] = ()  # hand-ins of which only other things are said
    because: str = ""  # what whoever applied it gave as the reason

    @property
    def waiting(self) -> int:
        """How many marks wait for a person afterwards."""
        return self.tally.waiting


def ordered(moves: Sequence[Move]) -> tuple[Move, ...]:
    """Those that count, by how far they move, then by name."""
    return tuple(sorted((one for one in moves if one.counts), key=lambda one: (-abs(one.delta), one.id)))


def render(diff: Diff, console: Console | None = None) -> str:
    """Draw it on the console; without one, give it as plain text."""
    return terminal.draw(_parts(diff), console)


def _parts(diff: Diff) -> Iterator[RenderableType]:
    yield _text(f"{one_line(diff.assignment)}: {count(diff.tally.number, 'hand-in')}", "bold")
    if diff.lines:
        yield _text("assignment.yaml:")
        yield _text("\n".join(f"  {one_line(line)}" for line in diff.lines), "dim")
    yield _text("")
    if diff.moves:
        yield _table(diff.moves[:LISTED])
        if len(diff.moves) > LISTED:
            yield _text(f"and {len(diff.moves) - LISTED} more; --diff FILE writes all of them")
        yield _text("")
    yield _text("\n".join(summary(diff.tally)))
    if diff.worded:
        yield _text(f"Only what is said about the answers changes: {_some(diff.worded)}.")
    if diff.moves:
        yield _text("\n".join(["", *distribution(diff.tally)]))
    yield _text("\n".join(["", *roads(diff.tally)]))
    if diff.conflicts:
        yield _text("\n".join(["", "Marks by hand to look at:", *(f"  {one_line(a)}: {b}" for a, b in diff.conflicts)]))


def _table(moves: Sequence[Move]) -> RenderableType:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=True)
    longest = min(terminal.LONGEST_ID, max(len(one.id) for one in moves))
    table.add_column("hand-in", overflow="ellipsis", no_wrap=True, width=max(longest, len("hand-in")))
    for name in ("before", "after", "change"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("because of", ratio=1, overflow="fold")
    for one in moves:
        colour = {"up": "green", "down": "red"}.get(one.kind, "cyan")
        cells = (one_line(one.id), total(one.before), total(one.after), signed(one))
        table.add_row(*(_text(cell) for cell in cells[:3]), _text(cells[3], colour), _text(because(one)))
    return table


def total(mark: Total | None) -> str:
    """A mark; a dash where there is none yet."""
    if mark is None:
        return "–"
    return f"{'?' if mark.waits else decimal(mark.score)} / {decimal(mark.points)}"


def signed(one: Move) -> str:
    """By how much a hand-in moves; nothing where it had no mark."""
    return "" if one.before is None else _signed(one.delta)


def _signed(value: Fraction) -> str:
    return f"+{decimal(value)}" if value > 0 else decimal(value).replace("-", "−")


def because(one: Move) -> str:
    """The criteria that moved, the largest first."""
    if one.before is None:
        return "; ".join(one.why)
    changes = sorted(one.changes, key=lambda change: -abs(change.delta))
    said = [_change(change) for change in changes if _tells(change)]
    return "; ".join([*said, *one.adjusted])


def _tells(change: Change) -> bool:
    """Whether a criterion did not only get other words."""
    old, new = change.before, change.after
    if old is None or new is None:
        return True
    return (old.score, old.points, old.status) != (new.score, new.points, new.status)


def _change(change: Change) -> str:
    """One criterion, as in "upd.l2 +2 (failed → passed)"."""
    old, new = change.before, change.after
    name = one_line(change.criterion)
    if old is None:
        return f"{name} is new: {_share(new)}"
    if new is None:
        return f"{name} is gone: it was {_share(old)}"
    told = f"{name} {_signed(change.delta)}"
    if old.points != new.points:
        return f"{told} ({_points(old)} → {_points(new)})"
    if old.status is new.status:
        mistakes = old.mistake != new.mistake
        return f"{told} ({old.mistake or 'no mistake'} → {new.mistake or 'no mistake'})" if mistakes else told
    return f"{told} ({_status(old)} → {_status(new)})"


def _points(share: Share) -> str:
    return f"{decimal(share.score)} of {decimal(share.points)}"


def _status(share: Share) -> str:
    return f"{share.status.value}: {one_line(share.mistake)}" if share.mistake else share.status.value


def _share(share: Share | None) -> str:
    if share is None:
        return "–"
    missing = " (missing)" if share.status is Status.MISSING else ""
    waits = share.status is Status.UNDECIDED
    return "waits" if waits else f"{decimal(share.score)} of {decimal(share.points)}{missing}"


def summary(tally: Tally) -> list[str]:
    """How many move which way, and which criteria move them."""
    said = [f"{tally.kinds[kind]} {KINDS[kind][tally.kinds[kind] > 1]}" for kind in KINDS if tally.kinds.get(kind)]
    rows = [", ".join(said) + "." if said else "No hand-in was graded here."]
    moving = sorted(tally.criteria.items(), key=lambda item: -sum(item[1]))
    for name, (up, down, other) in moving:
        parts = [f"{up} up" if up else "", f"{down} down" if down else "", f"{other} without points" if other else ""]
        rows.append(f"  {one_line(name)}: {', '.join(filter(None, parts))}")
    return rows


def distribution(tally: Tally) -> list[str]:
    """The class before and after, by shares of the points."""
    rows = [f"{'':10}{'before':<{BAR + 6}}after"]
    before, after = bins(tally.before), bins(tally.after)
    tallest = max(*before, *after, 1)
    for number in range(BINS):
        label = f"{100 * number // BINS}–{100 * (number + 1) // BINS} %"
        cells = [f"{_bar(found[number], tallest)} {found[number] or ''}" for found in (before, after)]
        rows.append(f"{label:>9} {cells[0]:<{BAR + 6}}{cells[1]}".rstrip())
    rows.append(
        f"mean {percent(mean(tally.before))} → {percent(mean(tally.after))}, "
        f"median {percent(median(tally.before))} → {percent(median(tally.after))} of the points"
    )
    return rows


def bins(shares: Sequence[float]) -> list[int]:
    """How many fall into each tenth; full marks belong to the last.

    >>> bins([0.0, 0.1, 0.95, 1.0])
    [1, 1, 0, 0, 0, 0, 0, 0, 0, 2]
    """
    found = [0] * BINS
    for share in shares:
        found[min(BINS - 1, max(0, int(share * BINS + 1e-9)))] += 1
    return found


def _bar(number: int, tallest: int) -> str:
    return "█" * max(int(number > 0), round(BAR * number / tallest))


def mean(shares: Sequence[float]) -> float | None:
    """The average; None of nothing."""
    return sum(shares) / len(shares) if shares else None


def median(shares: Sequence[float]) -> float | None:
    """The one in the middle; None of nothing."""
    if not shares:
        return None
    row = sorted(shares)
    return (row[(len(row) - 1) // 2] + row[len(row) // 2]) / 2


def percent(value: float | None) -> str:
    """A share with one decimal, or a dash.

    >>> percent(0.625), percent(None)
    ('62.5', '–')
    """
    return "–" if value is None else f"{100 * value:.1f}"


def roads(tally: Tally) -> list[str]:
    """How many were judged and how many were run, and why."""
    rows = []
    for how in ("judged", "run", "unchanged"):
        if number := tally.how.get(how, 0):
            rows.append(f"{number} {HOW[how]}" + ("" if how == "unchanged" else ":"))
            for (road, why), many in sorted(tally.why.items(), key=lambda item: -item[1]):
                if road == how:
                    names = [one_line(name) for name in tally.roads[road, why]]
                    rows.append(f"  {why or 'it cannot be opened'} ({_named(names, many)})")
    return rows


def _named(names: Sequence[str], number: int) -> str:
    more = number - len(names)
    return ", ".join(names) + (f" and {more} more" if more > 0 else "")


def _some(names: Sequence[str]) -> str:
    return _named([one_line(name) for name in names[:8]], len(names))


def _text(text: str, style: str = "") -> RenderableType:
    from rich.text import Text

    return Text(text, style=style, overflow="fold")
