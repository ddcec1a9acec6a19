"""How near an answer came to the bound: the largest error, measured in what was allowed for it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from grader.checkers import close, number
from grader.checkers import property as relation
from grader.checkers._arrays import numeric, place, reals
from grader.checkers._relation import Relation
from grader.checkers._structure import walk
from grader.model import Checker, Value, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """The value whose error takes the largest share of what was allowed."""

    error: float
    allowed: float
    at: str = ""  # where among the values

    @property
    def share(self) -> float:
        """Above 1: outside."""
        if self.error == 0:
            return 0.0
        return self.error / self.allowed if self.allowed else math.inf


def margin(checker: Checker, got: Value, want: Value) -> Margin | None:
    """The margin of one answer; None where the judge has no bound, or there was nothing to measure."""
    try:
        found = list(_margins(checker, got, want))
    except (TypeError, ValueError, ArithmeticError, LookupError):
        return None
    return max(found, key=lambda one: one.share, default=None)


def _margins(checker: Checker, got: Value, want: Value) -> Iterator[Margin]:
    match checker:
        case close.Checker(rtol=rtol, atol=atol):
            yield from _values(got, want, rtol, atol)
        case number.Checker():
            yield from _numbers(checker, got, want)
        case relation.Checker(atol=atol) if isinstance(want, Relation):
            told = want(got)
            residual = numeric(told[0] if isinstance(told, tuple) else told)
            if residual is not None and residual.size:
                yield Margin(error=float(np.max(np.abs(residual))), allowed=atol)


def _values(got: Value, want: Value, rtol: float, atol: float) -> list[Margin]:
    """The worst value of every array in what came back; nothing of arrays of another shape."""
    found: list[Margin] = []

    def leaf(mine: Value, due: Value, at: str) -> Verdict:
        have, expected = reals(mine), reals(due)
        if have is not None and expected is not None and have.shape == expected.shape and expected.size:
            found.append(_worst(have.astype(np.float64), expected.astype(np.float64), rtol, atol, at))
        return Verdict.passed()

    walk(got, want, leaf)
    return found


def _worst(have: np.ndarray, expected: np.ndarray, rtol: float, atol: float, at: str) -> Margin:
    with np.errstate(all="ignore"):
        error = np.where(have == expected, 0.0, np.abs(have - expected))
        error = np.where(np.isnan(error), np.inf, error)
        allowed = np.broadcast_to(atol + rtol * np.abs(expected), expected.shape)
        share = np.where(error == 0, 0.0, np.where(allowed > 0, error / np.where(allowed > 0, allowed, 1), np.inf))
    worst = np.unravel_index(int(np.argmax(share)), expected.shape)
    where = place(tuple(int(i) for i in worst))
    return Margin(error=float(error[worst]), allowed=float(allowed[worst]), at=f"{at}{where}")


def _numbers(checker: number.Checker, got: Value, want: Value) -> Iterator[Margin]:
    mine = checker.value(got, want)
    if mine is None:
        return
    several = isinstance(mine, list)
    due = list(want) if several else [want]
    for index, (have, value) in enumerate(zip(mine if several else [mine], due, strict=True)):
        error, allowed = abs(_exact(have) - _exact(value)), checker.bound(_exact(value))
        yield Margin(error=float(error), allowed=float(allowed), at=place((index,)) if several else "")


def _exact(value: Value) -> Fraction:
    return Fraction(value.item() if isinstance(value, np.generic | np.ndarray) else value)
