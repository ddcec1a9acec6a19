"""Expectations: E[…] over the random symbols of the question, exact for polynomials in them.

Sums and factors that are not random are taken out first; what is left is averaged by Gauss–Hermite quadrature with
just enough nodes for its degree. Anything that is not a polynomial is left to a person.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.mathematics import calls
from grader.mathematics.definitions import INDEX, formula, is_fixed
from grader.mathematics.numbers import Arithmetic
from grader.mathematics.problems import TooMuch
from grader.mathematics.symbols import Symbols
from grader.mathematics.tree import (
    Add,
    Factor,
    Index,
    Mean,
    Name,
    Negate,
    Node,
    Number,
    Power,
    Product,
    Repeated,
    times,
)

if TYPE_CHECKING:
    from grader.mathematics.evaluate import Evaluator

MOST_VARIABLES = 6
MOST_DEGREE = 8


def mean(evaluator: Evaluator, node: Node) -> Any:
    """E[node], by linearity as far as it goes."""
    if is_fixed(evaluator.symbols, node) or isinstance(node, Mean):
        return evaluator.value(node)
    if isinstance(node, Name | Index) and evaluator.symbols.named(node.name).value:
        place = evaluator.whole(node.places[0]) if isinstance(node, Index) else 0
        return evaluator.meaning(node.name, place, lambda meaning: mean(evaluator, meaning))
    if isinstance(node, Negate):
        return calls.scaled(evaluator, mean(evaluator, node.body), -evaluator.arithmetic.one)
    if isinstance(node, Add):
        parts = [mean(evaluator, term) for term in node.terms]
        for part in parts:
            evaluator.grow(part)
        total = parts[0]
        for part in parts[1:]:
            total = calls.added(evaluator, total, part)
        return total
    if isinstance(node, Repeated) and node.operation == "sum":
        return evaluator.repeated(Repeated("sum", Mean(node.body), node.index, node.low, node.high))
    if isinstance(node, Product):
        return _factored(evaluator, node)
    return _averaged(evaluator, node)


def _factored(evaluator: Evaluator, node: Product) -> Any:
    fixed = [factor for factor in node.factors if is_fixed(evaluator.symbols, factor.body)]
    left = [factor for factor in node.factors if factor not in fixed]
    if not fixed:
        return _averaged(evaluator, node)
    outer = evaluator.value(Product(tuple(fixed)) if fixed[0].how == "/" else times(fixed))
    return calls.multiplied(evaluator, outer, mean(evaluator, times(left)), False)


def _averaged(evaluator: Evaluator, node: Node) -> Any:
    degree = _degree(evaluator.symbols, node)
    if degree > MOST_DEGREE:
        raise TooMuch(f"An expectation of a polynomial of degree {degree} is not worked out here.")
    outside, evaluator.drawn = evaluator.drawn, {}
    try:
        evaluator.value(node)  # finds out which random variables stand in it
        variables = sorted(evaluator.drawn)
        if len(variables) > MOST_VARIABLES:
            raise TooMuch(f"An expectation over {len(variables)} random variables is not worked out here.")
        return _quadrature(evaluator, node, variables, degree // 2 + 1)
    finally:
        evaluator.drawn = outside


def _quadrature(evaluator: Evaluator, node: Node, variables: list[tuple[str, int]], count: int) -> Any:
    laws = [_law(evaluator, *variable) for variable in variables]
    nodes = _hermite(evaluator.arithmetic, count)
    total = evaluator.arithmetic.number(0)
    for chosen in product(nodes, repeat=len(variables)):
        weight = evaluator.arithmetic.one
        evaluator.drawn = {}
        for variable, (place, share), (centre, spread) in zip(variables, chosen, laws, strict=True):
            evaluator.drawn[variable] = centre + spread * place
            weight = weight * share
        addend = evaluator.scalar(node) * weight
        evaluator.grow(addend)
        total = total + addend
    return total


def draw(evaluator: Evaluator, name: str, place: int) -> Any:
    """The value a random variable has just now; an unknown one is noted."""
    assert evaluator.drawn is not None
    return evaluator.drawn.setdefault((name, place), evaluator.arithmetic.number(0.375))


def _law(evaluator: Evaluator, name: str, place: int) -> tuple[Any, Any]:
    """Mean and standard deviation; in their formulas k is the index."""
    symbol = evaluator.symbols.named(name)
    centre, variance = (formula(evaluator.symbols, text) for text in (symbol.mean, symbol.variance))
    outside, drawn = evaluator.scope, evaluator.drawn
    evaluator.scope, evaluator.drawn = {INDEX: evaluator.arithmetic.number(place)}, None
    try:
        spread = evaluator.arithmetic.apply("sqrt", evaluator.scalar(variance))
        return evaluator.scalar(centre), spread
    finally:
        evaluator.scope, evaluator.drawn = outside, drawn


def _degree(symbols: Symbols, node: Node) -> int:
    """The degree as a polynomial in what is random."""
    if is_fixed(symbols, node):
        return 0
    if isinstance(node, Name | Index):
        meaning = symbols.named(node.name).value
        return _degree(symbols, formula(symbols, meaning)) if meaning else 1
    if isinstance(node, Negate | Mean):
        return _degree(symbols, node.body)
    if isinstance(node, Repeated) and node.operation == "sum":
        return _degree(symbols, node.body)
    if isinstance(node, Add):
        return max(_degree(symbols, term) for term in node.terms)
    if isinstance(node, Product):
        return sum(_factor_degree(symbols, factor) for factor in node.factors)
    if isinstance(node, Power) and isinstance(node.exponent, Number) and node.exponent.value.denominator == 1:
        exponent = int(node.exponent.value)
        if 0 <= exponent <= MOST_DEGREE:
            return exponent * _degree(symbols, node.base)
    raise TooMuch("Only expectations of polynomials in the random symbols are worked out here.")


def _factor_degree(symbols: Symbols, factor: Factor) -> int:
    degree = _degree(symbols, factor.body)
    if factor.how == "/" and degree:
        raise TooMuch("Only expectations of polynomials in the random symbols are worked out here.")
    return degree


def _hermite(arithmetic: Arithmetic, count: int) -> list[tuple[Any, Any]]:
    """Nodes and weights for a standard normal variable: roots of He_n, weights (n−1)!/(n·He_{n−1}(x)²)."""
    rough, _ = np.polynomial.hermite_e.hermegauss(count)
    found = []
    for start in rough:
        x = arithmetic.number(float(start))
        for _ in range(2 if arithmetic.cost == 1 else arithmetic.digits.bit_length() + 1):
            value, before = _polynomial(x, count)
            x = x - value / (count * before)  # Newton: He_n' = n·He_{n−1}
        _, before = _polynomial(x, count)
        weight = arithmetic.one
        for factor in range(2, count):
            weight = weight * factor
        found.append((x, weight / (count * before * before)))
    return found


def _polynomial(x: Any, count: int) -> tuple[Any, Any]:
    before, here = x * 0 + 1, x
    for degree in range(1, count):
        before, here = here, x * here - degree * before
    return here, before
