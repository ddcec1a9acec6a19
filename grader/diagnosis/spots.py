"""What is compared: one item of what came back on one case, with what was expected there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from grader.checkers import close, exact, number
from grader.comparing import Verdicts, Wants, compare, picked
from grader.model import Case, Checker, Criterion, Part, Raised, Returned, Status, Value

KINDS = (close.Checker, exact.Checker, number.Checker)
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """One item of one case; a call that raised has no value."""

    case: Case
    path: Path
    checker: Checker
    got: Value
    want: Value
    right: bool
    raised: bool = False


def spots(criterion: Criterion, verdicts: Verdicts, wants: Wants) -> tuple[Spot, ...] | None:
    """Everything that a cause has to explain; None where something was seen that none could.

    That is a part that is judged by no array or number, or is asked something of its own, and did not pass; and an
    answer that is missing, was stopped or could not be read.
    """
    found: list[Spot] = []
    for part in criterion.parts:
        checker = part.judge or criterion.judge
        for judged in verdicts[part.id]:
            right = judged.verdict.status is Status.PASSED
            if part.expect is not None or not isinstance(checker, KINDS):
                if not right:
                    return None
                continue
            if not isinstance(judged.seen, Returned | Raised) or judged.verdict.status is Status.UNDECIDED:
                return None
            want = wants.want(criterion.id, part.id, judged.case.id)
            found += _of(part, checker, judged.case, judged.seen, want, right)
    return tuple(found)


def _of(part: Part, checker: Checker, case: Case, seen: Returned | Raised, want: Value, right: bool) -> Iterator[Spot]:
    path: Path = () if part.pick is None else (part.pick,)
    if isinstance(seen, Raised):
        yield Spot(case, path, checker, None, None, right, raised=True)
        return
    if part.pick is not None:
        there, got = picked(seen.value, part.pick)
        due = picked(want, part.pick)[1]
        yield Spot(case, path, checker, got if there else None, due, right)
        return
    keys = _items(seen.value, want)
    if not keys:
        yield Spot(case, path, checker, seen.value, want, right)
        return
    for key in keys:
        got, due = seen.value[key], want[key]
        fine = right or compare(checker, got, due).status is Status.PASSED
        yield Spot(case, (key,), checker, got, due, fine)


def _items(got: Value, want: Value) -> list[str | int]:
    """The keys of a dict, or the places of a tuple of different things, that both sides have."""
    if isinstance(want, dict) and isinstance(got, dict) and set(want) <= set(got):
        return list(want)
    if isinstance(want, tuple) and len(want) > 1:
        listed = isinstance(got, list | tuple) or (isinstance(got, np.ndarray) and got.ndim > 0)
        if listed and len(got) == len(want) and not all(item is None or isinstance(item, str) for item in want):
            return list(range(len(want)))
    return []


def differing(found: tuple[Spot, ...]) -> frozenset[Path]:
    """The items that are wrong somewhere."""
    return frozenset(spot.path for spot in found if not spot.right)


def words(paths: frozenset[Path], found: tuple[Spot, ...]) -> str:
    """Which items a sentence speaks of; nothing where it is all of them.

    A part may look at the whole answer and another at one item of it; then no item is singled out.
    """
    everything = {spot.path for spot in found}
    if paths == everything or () in paths:
        return ""
    names = [f"`{path[0]}`" if isinstance(path[0], str) else f"item {path[0]}" for path in sorted(paths, key=str)]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
