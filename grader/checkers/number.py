"""number: the answer is a number, typed or returned, within a stated rounding or tolerance.

What it checks
    Typed answers are read safely and exactly: units are dropped (`661 parameters`), thousands may be separated
    (1,024 · 1 024 · 1'024), and arithmetic is worked out: 21*10+4*110+11, 1/3, sqrt(5), 1e-3, 2^10, exp, ln, pi,
    percent, LaTeX fractions; log is the natural logarithm. Of a chain such as `21*10+4*110+11 = 661` the last value
    counts; unequal sides are pointed out.
    A point is decimal. A comma before exactly three digits separates thousands (2,236 is 2236); any other comma is
    decimal (2,24), and the finding says what was read. Where several numbers are expected, commas followed by blanks,
    semicolons, line breaks or blanks separate them, and their order counts. Two different answers are no answer;
    sqrt(5) and 2.236 beside it are one, so are a total and its parts (661: 610 weights, 51 biases), and "about" does no
    harm where a rounded number will do.
    `decimals: 3` allows half a unit of the third decimal: |got - want| <= 0.0005. Otherwise the bound is
    atol + rtol * |want|. One of the two must be stated. A percent sign divides by a hundred unless `unit: "%"`.
    Truth values, complex numbers, NaN and infinity are not numbers.

When to use it
    Numbers that are typed, or computed once. For arrays and functions on many inputs use `close`, for lists and
    tables of cells `table`, for formulas with symbols `expression`.

In a spec
    judge: {kind: number, atol: 0, unit: parameters}
    judge: {kind: number, decimals: 3}
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from grader.checkers._tokens import Unreadable
from grader.checkers._typed import Answer, read
from grader.checkers.exact import kind_of
from grader.model import Value, Verdict
from grader.showing import show

SLACK = Fraction(1, 10**14)  # of the expected value: a float on the boundary of a tolerance is inside
MOST = 1000  # items of a list


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    decimals: int | None = None
    atol: float | None = None
    rtol: float | None = None
    unit: str = ""

    def __post_init__(self) -> None:
        tolerant = self.atol is not None or self.rtol is not None
        if tolerant is (self.decimals is not None):
            raise ValueError("say how near is near enough: either decimals, or atol and rtol")
        if self.decimals is not None and not 0 <= self.decimals <= 15:
            raise ValueError(f"decimals needs 0 <= decimals <= 15, not {self.decimals!r}")
        if self.rtol is not None and not 0 <= self.rtol < 1:
            raise ValueError(f"rtol is a share of the expected value: it needs 0 <= rtol < 1, not {self.rtol!r}")
        if self.atol is not None and not 0 <= self.atol < math.inf:
            raise ValueError(f"atol needs 0 <= atol and a finite number, not {self.atol!r}")

    def judge(self, got: Value, want: Value) -> Verdict:
        several = isinstance(want, list | tuple) or (isinstance(want, np.ndarray) and want.ndim > 0)
        try:
            due = _expected_all(want) if several else [_expected(want)]
        except (Unreadable, ValueError, OverflowError) as problem:
            return Verdict.undecided(f"the reference gave no usable number: {show(want)} ({problem})")
        try:
            mine = self._answers(got, several=several)
        except Unreadable as problem:
            return Verdict.failed(str(problem), f"expected {show(want)}, got {show(got)}")
        if len(mine) != len(due):
            finding = f"{f'{len(due)} numbers are' if len(due) != 1 else 'one number is'} due; {_said(mine)}"
            return Verdict.failed(finding, f"expected {show(want)}, got {show(got)}")
        return self._compare(mine, due, got)

    def value(self, got: Value, want: Value) -> Value | None:
        """An answer as the number that it stands for, or as many as are due; None where it is not that.

        >>> Checker(atol=0).value("3*4 + 5 = 17 units", 17), Checker(atol=0).value("1/4, 2", [0, 0])
        (17, [0.25, 2])
        """
        several = isinstance(want, list | tuple) or (isinstance(want, np.ndarray) and want.ndim > 0)
        try:
            mine = [_plain(answer.value) for answer in self._answers(got, several=several)]
        except (Unreadable, OverflowError):
            return None
        if len(mine) != (len(want) if several else 1):
            return None
        return mine if several else mine[0]

    @property
    def _rounded(self) -> bool:
        """Whether a number near the right one is right."""
        return bool(self.decimals or self.atol or self.rtol)

    def _answers(self, got: Value, *, several: bool) -> list[Answer]:
        if isinstance(got, str):
            answers = list(read(got, unit=self.unit, several=several, rounded=self._rounded))
            return answers if several else _agreed(answers)
        listed = isinstance(got, list | tuple) or (isinstance(got, np.ndarray) and got.ndim == 1)
        if not listed:
            return [self._one(got)]
        if len(got) > MOST:
            raise Unreadable(f"a list of {len(got)} items was given; give the numbers asked for")
        return [self._one(item) for item in got]

    def _one(self, got: Value) -> Answer:
        value = got.item() if isinstance(got, np.generic | np.ndarray) and np.ndim(got) == 0 else got
        if isinstance(value, str):
            answers = _agreed(list(read(value, unit=self.unit, rounded=self._rounded)))
            if len(answers) > 1:
                raise Unreadable(f"one number is due; {_said(answers)}")
            return answers[0]
        if isinstance(value, int | float) and not isinstance(value, bool):
            if not math.isfinite(value) if isinstance(value, float) else False:
                raise Unreadable(f"a number is due; you have {show(value)}")
            return Answer(Fraction(value))
        raise Unreadable(f"a number is due; you have {kind_of(value)}")

    def _compare(self, mine: list[Answer], due: list[Fraction], got: Value) -> Verdict:
        pairs = zip(mine, due, strict=True)
        wrong = [answer for answer, value in pairs if abs(answer.value - value) > self.bound(value)]
        hints = _uneven(mine)
        if not wrong:
            return Verdict.passed("; ".join([_said(mine), *hints]) if hints else "")
        if any(answer.thousands for answer in wrong):
            hints.append("a comma before three digits separates thousands; write a point for decimals")
        if len(due) == 1:
            finding = f"{_said(mine)}, and that is not it"
        else:
            off = f"{len(wrong)} of {len(due)} {'is' if len(wrong) == 1 else 'are'} not right"
            finding = f"{_said(mine)}; {off}"
        if self.decimals and any(a.decimals is not None and a.decimals < self.decimals for a in wrong):
            hints.append(f"give {self.decimals} decimals")
        bounds = ", ".join(f"{float(value):.17g} ± {float(self.bound(value)):.1e}" for value in due)
        return Verdict.failed("; ".join([finding, *hints]), f"expected {bounds}, got {show(got)}")

    def bound(self, want: Fraction) -> Fraction:
        """How far from this an answer may be."""
        slack = SLACK * abs(want)
        if self.decimals is not None:
            return Fraction(1, 2 * 10**self.decimals) + slack
        return _written(self.atol or 0) + _written(self.rtol or 0) * abs(want) + slack


def _expected_all(want: Any) -> list[Fraction]:
    if not len(want):
        raise ValueError("no number is expected at all")
    return [_expected(item) for item in want]


def _expected(want: Value) -> Fraction:
    """An expected value as it is written: 0.1 is one tenth, and text such as "1/3" is worked out."""
    value: Any = want.item() if isinstance(want, np.generic | np.ndarray) and np.ndim(want) == 0 else want
    if isinstance(value, str):
        answers = read(value)
        if len(answers) == 1:
            return answers[0].value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{kind_of(value)} is not one number")
    return _written(value)


def _written(value: float) -> Fraction:
    return Fraction(value) if isinstance(value, int) else Fraction(repr(value))


def _plain(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)


def _agreed(answers: list[Answer]) -> list[Answer]:
    """The same number twice is one answer; so are a root beside its rounding, and a total beside its parts."""
    if len({answer.value for answer in answers}) == 1:
        return answers[-1:]
    exact = [answer for answer in answers if answer.decimals is None]
    if len({answer.value for answer in exact}) == 1 and all(_rounds(one, exact[0]) for one in answers):
        return exact[-1:]
    whole = sum(answer.value for answer in answers)
    totals = [answer for answer in answers if 2 * answer.value == whole]
    parted = len(answers) > 2 and len(totals) == 1 and all(answer.value > 0 for answer in answers)
    return totals if parted else answers


def _rounds(answer: Answer, exact: Answer) -> bool:
    """Whether a number with decimals is what another one is rounded to."""
    slack = Fraction(1, 2 * 10**answer.decimals) if answer.decimals else Fraction(0)
    return abs(answer.value - exact.value) <= slack


def _said(answers: list[Answer]) -> str:
    """What we read, as digits.

    >>> _said([Answer(Fraction(671)), Answer(Fraction(1, 3))])
    'we read 671, 0.3333333333'
    """
    shown = ", ".join(_digits(answer.value) for answer in answers[:10])
    return f"we read {shown}{', …' if len(answers) > 10 else ''}" if answers else "there is none"


def _digits(value: Fraction) -> str:
    if value.denominator == 1:
        return show(value.numerator)
    try:
        return f"{float(value):.10g}"
    except OverflowError:
        return f"about {show(round(value))}"


def _uneven(answers: list[Answer]) -> list[str]:
    """A word on every chain whose sides are not equal."""
    sides = [map(_digits, answer.sides) for answer in answers if answer.sides is not None]
    return [f"two sides of an = differ: {left} and {right}" for left, right in sides]
