"""A regrade from the first hand-in to the last: looked at, written where that is asked for, and counted."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

from grader import classroom, history, minimising
from grader.engines import open_engine
from grader.pipeline import Plan
from grader.regrade import differing
from grader.regrade.applying import Writer
from grader.regrade.desk import Desk, Options, Person, work_on
from grader.regrade.moves import Move, Tally
from grader.regrade.showing import Diff, ordered

Seen = Callable[[Move], None]  # told of every hand-in, for the progress


def look(plan: Plan, people: Sequence[Person], options: Options, seen: Seen) -> Diff:
    """Who would move; nothing is written."""
    return _go(plan, people, options, seen, None)


def apply(plan: Plan, people: Sequence[Person], options: Options, seen: Seen, note: history.Note) -> Diff:
    """The same, and everything written as a fresh grade would have it."""
    out = options.rules.out
    writer = Writer(plan, out, history.Ledger(out, note))
    writer.begin(note)
    diff = _go(plan, people, options, seen, writer)
    _smallest(plan, people, options, writer)
    mine = {one.id for one in people}
    rest = _rest(out, people)
    current = classroom.standing(out, plan.assignment.digest) if rest else frozenset()
    writer.finish(mine | (rest & current))
    return diff


def _smallest(plan: Plan, people: Sequence[Person], options: Options, writer: Writer) -> None:
    """Look for smallest failing examples where nobody has looked yet; every mark is settled and written by now."""
    arrivals = {one.id: one.arrival for one in people if one.arrival is not None}
    due = [(arrivals[row.id], row) for row in writer.unlooked if row.id in arrivals]
    if not due or not options.smallest or not options.run:
        return
    with open_engine(options.engine, work_on(plan, options, [arrival for arrival, _ in due])) as engine:
        minimising.add(plan, options.rules.out, engine, options.jobs, due)


def left_behind(plan: Plan, out: Path, people: Sequence[Person]) -> frozenset[str]:
    """Who was not regraded, and stands under another version of the assignment."""
    rest = _rest(out, people)
    return rest - classroom.standing(out, plan.assignment.digest) if rest else frozenset()


def _rest(out: Path, people: Sequence[Person]) -> frozenset[str]:
    return frozenset(path.parent.name for path in out.glob("*/report.json")) - {one.id for one in people}


def _go(plan: Plan, people: Sequence[Person], options: Options, seen: Seen, writer: Writer | None) -> Diff:
    desk = Desk(plan, options)
    tally = Tally()
    moves: list[Move] = []
    worded: list[str] = []
    conflicts: list[tuple[str, str]] = []
    with contextlib.closing(desk.results(people)) as results:  # whatever happens, no sandbox stays open
        for result in results:
            if writer is not None:
                writer.put(result)
            one = result.move
            seen(one)
            tally.add(one)
            conflicts += [(one.id, said) for said in one.conflicts]
            if one.counts:
                moves.append(one)
            elif one.worded:
                worded.append(one.id)
    then = desk.versions.most_common(1)
    return Diff(
        assignment=plan.assignment.id,
        moves=ordered(moves),
        tally=tally,
        lines=tuple(differing.lines(options.rules.out, then[0][0], plan)) if then else (),
        conflicts=tuple(sorted(conflicts)),
        worded=tuple(sorted(worded)),
    )
