"""assertions: a test that makes its own comparisons and says how they went by raising or not.

What it checks
    The code of a case runs beside the student's code, in the sandbox, and passes when it raises nothing. With `out_of`,
    a number that the code ends with is taken as that many points of `out_of`, never more than all and never less than
    none. Whoever controls the process controls such a test, so every verdict says that it can be deceived.

When to use it
    Tests of other graders that cannot be carried over otherwise: `assert` statements, otter's exception-based tests,
    the test cells of nbgrader (`grader import`). Prefer a kind that compares outside.

In a spec
    test: any
    cases: [{code: assert square(3) == 9}]
    judge: {kind: assertions}

    test: problem1
    at: test-squares
    cases: [{code: "passed = sum([square(2) == 4, square(3) == 9])\\npassed / 2"}]
    judge: {kind: assertions, out_of: 1}
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from grader.checkers._observed import BESIDE, NO_TEST, failure, seen, show_line, told
from grader.model import Status, Value, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    out_of: Fraction | None = None

    def __post_init__(self) -> None:
        if self.out_of is not None and self.out_of <= 0:
            raise ValueError(f"out_of is {self.out_of}, expected the points of the test, a number above 0")

    def judge(self, got: Value, want: Value) -> Verdict:  # noqa: ARG002 -- what is expected stands in the test itself
        pieces = seen(got)
        if pieces is None or len(pieces) != 1:
            return Verdict.failed(NO_TEST, f"{BESIDE}; got {show_line(repr(got))}")
        (piece,) = pieces
        if piece.kind:
            at = f"line {piece.line} of the test: " if piece.line else ""
            return Verdict.failed(
                f"the test {failure(piece)}", f"{BESIDE}\n{at}{show_line(f'{piece.kind}: {piece.message}', 700)}"
            )
        if self.out_of is None or piece.value is None:
            return Verdict(Status.PASSED, Fraction(1), detail=BESIDE)
        return self._partial(piece.value, self.out_of)

    def _partial(self, value: Value, out_of: Fraction) -> Verdict:
        if not math.isfinite(value):
            return Verdict.undecided(f"{BESIDE}; the test ended with {value}, expected a number of points")
        credit = min(max(Fraction(repr(value)) / out_of, Fraction(0)), Fraction(1))
        detail = f"{BESIDE}; the test gave {value!r} of {out_of} points"
        if credit == 1:
            return Verdict(Status.PASSED, credit, detail=detail)
        if credit == 0:
            return Verdict.failed("the test gave no points", detail)
        return Verdict.partial(credit, "the test gave a part of the points", detail)

    def words(self, want: Value) -> str:  # noqa: ARG002
        """What is expected, in words."""
        return f"no exception, and {self.out_of}" if self.out_of is not None else "no exception"

    def told(self, got: Value) -> str:
        """What was printed or raised."""
        return told(got)
