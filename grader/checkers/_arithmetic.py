"""Arithmetic that a student typed, worked out exactly: a small parser of our own, with caps; nothing is ever executed.

    sum     = product (("+" | "-") product)*
    product = signed (("*" | "/" | nothing) signed)*
    signed  = ("-" | "+") signed | power
    power   = item ("^" signed)?                       right to left, and above a leading minus: -2^2 is -4
    item    = (number | constant | "(" sum ")" | function item | "frac" item item) "%"*

Fractions stay fractions; roots, exponentials and logarithms are good to 50 digits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction

from grader.checkers._tokens import Token, Unreadable

DEPTH = 40  # of brackets and signs
BITS = 20_000  # of any numerator or denominator on the way
PRECISE = Context(prec=60, Emax=999_999, Emin=-999_999)
PI = Fraction(Decimal("3.14159265358979323846264338327950288419716939937510582097494459"))
E = Fraction(Decimal("2.71828182845904523536028747135266249775724709369995957496696763"))
ZERO = "a division by zero stands in your answer"


def work_out(tokens: Sequence[Token], *, percent: bool = False) -> Fraction:
    """The value of one expression; Unreadable with a sentence where it has none.

    percent: a percent sign is the unit asked for and changes nothing; otherwise it divides by a hundred.

    >>> from grader.checkers._tokens import tokens
    >>> work_out(tokens("21*10+4*110+11")), work_out(tokens("1/3"))
    (Fraction(661, 1), Fraction(1, 3))
    """
    reader = _Reader(tokens, percent)
    value = reader.sum(0)
    if reader.here is not None:
        raise Unreadable(f"{reader.here.text!r} was not expected there")
    return value


class _Reader:
    def __init__(self, tokens: Sequence[Token], percent: bool) -> None:
        self.tokens = tokens
        self.at = 0
        self.percent = percent

    @property
    def here(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def takes(self, *signs: str) -> str:
        token = self.here
        if token is not None and token.kind == "sign" and token.text in signs:
            self.at += 1
            return token.text
        return ""

    def sum(self, depth: int) -> Fraction:
        if depth > DEPTH:
            raise Unreadable(f"the answer is nested deeper than {DEPTH} levels")
        value = self.product(depth)
        while sign := self.takes("+", "-"):
            other = self.product(depth)
            value = _kept(value + other if sign == "+" else value - other)
        return value

    def product(self, depth: int) -> Fraction:
        value = self.signed(depth)
        divided = False
        while True:
            sign = self.takes("*", "/")
            if not sign and not self._another():
                return value
            if not sign and divided:
                raise Unreadable("after a division, write the `*` or brackets")
            other = self.signed(depth)
            divided = sign == "/"
            value = _kept(_divided(value, other) if divided else value * other)

    def _another(self) -> bool:
        """Whether a factor follows without a sign: 2(3+4), (3+4)2, 2 sqrt(5)."""
        token = self.here
        if token is not None and token.kind == "number":
            return self.tokens[self.at - 1].kind == "close"
        return token is not None and token.kind in ("open", "function", "constant")

    def signed(self, depth: int) -> Fraction:
        if depth > DEPTH:
            raise Unreadable(f"the answer is nested deeper than {DEPTH} levels")
        sign = self.takes("-", "+")
        if sign:
            value = self.signed(depth + 1)
            return -value if sign == "-" else value
        return self.power(depth)

    def power(self, depth: int) -> Fraction:
        value = self.item(depth)
        return raised(value, self.signed(depth + 1)) if self.takes("^") else value

    def item(self, depth: int) -> Fraction:
        token = self.here
        if token is None:
            raise Unreadable("the answer stops where a number is due")
        self.at += 1
        match token.kind:
            case "number":
                value = token.value
            case "constant":
                value = PI if token.text == "pi" else E
            case "open":
                value = self._closed(depth)
            case "function":
                value = self._called(token.text, depth)
            case _:
                raise Unreadable(f"{token.text!r} stands where a number is due")
        while self.takes("%"):
            value = value if self.percent else value / 100
        return value

    def _closed(self, depth: int) -> Fraction:
        value = self.sum(depth + 1)
        if self.here is None or self.here.kind != "close":
            raise Unreadable("a bracket is not closed")
        self.at += 1
        return value

    def _called(self, name: str, depth: int) -> Fraction:
        if depth > DEPTH:
            raise Unreadable(f"the answer is nested deeper than {DEPTH} levels")
        value = self.item(depth + 1)
        if name == "frac":
            return _kept(_divided(value, self.item(depth + 1)))
        return _kept(_function(name, value))


def _kept(value: Fraction) -> Fraction:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > BITS:
        raise Unreadable("a number on the way is too large to work out")
    return value


def _divided(value: Fraction, other: Fraction) -> Fraction:
    if not other:
        raise Unreadable(ZERO)
    return value / other


def raised(base: Fraction, exponent: Fraction) -> Fraction:
    """A power: exact for whole exponents, else to 50 digits for positive bases."""
    if exponent.denominator == 1:
        size = max(base.numerator.bit_length(), base.denominator.bit_length()) * abs(exponent)
        if size > BITS:
            raise Unreadable("a power in your answer is too large to work out")
        if not base and exponent < 0:
            raise Unreadable(ZERO)
        return Fraction(base**exponent.numerator)
    if base < 0:
        raise Unreadable("a root of a negative number stands in your answer")
    if not base:
        if exponent < 0:
            raise Unreadable(ZERO)
        return base
    return root(base) if exponent == Fraction(1, 2) else _exponential(exponent * _logarithm(base))


def root(value: Fraction) -> Fraction:
    """The square root, exact where there is an exact one."""
    if value < 0:
        raise Unreadable("a root of a negative number stands in your answer")
    top, bottom = math.isqrt(value.numerator), math.isqrt(value.denominator)
    if top * top == value.numerator and bottom * bottom == value.denominator:
        return Fraction(top, bottom)
    return Fraction(PRECISE.sqrt(_decimal(value)))


def _function(name: str, value: Fraction) -> Fraction:
    match name:
        case "sqrt":
            return root(value)
        case "exp":
            return _exponential(value)
        case "abs":
            return abs(value)
        case "log2" | "log10":
            return _logarithm(value) / _logarithm(Fraction(int(name[3:])))
    return _logarithm(value)  # ln, and log as in Python and in formulas


def _exponential(value: Fraction) -> Fraction:
    if abs(value) > 10_000:
        raise Unreadable("a power in your answer is too large to work out")
    return Fraction(PRECISE.exp(_decimal(value)))


def _logarithm(value: Fraction) -> Fraction:
    if value <= 0:
        raise Unreadable("a logarithm of a number that is not positive stands in your answer")
    return Fraction(PRECISE.ln(_decimal(value)))


def _decimal(value: Fraction) -> Decimal:
    return PRECISE.divide(Decimal(value.numerator), Decimal(value.denominator))
