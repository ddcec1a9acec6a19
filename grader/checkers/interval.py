"""interval: a condition on one variable describes the expected range, with the right ends open or closed.

What it checks
    `0 < eps < 1/lmax`, `eps > 0 and eps < 1/lmax`, `eps in (0, 1/lmax)`, `(0, 1/lmax)`, `]0, 1/lmax[`, LaTeX, words
    (`positive and less than 1/lmax`, `strictly between 0 and 1/lmax`) and conditions that have to be solved first
    (`|1 - 2*eps*lmax| < 1`) all describe a set; the two sets must be the same at random values of the other symbols,
    their ends included. What the variable's own kind says (a `positive` step size) need not be repeated. Of an
    argument (`… ⇒ …`, so, i.e.) the conclusion counts; conditions on several lines are all meant.

When to use it
    Ranges, bounds and conditions. `missing_end` is the credit for a range of which one end is missing, `wrong_end`
    that for right ends of which one is closed instead of open or the other way round.

In a spec
    judge: {kind: interval, primary: eps, symbols: {eps: real, lmax: positive}, missing_end: 1/2, wrong_end: 1/2}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from grader.checkers._written import doubt, typed, unread
from grader.mathematics.conditions import INFINITE, Piece, Ranges, expected, ranges, read
from grader.mathematics.definitions import check
from grader.mathematics.problems import ReadingError
from grader.mathematics.show import echo
from grader.mathematics.symbols import NUMBERS, declare
from grader.model import Value, Verdict
from grader.showing import show

_NEAR = 1e-9
_Pairs = list[tuple[Piece, Piece]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    primary: str
    symbols: Mapping[str, Any] = field(hash=False)
    missing_end: Fraction = Fraction(0)
    wrong_end: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        symbol = check(declare(self.symbols)).find(self.primary)
        if symbol is None or symbol.kind not in NUMBERS:
            raise ValueError(f"primary is one of the symbols, and a number; {self.primary!r} is not")
        for name, credit in (("missing_end", self.missing_end), ("wrong_end", self.wrong_end)):
            if not 0 <= credit < 1:
                raise ValueError(f"{name} is a credit: it needs 0 <= {name} < 1, not {credit}")

    def judge(self, got: Value, want: Value) -> Verdict:
        symbols = declare(self.symbols)
        truth, mine = typed(want), typed(got)
        if truth is None:
            return Verdict.undecided(f"the expected answer is no condition: {show(want)}")
        if mine is None:
            return Verdict.failed(f"A condition is due; you have {type(got).__name__}.", f"expected {truth}")
        try:
            due = expected(truth, symbols, self.primary)
        except ReadingError as problem:
            return Verdict.undecided(f"the expected condition {truth!r} cannot be read: {problem}")
        try:
            found = read(mine, symbols, self.primary)
        except ReadingError as problem:
            return unread(problem, truth)
        said = echo(found)
        both = ranges(found, due, symbols, self.primary)
        if both.problem:
            return doubt(said, both.problem, truth)
        return self._compared(both, said, truth)

    def _compared(self, both: Ranges, said: str, truth: str) -> Verdict:
        detail = f"expected {truth}"
        if both.got == both.want:
            return Verdict.passed(f"{said}.")
        if not any(both.got):
            return Verdict.failed(f"{said}. No value of {self.primary} fulfils this.", detail)
        if not all(len(mine) == len(due) == 1 for mine, due in zip(both.got, both.want, strict=True)):
            return Verdict.failed(f"{said}. This is another range.", detail)
        pairs = [(mine[0], due[0]) for mine, due in zip(both.got, both.want, strict=True)]
        return self._single(pairs, said, detail)

    def _single(self, pairs: _Pairs, said: str, detail: str) -> Verdict:
        """One interval against one: which end is off?"""
        low = all(_near(mine.low, due.low) for mine, due in pairs)
        high = all(_near(mine.high, due.high) for mine, due in pairs)
        if low and high:
            finding = "The ends are right, but not which of them belong to the range."
            return _credited(self.wrong_end, f"{said}. {finding}", detail)
        no_low = high and all(mine.low == -INFINITE and mine.high_closed == due.high_closed for mine, due in pairs)
        no_high = low and all(mine.high == INFINITE and mine.low_closed == due.low_closed for mine, due in pairs)
        if no_low or no_high:
            which = "lower" if no_low else "upper"
            return _credited(self.missing_end, f"{said}. The {which} end of the range is missing.", detail)
        if low or high:
            return Verdict.failed(f"{said}. Only the {'lower' if low else 'upper'} end is right.", detail)
        return Verdict.failed(f"{said}. This is another range.", detail)


def _near(mine: float, due: float) -> bool:
    return mine == due or (max(abs(mine), abs(due)) < INFINITE and abs(mine - due) <= _NEAR * max(abs(mine), abs(due)))


def _credited(credit: Fraction, finding: str, detail: str) -> Verdict:
    return Verdict.partial(credit, finding, detail) if credit else Verdict.failed(finding, detail)
