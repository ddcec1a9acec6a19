"""The value of a tree at a point, in either kind of number. Shapes are checked on the way.

A vector is a column. Besides the value, the largest addend met on the way is kept: it tells how much of the value
can be rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from grader.mathematics import calls, linear, means
from grader.mathematics.definitions import INDEX, formula, is_random
from grader.mathematics.numbers import Arithmetic
from grader.mathematics.problems import Overflow, TooMuch, TypeMismatch, Undefined
from grader.mathematics.symbols import Symbols
from grader.mathematics.tree import (
    Add,
    Call,
    Cases,
    Compare,
    Constant,
    Factor,
    Index,
    Logic,
    Mean,
    Name,
    Negate,
    Node,
    Number,
    Power,
    Product,
    Repeated,
    Span,
    walk,
)

MOST_TERMS = 400
OPERATIONS = 200_000
NEAR = 1e-9
ROUNDED = 1e-13  # of the largest addend: what is left where a sum cancels


class Budget:
    """The operations that one comparison may cost."""

    def __init__(self, left: int = OPERATIONS) -> None:
        self.left = left

    def spend(self, cost: int) -> None:
        self.left -= cost
        if self.left < 0:
            raise TooMuch("This takes more operations to work out than an answer may cost.")


class Evaluator:
    def __init__(self, arithmetic: Arithmetic, point: Mapping[str, Any], symbols: Symbols, budget: Budget) -> None:
        self.arithmetic = arithmetic
        self.point = point
        self.symbols = symbols
        self.budget = budget
        self.scope: dict[str, Any] = {}
        self.known: dict[str, Any] = {}  # values of symbols that are neither random nor abbreviations
        self.drawn: dict[tuple[str, int], Any] | None = None  # inside an expectation: random symbol, place → value
        self.largest: Any = 0.0

    def value(self, node: Node) -> Any:
        self.budget.spend(self.arithmetic.cost)
        return _METHODS[type(node)](self, node)

    def truth(self, node: Node) -> bool:
        """Whether a condition holds here."""
        found = self.value(node)
        if not isinstance(found, bool):
            raise TypeMismatch("A condition such as w > 0 is needed here, not a value.")
        return found

    def scalar(self, node: Node) -> Any:
        found = self.value(node)
        if isinstance(found, np.ndarray | linear.Identity):
            what = linear.size(found) + " matrix" if isinstance(found, np.ndarray) else "matrix"
            raise TypeMismatch(f"A number is needed here, not a {what}.")
        if isinstance(found, bool):
            raise TypeMismatch("A number is needed here, not a condition.")
        return found

    def real(self, node: Node) -> Any:
        """A number on the real line."""
        found = self.scalar(node)
        imaginary = getattr(found, "imag", 0)
        if imaginary and abs(imaginary) > NEAR * abs(found):
            raise Undefined("There is no real value here.")
        return getattr(found, "real", found)

    def whole(self, node: Node) -> int:
        found = self.real(node)
        if not abs(found) < 1e9:
            raise Overflow("This index is too large.")
        nearest = int(self.arithmetic.number(0) + found + (0.5 if found >= 0 else -0.5))
        if abs(found - nearest) > NEAR:
            raise Undefined("An index or bound is not a whole number here.")
        return nearest

    # ---- leaves

    def number(self, node: Number) -> Any:
        return self.arithmetic.number(node.value)

    def constant(self, node: Constant) -> Any:
        if node.name == "I":
            return linear.Identity(self.arithmetic.one)
        if node.name == "oo":
            raise TooMuch("An infinite value cannot be worked out here.")
        return self.arithmetic.constant(node.name)

    def name(self, node: Name) -> Any:
        if node.name in self.scope:
            return self.scope[node.name]
        found = self.known.get(node.name)
        if found is not None:
            return found
        symbol = self.symbols.named(node.name)
        if symbol.value:
            return self.meaning(node.name, 0, self.value)
        if self.drawn is not None and is_random(self.symbols, node.name):
            return means.draw(self, node.name, 0)
        found = self.point[node.name]
        made = self.matrix(found) if isinstance(found, np.ndarray) else self.arithmetic.number(found)
        if not is_random(self.symbols, node.name):
            self.known[node.name] = made
        return made

    def meaning(self, name: str, place: int, use: Callable[[Node], Any]) -> Any:
        """What an abbreviation stands for, with its own index and no other."""
        outside, self.scope = self.scope, {INDEX: self.arithmetic.number(place)}
        try:
            return use(formula(self.symbols, self.symbols.named(name).value))
        finally:
            self.scope = outside

    def matrix(self, found: Any) -> Any:
        if self.arithmetic.cost == 1:
            return found
        made = np.empty(found.shape, dtype=object)
        for place in np.ndindex(*found.shape):
            made[place] = self.arithmetic.number(float(found[place]))
        return made

    def index(self, node: Index) -> Any:
        places = [self.whole(place) for place in node.places]
        symbol = self.symbols.named(node.name)
        if symbol.value:
            return self.meaning(node.name, places[0], self.value)
        if self.drawn is not None and is_random(self.symbols, node.name):
            return means.draw(self, node.name, places[0])
        found = self.point[node.name]
        if not isinstance(found, np.ndarray):
            return self.arithmetic.number(found(places[0]))
        shifted = [place - symbol.base for place in places] + ([0] if symbol.kind != "matrix" else [])
        if len(shifted) != 2 or not all(0 <= at < most for at, most in zip(shifted, found.shape, strict=True)):
            raise Undefined(f"{node.name} has no element with the index {', '.join(map(str, places))}.")
        return self.arithmetic.number(float(found[tuple(shifted)]))

    # ---- operations

    def negate(self, node: Negate) -> Any:
        return calls.scaled(self, self.quantity(node.body), -self.arithmetic.one)

    def quantity(self, node: Node) -> Any:
        found = self.value(node)
        if isinstance(found, bool):
            raise TypeMismatch("A value is needed here, not a condition.")
        return found

    def add(self, node: Add) -> Any:
        total = self.quantity(node.terms[0])
        self.grow(total)
        for term in node.terms[1:]:
            addend = self.quantity(term)
            self.grow(addend)
            total = calls.added(self, total, addend)
        return total

    def grow(self, addend: Any) -> None:
        if type(addend) is float:
            if not -self.largest <= addend <= self.largest:
                self.largest = abs(addend)
            return
        size = np.abs(addend).max() if isinstance(addend, np.ndarray) else abs(getattr(addend, "factor", addend))
        if size > self.largest:
            self.largest = size

    def product(self, node: Product) -> Any:
        total: Any = None
        for factor in node.factors:
            body = self.quantity(factor.body)
            if factor.how == "/":
                body = calls.reciprocal(self, body)
            elementwise = factor.how == "⊙"
            total = body if total is None else calls.multiplied(self, total, body, elementwise)
        return total

    def power(self, node: Power) -> Any:
        base = self.quantity(node.base)
        if isinstance(base, np.ndarray | linear.Identity):
            return calls.matrix_power(self, base, self.whole(node.exponent))
        exponent = self.scalar(node.exponent)
        return self.arithmetic.power(base, exponent)

    def call(self, node: Call) -> Any:
        return calls.called(self, node)

    def repeated(self, node: Repeated) -> Any:
        low, high = self.bounds(node)
        if high - low >= MOST_TERMS:
            raise TooMuch(f"A sum may have at most {MOST_TERMS} terms; this one has {high - low + 1}.")
        self.budget.spend(
            self.arithmetic.cost * (8 + max(0, high - low))
        )  # the bounds and the turns of the loop cost as well
        outside = self.scope.get(node.index)
        total: Any = None
        for place in range(low, high + 1):
            self.scope[node.index] = self.arithmetic.number(place)
            total = self.joined(node.operation, total, self.quantity(node.body))
        self.scope.pop(node.index, None)
        if outside is not None:
            self.scope[node.index] = outside
        if total is None:
            return self.arithmetic.number(0 if node.operation == "sum" else 1)
        return total

    def joined(self, operation: str, total: Any, item: Any) -> Any:
        if operation == "sum":
            self.grow(item)
        if total is None:
            return item
        return calls.added(self, total, item) if operation == "sum" else calls.multiplied(self, total, item, False)

    def bounds(self, node: Repeated) -> tuple[int, int]:
        if node.low is not None and node.high is not None:
            return self.whole(node.low), self.whole(node.high)
        for below in walk(node.body):
            if isinstance(below, Index):
                symbol = self.symbols.named(below.name)
                for place, count in zip(below.places, symbol.dims, strict=False):
                    if isinstance(place, Name) and place.name == node.index:
                        return symbol.base, symbol.base + count - 1
        raise TooMuch(f"This {node.operation} over {node.index} has no bounds.")

    def mean(self, node: Mean) -> Any:
        return means.mean(self, node.body)

    # ---- conditions

    def compare(self, node: Compare) -> bool:
        left, blurred = self._side(node.first)
        for sign, right_node in node.rest:
            right, also = self._side(right_node)
            slack = max(NEAR * max(abs(left), abs(right)), blurred, also)
            if not _HOLDS[sign](left - right, slack):
                return False
            left, blurred = right, also
        return True

    def _side(self, node: Node) -> tuple[Any, Any]:
        """One side of a comparison, and how far rounding may have moved it."""
        before, self.largest = self.largest, 0.0
        found = self.real(node)
        blurred = ROUNDED * self.largest
        self.largest = max(before, self.largest)
        return found, blurred

    def logic(self, node: Logic) -> bool:
        if node.operation == "not":
            return not self.truth(node.parts[0])
        found = [self.truth(part) for part in node.parts]
        return all(found) if node.operation == "and" else any(found)

    def cases(self, node: Cases) -> Any:
        for value, when in node.rows:
            if when is None or self.truth(when):
                return self.value(value)
        raise Undefined("None of the cases applies here.")


_HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda difference, slack: bool(difference < -slack),
    "<=": lambda difference, slack: bool(difference <= slack),
    ">": lambda difference, slack: bool(difference > slack),
    ">=": lambda difference, slack: bool(difference >= -slack),
    "=": lambda difference, slack: bool(abs(difference) <= slack),
    "!=": lambda difference, slack: bool(abs(difference) > slack),
}


def _no_value(_: Evaluator, node: Node) -> Any:
    raise TypeMismatch(f"This is no value: {type(node).__name__.lower()}.")


_METHODS: dict[type, Callable[..., Any]] = {
    Span: _no_value,
    Factor: _no_value,
    Number: Evaluator.number,
    Constant: Evaluator.constant,
    Name: Evaluator.name,
    Index: Evaluator.index,
    Negate: Evaluator.negate,
    Add: Evaluator.add,
    Product: Evaluator.product,
    Power: Evaluator.power,
    Call: Evaluator.call,
    Repeated: Evaluator.repeated,
    Mean: Evaluator.mean,
    Compare: Evaluator.compare,
    Logic: Evaluator.logic,
    Cases: Evaluator.cases,
}
