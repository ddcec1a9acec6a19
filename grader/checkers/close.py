"""close: the numbers that came back equal the expected ones within a tolerance.

What it checks
    First the structure: a dict holds every expected key (others are ignored), a tuple or list has as many items,
    an array has the expected shape. Nothing is broadcast. Lists, tuples and arrays may stand for one another.
    Then every number: |got - want| <= atol + rtol * |want|. The bound follows the *expected* value.
    An infinity matches only itself and NaN matches nothing. Whole numbers may stand for floats, and any float
    precision will do; truth values and complex numbers are not real numbers. A NaN in the reference is our fault.

When to use it
    Deterministic floating point. For random output use `random`, for counts and words `exact`,
    for an answer typed as text `number`.

In a spec
    judge: {kind: close, rtol: 1e-4, atol: 1e-6}
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checkers._arrays import Reals, describe, place, reals
from grader.checkers._structure import walk
from grader.model import Value, Verdict
from grader.showing import show

BLOCK = 1 << 16  # numbers compared at a time, so that a huge answer needs no huge copies


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    rtol: float
    atol: float

    def __post_init__(self) -> None:
        if not 0 <= self.rtol < 1:
            raise ValueError(f"rtol is a share of the expected value: it needs 0 <= rtol < 1, not {self.rtol!r}")
        if not 0 <= self.atol < math.inf:
            raise ValueError(f"atol needs 0 <= atol and a finite number, not {self.atol!r}")

    def judge(self, got: Value, want: Value) -> Verdict:
        return walk(got, want, self._leaf)

    def _leaf(self, got: Value, want: Value, at: str) -> Verdict:
        expected, actual = reals(want), reals(got)
        if expected is None or np.isnan(expected).any():
            return Verdict.undecided(f"{at}the reference gave no usable numbers: {show(want)}")
        if actual is None:
            return Verdict.failed(f"{at}numbers are due; you have {describe(got)}", _both(got, want))
        if actual.shape != expected.shape and not _both_empty(got, actual, expected):
            return Verdict.failed(f"{at}{shapes(actual, expected)}", _both(got, want))
        return self._values(actual, expected, at)

    def _values(self, actual: Reals, expected: Reals, at: str) -> Verdict:
        have, due = actual.reshape(-1), expected.reshape(-1)
        wrong = Wrong()
        for start in range(0, due.size, BLOCK):
            wrong.look(start, have[start : start + BLOCK], due[start : start + BLOCK], self.rtol, self.atol)
        if not wrong.count:
            return Verdict.passed()
        first, worst = (
            tuple(int(i) for i in np.unravel_index(one, expected.shape)) for one in (wrong.first, wrong.worst)
        )
        yours = show(float(have[wrong.first]))
        if due.size == 1:
            finding = f"{at}you have {yours}, which is outside the tolerance"
        else:
            off = f"{wrong.count} of {due.size} values {'is' if wrong.count == 1 else 'are'} off"
            finding = f"{at}{off}; the first is at {place(first)}, where you have {yours}"
            if wrong.worst != wrong.first:
                finding += f", the worst at {place(worst)}, where you have {show(float(have[wrong.worst]))}"
        return Verdict.failed(
            finding, "; ".join(self._staff(actual, expected, i) for i in dict.fromkeys((first, worst)))
        )

    def _staff(self, actual: Reals, expected: Reals, index: tuple[int, ...]) -> str:
        due, have = float(expected[index]), float(actual[index])
        allowed = self.atol + self.rtol * abs(due)
        return f"at {place(index) or 'the value'} expected {due:.17g} ± {allowed:.1e}, got {have:.17g}"


@dataclass(slots=True)
class Wrong:
    """How many values are off, the first of them, and the one that exceeds its bound by the most."""

    count: int = 0
    first: int = -1
    worst: int = -1
    excess: float = -math.inf

    def look(self, start: int, have: NDArray[Any], due: NDArray[Any], rtol: float, atol: float) -> None:
        actual, expected = have.astype(np.float64, copy=False), due.astype(np.float64, copy=False)
        with np.errstate(invalid="ignore", over="ignore"):  # inf - inf is settled by the equality
            difference = np.abs(actual - expected)
            allowed = atol + rtol * np.abs(expected)
            bad = ~((np.isfinite(expected) & (difference <= allowed)) | (actual == expected))
            if not bad.any():
                return
            excess = np.nan_to_num(difference - allowed, nan=np.inf, posinf=np.inf, neginf=-np.inf)
        where = np.flatnonzero(bad)
        if not self.count:
            self.first = start + int(where[0])
        self.count += where.size
        most = int(where[np.argmax(excess[where])])
        if excess[most] > self.excess:
            self.worst, self.excess = start + most, float(excess[most])


def shapes(actual: Reals, expected: Reals) -> str:
    """The rule of the contract that a shape breaks.

    >>> import numpy as np
    >>> shapes(np.zeros(3), np.zeros((3, 1)))
    'the shape (3, 1) is due; you have (3,)'
    """
    have = f"the shape {expected.shape} is due" if expected.ndim else "a single number is due"
    mine = f"{actual.shape}" if actual.ndim else "a single number"
    return f"{have}; you have {mine if expected.ndim else f'an array of shape {mine}'}"


def _both(got: Value, want: Value) -> str:
    return f"expected {show(want)}, got {show(got)}"


def _both_empty(got: Value, actual: Reals, expected: Reals) -> bool:
    """An empty list cannot say how wide its rows would be; an array can."""
    listed = isinstance(got, list | tuple)
    return listed and not actual.size and not expected.size and actual.shape == expected.shape[: actual.ndim]
