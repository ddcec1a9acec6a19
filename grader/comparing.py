"""One answer against one expected value, whatever the checker does."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from grader.model import Case, Checker, Observation, Part, Status, Value, Verdict


class Wants(Protocol):
    """What the trusted side expects; made by the oracle, or read from a student edition."""

    def want(self, criterion: str, part: str, case: str) -> Value: ...

    def mistaken(self, criterion: str, mistake: str, part: str, case: str) -> Value: ...


@dataclass(frozen=True, slots=True)
class Judged:
    """One case of one part, what was seen, and the verdict it got."""

    case: Case
    seen: Observation | None
    verdict: Verdict


Verdicts = Mapping[str, tuple[Judged, ...]]  # part id → its cases


def compare(checker: Checker, got: Value, want: Value) -> Verdict:
    """A checker's verdict; a checker that fails leaves the answer undecided, with the traceback for staff."""
    try:
        return checker.judge(got, want)
    except Exception:  # noqa: BLE001 -- the only broad one: our fault must never be a student's zero
        return Verdict.undecided(traceback.format_exc())


COMPARING = frozenset(
    f"grader.checkers.{kind}" for kind in ("choice", "close", "exact", "expression", "interval", "number", "table")
)


def unusable(checker: Checker, want: Value) -> str:
    """Why a checker that compares can make nothing of an expected value; empty where it can.

    >>> from grader.checkers.number import Checker as Number
    >>> unusable(Number(atol=0), 42), unusable(Number(atol=0), "many")
    ('', "the reference gave no usable number: 'many' (no number was found; write it in digits)")
    """
    if type(checker).__module__ not in COMPARING or callable(want):
        return ""
    verdict = compare(checker, want, want)
    return verdict.detail.strip().rpartition("\n")[2] if verdict.status is Status.UNDECIDED else ""


def picked(value: Value, key: str | int) -> tuple[bool, Value]:
    """Whether a dict, list, tuple or array holds this key or index, and what it holds there.

    >>> picked({"m": 1}, "m"), picked([1, 2], 5)
    ((True, 1), (False, [1, 2]))
    """
    try:
        return True, value[key]
    except (KeyError, IndexError, TypeError, ValueError):
        return False, value


def wanted(part: Part, want: Value) -> Value:
    """The share of an expected value that a part looks at."""
    if part.pick is None or part.expect is not None:
        return want
    return picked(want, part.pick)[1]
