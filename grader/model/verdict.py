"""How one answer was judged."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Status(StrEnum):
    """How an answer was judged; `undecided` is our doubt and never costs a mark."""

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"
    MISSING = "missing"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one answer was judged. The finding is for the student and never holds a hidden expected value."""

    status: Status
    credit: Fraction
    finding: str = ""
    detail: str = ""  # for staff
    mistake: str | None = None

    @classmethod
    def passed(cls, finding: str = "") -> Verdict:
        return cls(Status.PASSED, Fraction(1), finding)

    @classmethod
    def partial(cls, credit: Fraction, finding: str, detail: str = "") -> Verdict:
        return cls(Status.PARTIAL, credit, finding, detail)

    @classmethod
    def failed(cls, finding: str, detail: str = "") -> Verdict:
        return cls(Status.FAILED, Fraction(0), finding, detail)

    @classmethod
    def missing(cls, finding: str, detail: str = "") -> Verdict:
        return cls(Status.MISSING, Fraction(0), finding, detail)

    @classmethod
    def undecided(cls, detail: str) -> Verdict:
        return cls(Status.UNDECIDED, Fraction(0), "This answer waits for a person; no mark was lost.", detail)
