"""Why an answer may be wrong: small slips that alone turn the truth into what came back.

Tried in this order: opposite sign, a constant factor, upside down, transposed, an index off by one, one changed
node. A cause is named only if no other kind of slip explains the answer as well, and it never tells the truth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from math import isfinite
from typing import Any, TypeAlias

import numpy as np

from grader.mathematics import linear
from grader.mathematics.evaluate import Budget, Evaluator
from grader.mathematics.numbers import FLOATS
from grader.mathematics.problems import MathematicsError
from grader.mathematics.sampling import points
from grader.mathematics.symbols import Symbols
from grader.mathematics.tree import (
    ONE,
    Add,
    Call,
    Factor,
    Index,
    Name,
    Negate,
    Node,
    Number,
    Power,
    Product,
    Repeated,
    minus,
    plus,
    rebuild,
    times,
    walk,
)

SIGN = "Your answer has the opposite sign."
FACTOR = "Your answer is right up to a constant factor."
RECIPROCAL = "Your answer is upside down: it is one over what is asked for."
TRANSPOSED = "Your answer is transposed."
SHIFTED = "An index, bound or count is off by one."
TERM_SIGN = "One term has the wrong sign."
TERM_MISSING = "One term is missing."
TERM_EXTRA = "There is one term too many."
FACTOR_MISSING = "One factor is missing."
FACTOR_EXTRA = "There is one factor too many."
DIVIDED = "One factor is multiplied where it should be divided by, or the other way round."
EXPONENT = "One exponent is off."
FUNCTION = "A function such as |·|, sign or a root is missing, or is one too many."

_BUDGET = 20_000
_Values: TypeAlias = tuple[Any, ...]


def cause(got: Node, want: Node, symbols: Symbols) -> str:
    """A sentence that names the slip, or nothing.

    >>> from grader.mathematics.parser import read
    >>> from grader.mathematics.symbols import declare
    >>> symbols = declare({"x": "real", "y": "real"})
    >>> cause(read("y - x", symbols), read("x - y", symbols), symbols)
    'Your answer has the opposite sign.'
    """
    budget = Budget(_BUDGET)
    try:
        mine, truth = _values(got, symbols, budget), _truth(want, symbols)
        known = [place for place, value in enumerate(truth) if value is not None]
        if len(known) < 4 or any(mine[place] is None for place in known):
            return ""
        whole = _whole(mine, truth, known)
        return whole or _one_slip(got, want, symbols, budget)
    except (MathematicsError, RecursionError):
        return ""


@lru_cache(maxsize=512)
def _truth(want: Node, symbols: Symbols) -> _Values:
    return _values(want, symbols, Budget(_BUDGET))


def _values(node: Node, symbols: Symbols, budget: Budget) -> _Values:
    return tuple(_value(node, symbols, place, budget) for place in range(len(points(symbols))))


def _value(node: Node, symbols: Symbols, place: int, budget: Budget) -> Any:
    """A number or a matrix, or None where there is none."""
    evaluator = Evaluator(FLOATS, points(symbols)[place], symbols, budget)
    try:
        with np.errstate(all="ignore"):  # infinities are looked for below
            found = evaluator.quantity(node)
        found = found.factor if isinstance(found, linear.Identity) else found
        if type(found) is float:
            return found if isfinite(found) else None
        return found if np.all(np.isfinite(np.asarray(found, dtype=complex))) else None
    except (MathematicsError, OverflowError, ZeroDivisionError):
        if budget.left < 0:
            raise
        return None


def _same(left: Any, right: Any) -> bool:
    if type(left) is float and type(right) is float:
        return abs(left - right) <= 1e-8 * max(abs(left), abs(right))
    if np.shape(left) != np.shape(right):
        return False
    gap, size = np.max(np.abs(left - right)), max(np.max(np.abs(left)), np.max(np.abs(right)))
    return bool(gap <= 1e-8 * size)


def _whole(mine: _Values, truth: _Values, known: list[int]) -> str:
    """Slips of the answer as a whole."""
    if all(_same(mine[place], -truth[place]) for place in known):
        return SIGN
    if _constant_ratio([mine[place] for place in known], [truth[place] for place in known]):
        return FACTOR
    if all(np.ndim(mine[place]) == 2 == np.ndim(truth[place]) for place in known):
        return TRANSPOSED if all(_same(mine[place].T, truth[place]) for place in known) else ""
    if all(np.ndim(mine[place]) == 0 == np.ndim(truth[place]) for place in known):
        return RECIPROCAL if all(_same(mine[place] * truth[place], 1.0) for place in known) else ""
    return ""


def _constant_ratio(mine: list[Any], truth: list[Any]) -> bool:
    if any(np.shape(left) != np.shape(right) for left, right in zip(mine, truth, strict=True)):
        return False
    whole = np.concatenate([np.ravel(np.asarray(value, dtype=complex)) for value in truth])
    largest = int(np.argmax(np.abs(whole)))
    first = np.concatenate([np.ravel(np.asarray(value, dtype=complex)) for value in mine])[largest]
    if whole[largest] == 0 or first == 0 or np.ptp(np.abs(whole)) <= 1e-9 * abs(whole[largest]):
        return False  # of a constant truth every constant is a multiple
    ratio = first / whole[largest]
    return all(_same(left, ratio * right) for left, right in zip(mine, truth, strict=True))


def _one_slip(got: Node, want: Node, symbols: Symbols, budget: Budget) -> str:
    mine, truth = _values(got, symbols, budget), _truth(want, symbols)
    found = {name for name, node in _shifts(want, symbols) if _matches(node, mine, symbols, budget)}
    if found:
        return found.pop()
    found = {name for name, node in _slips(want) if _matches(node, mine, symbols, budget)}
    found |= {name for name, node in _extras(got) if _matches(node, truth, symbols, budget)}
    return found.pop() if len(found) == 1 else ""


def _matches(node: Node, values: _Values, symbols: Symbols, budget: Budget) -> bool:
    for place, value in enumerate(values):
        if value is not None:
            mine = _value(node, symbols, place, budget)
            if mine is None or not _same(mine, value):
                return False
    return True


def _shifts(want: Node, symbols: Symbols) -> Iterator[tuple[str, Node]]:
    for symbol in symbols.all:
        if symbol.whole:
            for step in (1, -1):
                yield SHIFTED, rebuild(want, _shifted(symbol.name, step))
    for node in walk(want):
        if isinstance(node, Repeated) and node.low is not None and node.high is not None:
            for step in (1, -1):
                yield SHIFTED, _with(want, node, replace(node, low=_moved(node.low, step)))
                yield SHIFTED, _with(want, node, replace(node, high=_moved(node.high, step)))
    for node in walk(want):
        if isinstance(node, Name) and (own := symbols.find(node.name)) and own.whole:
            for step in (1, -1):
                yield SHIFTED, _with(want, node, _moved(node, step))


def _moved(node: Node, step: int) -> Node:
    return Add((node, Number(Fraction(step))))


def _shifted(name: str, step: int) -> Any:
    return lambda node: _moved(node, step) if isinstance(node, Name) and node.name == name else None


def _with(tree: Node, old: Node, new: Node) -> Node:
    return rebuild(tree, lambda node: new if node is old else None)


def _slips(want: Node) -> Iterator[tuple[str, Node]]:
    exponents = _exponents(want)
    for node in walk(want):
        for name, new in _changes(node):
            within = id(node) in exponents and name in (TERM_MISSING, TERM_SIGN)
            yield EXPONENT if within else name, _with(want, node, new)


def _exponents(tree: Node) -> set[int]:
    """The sums that are an exponent, and their terms, by identity."""
    found = [node.exponent for node in walk(tree) if isinstance(node, Power)]
    return {id(node) for exponent in found for node in (exponent, *getattr(exponent, "terms", ()))}


def _counted(tree: Node) -> set[int]:
    """The sums that are an index or a bound, by identity."""
    found: set[int] = set()
    for node in walk(tree):
        if isinstance(node, Index):
            found |= {id(place) for place in node.places}
        elif isinstance(node, Repeated):
            found |= {id(node.low), id(node.high)}
    return found


def _changes(node: Node) -> Iterator[tuple[str, Node]]:
    if isinstance(node, Add):
        yield from _term_changes(node)
    elif isinstance(node, Product):
        yield from _factor_changes(node)
    elif isinstance(node, Negate):
        yield TERM_SIGN, node.body
    elif isinstance(node, Power):
        yield EXPONENT, node.base
        yield EXPONENT, Power(node.base, _moved(node.exponent, 1))
        yield EXPONENT, Power(node.base, _moved(node.exponent, -1))
        yield EXPONENT, Power(node.base, minus(node.exponent))
    elif isinstance(node, Call) and len(node.arguments) == 1:
        yield FUNCTION, node.arguments[0]
        if node.function == "sign":
            yield FUNCTION, Call("abs", node.arguments)


def _term_changes(node: Add) -> Iterator[tuple[str, Node]]:
    for place, term in enumerate(node.terms):
        others = [*node.terms[:place], *node.terms[place + 1 :]]
        yield TERM_MISSING, plus(others)
        yield TERM_SIGN, plus([*others, minus(term)])


def _factor_changes(node: Product) -> Iterator[tuple[str, Node]]:
    for place, factor in enumerate(node.factors):
        before, after = list(node.factors[:place]), list(node.factors[place + 1 :])
        yield FACTOR_MISSING, times([*before, *after])
        other = {"*": "/", "/": "*"}.get(factor.how)
        if other:
            first = [] if before else [Factor(ONE)]
            yield DIVIDED, times([*first, *before, Factor(factor.body, other), *after])


def _extras(got: Node) -> Iterator[tuple[str, Node]]:
    """Slips that are easier undone in the answer than made in the truth."""
    exponents, counted = _exponents(got), _counted(got)
    for node in walk(got):
        if isinstance(node, Add):
            for place, term in enumerate(node.terms):
                single = id(node) in counted and term in (ONE, minus(ONE))
                name = EXPONENT if id(node) in exponents else SHIFTED if single else TERM_EXTRA
                yield name, _with(got, node, plus([*node.terms[:place], *node.terms[place + 1 :]]))
        elif isinstance(node, Product):
            for place in range(len(node.factors)):
                yield FACTOR_EXTRA, _with(got, node, times([*node.factors[:place], *node.factors[place + 1 :]]))
        elif isinstance(node, Call) and node.function in ("abs", "sign", "sqrt", "ln", "exp"):
            yield FUNCTION, _with(got, node, node.arguments[0])
        elif isinstance(node, Power):
            yield EXPONENT, _with(got, node, node.base)
