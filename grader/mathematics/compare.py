"""Whether two expressions are the same: typed random points, and a hundred digits where floats could be wrong.

1. Both are worked out in floats at every point. 2. Where they differ, both are worked out again at the *same* point
with 100 digits and then with 200: only a difference that stays is one. 3. Where they agree everywhere, three points
are confirmed with 100 digits. A value is never compared relative to itself alone: what counts as rounding follows
from the largest addend, so zero references and cancellation are safe.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np

from grader.mathematics import linear
from grader.mathematics.evaluate import Budget, Evaluator
from grader.mathematics.numbers import FLOATS, Arithmetic, precise
from grader.mathematics.problems import Overflow, TooMuch, TypeMismatch, Undefined
from grader.mathematics.sampling import Point, points
from grader.mathematics.symbols import Symbols
from grader.mathematics.tree import Node

Kind: TypeAlias = Literal["equal", "different", "type", "undecided"]
UpTo: TypeAlias = Literal["", "constant", "scale"]
DIGITS = 100
CONFIRMED = 3
FEWEST = 4
_GUARD = 25  # digits that arithmetic may lose
_MOST_DIGITS = 1_000


@dataclass(frozen=True, slots=True)
class Comparison:
    kind: Kind
    reason: str = ""  # a sentence for a student; says nothing about the expected value
    witness: Point | None = None  # where they differ
    got: Any = None  # the values there
    want: Any = None


@dataclass(slots=True)
class Sides:
    """The two expressions, and how a point gives the two values to compare."""

    got: Node
    want: Node
    symbols: Symbols
    upto: UpTo = ""
    budget: Budget = field(default_factory=Budget)

    def values(self, point: Point, arithmetic: Arithmetic) -> tuple[Any, Any, Any]:
        """Got, want and the largest addend."""
        got, got_size = self.one(self.got, point, arithmetic, "got")
        want, want_size = self.one(self.want, point, arithmetic, "want")
        got, want = _fitted(got, want, arithmetic)
        return got, want, max(got_size, want_size, _size(got), _size(want))

    def one(self, node: Node, point: Point, arithmetic: Arithmetic, side: str) -> tuple[Any, Any]:
        evaluator = Evaluator(arithmetic, point, self.symbols, self.budget)
        try:
            with np.errstate(all="ignore"):  # infinities are looked for below
                found = evaluator.quantity(node)
        except (Undefined, Overflow, TypeMismatch) as problem:
            raise _At(problem, side) from problem
        items = found.flat if isinstance(found, np.ndarray) else (getattr(found, "factor", found),)
        if not all(arithmetic.finite(item) for item in items):
            raise _At(Overflow("This value is too large."), side)
        return found, evaluator.largest

    def pair(self, point: Point, first: Point, arithmetic: Arithmetic) -> tuple[Any, Any, Any]:
        """The two numbers that must be equal at this point, given what the first point showed."""
        got, want, size = self.values(point, arithmetic)
        if not self.upto:
            return got, want, size
        got0, want0, size0 = self.values(first, arithmetic)
        if self.upto == "constant":
            return got - want, got0 - want0, max(size, size0)
        return got * want0, got0 * want, max(size * size0, _size(got) * _size(want0))


class _At(Exception):
    """A problem, and the side it is on."""

    def __init__(self, problem: Exception, side: str) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.side = side


def compare(got: Node, want: Node, symbols: Symbols, upto: UpTo = "", budget: Budget | None = None) -> Comparison:
    """Compares; never raises for what the trees hold. Several comparisons may share one budget.

    >>> from grader.mathematics.parser import read
    >>> from grader.mathematics.symbols import declare
    >>> symbols = declare({"x": "real"})
    >>> compare(read("|x|", symbols), read("x", symbols), symbols).kind
    'different'
    >>> compare(read("(x+1)^2", symbols), read("x^2 + 2x + 1", symbols), symbols).kind
    'equal'
    """
    if got == want:
        return Comparison("equal")
    sides = Sides(got, want, symbols, upto, budget or Budget())
    try:
        return _compared(sides)
    except TooMuch as problem:
        return Comparison("undecided", str(problem))
    except RecursionError:
        return Comparison("undecided", "This is nested too deeply to be worked out.")


def _compared(sides: Sides) -> Comparison:
    everywhere = points(sides.symbols)
    usable: list[Point] = []
    exact = 0
    for point in everywhere:
        step = _at_floats(sides, point, everywhere[0])
        if step == "check":
            found = _at_digits(sides, point, everywhere[0])
            if isinstance(found, Comparison):
                return found
            step = "same" if found else "skip"
            exact += found
        if step == "same":
            usable.append(point)
    if len(usable) < FEWEST:
        return Comparison("undecided", "There are too few points at which both sides have a value.")
    doubt = _confirmed(sides, usable, exact, everywhere[0])
    if doubt is not None:
        return doubt
    if sides.upto == "scale" and _vanishes(sides, usable):
        return Comparison("different", "This is zero everywhere.")
    return Comparison("equal")


def _confirmed(sides: Sides, usable: list[Point], exact: int, first: Point) -> Comparison | None:
    """Nothing, once enough points agree to a hundred digits."""
    for point in usable:
        if exact >= CONFIRMED:
            return None
        found = _at_digits(sides, point, first)
        if isinstance(found, Comparison):
            return found
        exact += found
    return None if exact >= CONFIRMED else Comparison("undecided", "The values are too large to be sure of.")


def _vanishes(sides: Sides, usable: list[Point]) -> bool:
    """Zero is a multiple of everything: up to a scale only zero equals it."""
    sizes = [[_size(side) for side in sides.values(point, FLOATS)[:2]] for point in usable]
    return all(got < 1e-12 for got, _ in sizes) and any(want > 1e-12 for _, want in sizes)


def _at_floats(sides: Sides, point: Point, first: Point) -> str:
    """same, or check: floats alone never call two things different."""
    try:
        got, want, _ = sides.pair(point, first, FLOATS)
    except _At:
        return "check"
    bound = 1e-9 * max(_size(got), _size(want))
    return "same" if _size(got - want) <= bound else "check"


def _at_digits(sides: Sides, point: Point, first: Point) -> Comparison | bool:
    """True: the same here; False: nothing to be said here; a Comparison: the verdict."""
    digits, before = DIGITS, None
    while digits <= _MOST_DIGITS:
        try:
            got, want, size = sides.pair(point, first, precise(digits))
        except _At as problem:
            return _stopped(sides, problem, point)
        gap, largest = _size(got - want), max(_size(got), _size(want))
        noise = size * precise(10).context.mpf(10) ** (_GUARD - digits) if size else 0
        if gap <= noise and noise <= largest * 1e-40:
            return True
        if before is not None and gap <= before * 1e-50:
            return True  # more digits, less difference: it was rounding
        if before is not None and gap > noise and abs(gap - before) <= before * 1e-10:
            return Comparison("different", "", point, got, want)
        before = gap
        digits = _next(digits, size)
    return False


def _next(digits: int, size: Any) -> int:
    """Twice as many digits, or so many that the largest addend no longer swallows the rest."""
    large = int(precise(10).context.mag(size) * 0.302) if size else 0
    return max(2 * digits, 100 * ((large + 2 * DIGITS) // 100)) if digits == DIGITS or large > digits else 2 * digits


def _stopped(sides: Sides, problem: _At, point: Point) -> Comparison | bool:
    if isinstance(problem.problem, TypeMismatch):
        return Comparison("type" if problem.side != "want" else "undecided", str(problem))
    if problem.side == "got" and isinstance(problem.problem, Undefined) and _has_value(sides, point):
        return Comparison("different", f"Your answer has no value at some points: {problem}", point)
    return False


def _has_value(sides: Sides, point: Point) -> bool:
    try:
        sides.one(sides.want, point, precise(DIGITS), "want")
    except _At:
        return False
    return True


def _fitted(got: Any, want: Any, arithmetic: Arithmetic) -> tuple[Any, Any]:
    """Both as numbers or both as matrices of one size."""
    for one, other in ((got, want), (want, got)):
        if isinstance(one, linear.Identity) and isinstance(other, np.ndarray) and other.shape[0] == other.shape[1]:
            full = linear.identity(other.shape[0], arithmetic.one) * one.factor
            return (full, other) if one is got else (other, full)
    if isinstance(got, linear.Identity) and isinstance(want, linear.Identity):
        return got.factor, want.factor
    mine, theirs = _shape(got), _shape(want)
    if mine != theirs:
        raise _At(TypeMismatch(f"Your answer is {mine}, but {theirs} is asked for."), "both")
    return got, want


def _shape(value: Any) -> str:
    if isinstance(value, np.ndarray):
        what = "vector" if value.shape[1] == 1 else "matrix"
        return f"a {linear.size(value)} {what}"
    return "a multiple of the identity" if isinstance(value, linear.Identity) else "a number"


def _size(value: Any) -> Any:
    """The largest magnitude in it."""
    if isinstance(value, np.ndarray):
        return max(abs(item) for item in value.flat)
    return abs(value)
