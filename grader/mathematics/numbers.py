"""Two kinds of numbers with one face: floats, quick; and hundreds of digits, to be sure.

Roots and logarithms of negative numbers go through the complex plane, on the principal branch, so that a way of
writing that passes through it is not called wrong. Values beyond any use raise Overflow.
"""

from __future__ import annotations

import cmath
import math
import threading
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from grader.mathematics.problems import Overflow, Undefined

MOST_FACTORIAL = 200
_LARGEST_ARGUMENT = 1e6  # of exp and its kin, and of exponent times logarithm
_LARGEST_ANGLE = 1e40


class Floats:
    """Double precision."""

    digits = 15
    one = 1.0
    cost = 1

    def number(self, value: Fraction | float | int) -> Any:
        try:
            return float(value)
        except OverflowError:
            raise Overflow("This number is too large.") from None

    def constant(self, name: str) -> Any:
        return {"pi": math.pi, "e": math.e}[name]

    def apply(self, function: str, value: Any) -> Any:
        try:
            return _real(function)(value)
        except (ValueError, TypeError):
            return self._complex(function, value)
        except OverflowError:
            raise Overflow("This value is too large.") from None

    def _complex(self, function: str, value: Any) -> Any:
        try:
            return getattr(cmath, function)(value)
        except (ValueError, AttributeError):
            raise Undefined(f"{function} has no value here.") from None
        except OverflowError:
            raise Overflow("This value is too large.") from None

    def power(self, base: Any, exponent: Any) -> Any:
        try:
            return base**exponent
        except ZeroDivisionError:
            raise Undefined("Zero is divided by here.") from None
        except OverflowError:
            raise Overflow("This power is too large.") from None

    def finite(self, value: Any) -> bool:
        return cmath.isfinite(value)


def _real(function: str) -> Callable[[Any], Any]:
    found: Callable[[Any], Any] = getattr(math, function)
    return found


class Precise:
    """As many digits as asked for."""

    def __init__(self, digits: int) -> None:
        from mpmath.ctx_mp import MPContext  # here, so that reading alone stays quick

        self.context = MPContext()
        self.context.dps = digits
        self.digits = digits
        self.one = self.context.mpf(1)
        self.cost = 4 + digits // 25
        self._names = {"log": "ln"}

    def number(self, value: Fraction | float | int) -> Any:
        if isinstance(value, Fraction):
            return self.context.mpf(value.numerator) / value.denominator
        return self.context.mpf(value)

    def constant(self, name: str) -> Any:
        return +getattr(self.context, name)

    def apply(self, function: str, value: Any) -> Any:
        limit = _LARGEST_ANGLE if function in ("sin", "cos", "tan") else _LARGEST_ARGUMENT
        if function not in ("log", "sqrt", "log10", "atan", "floor", "ceil") and abs(value) > limit:
            raise Overflow("This value is too large.")
        if function == "log" and value == 0:
            raise Undefined("The logarithm of zero has no value.")
        try:
            return getattr(self.context, self._names.get(function, function))(value)
        except (ValueError, ZeroDivisionError):
            raise Undefined(f"{function} has no value here.") from None

    def power(self, base: Any, exponent: Any) -> Any:
        if base == 0:
            if exponent == 0:
                return self.one
            if getattr(exponent, "real", exponent) < 0:
                raise Undefined("Zero is divided by here.")
            return self.one * 0
        size = abs(self.context.mag(base)) + 1
        if abs(exponent) > _LARGEST_ARGUMENT or abs(exponent) * size > 4 * _LARGEST_ARGUMENT:
            raise Overflow("This power is too large.")
        return base**exponent

    def finite(self, value: Any) -> bool:
        return bool(self.context.isfinite(value))


Arithmetic = Floats | Precise
FLOATS = Floats()
_local = threading.local()  # mpmath's contexts change their precision while they work: one per thread


def precise(digits: int) -> Precise:
    """Arithmetic with so many digits."""
    made: dict[int, Precise] = _local.__dict__.setdefault("made", {})
    if digits not in made:
        if len(made) > 8:
            made.clear()
        made[digits] = Precise(digits)
    return made[digits]
