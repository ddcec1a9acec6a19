"""What the checkers of written mathematics share: the text of an answer, and verdicts that wait for a person."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from grader.mathematics.compare import Comparison
from grader.mathematics.problems import ReadingError
from grader.model import Status, Value, Verdict


def typed(value: Value) -> str | None:
    """The text of an answer; a bare number counts as what it would be written as."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return repr(value)
    return None


def unread(problem: ReadingError, truth: str) -> Verdict:
    """What cannot be read is shown and waits; it is not wrong."""
    place = f"\n{problem.caret()}" if problem.text else ""
    finding = f"Your answer could not be read to the end, so it waits for a person. {problem.message}{place}"
    return Verdict(Status.UNDECIDED, Fraction(0), finding, f"expected {truth}")


def doubt(read: str, reason: str, truth: str) -> Verdict:
    """What was read, but cannot be compared."""
    finding = f"{read}. It could not be compared, so it waits for a person. {reason}".rstrip()
    return Verdict(Status.UNDECIDED, Fraction(0), finding, f"expected {truth}")


def witness(result: Comparison) -> str:
    """For staff: a point at which the two differ, and their values there."""
    if result.witness is None:
        return result.reason
    place = ", ".join(f"{name}={value:.4g}" for name, value in result.witness.items() if isinstance(value, float))
    return f"at {place or 'a random point'}: got {_short(result.got)}, expected {_short(result.want)}"


def _short(value: Any) -> str:
    if value is None:
        return "no value"
    try:
        return f"{float(value):.6g}"
    except (TypeError, ValueError, OverflowError):
        return str(value)[:200]
