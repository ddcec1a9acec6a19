"""Factors and divisors: left out, upside down, or the two weights of a running average exchanged."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial
from operator import attrgetter
from typing import Any

from grader.diagnosis.cause import Cause
from grader.diagnosis.edits.edit import Edit, about, binary, called, is_one, number, quoted

RANK = 32
BETTER = 27  # for causes that have a name of their own
NORMALISERS = {
    "sum": "the division by the sum, which normalises, is left out",
    "norm": "the division by the length (norm), which normalises, is left out",
}


def edits(node: ast.AST, told: frozenset[str]) -> Iterator[Edit]:
    """What may be wrong with a product, a quotient, or a weighted sum of two."""
    if not isinstance(node, ast.BinOp):
        return
    match node.op:
        case ast.Mult():
            yield from _product(node, told)
            yield from _slope(node)
            yield from _spread(node, told)
        case ast.Div():
            yield from _quotient(node, told)
        case ast.Add():
            yield from _weights(node)


def _product(node: ast.BinOp, told: frozenset[str]) -> Iterator[Edit]:
    for kept, lost in (("left", "right"), ("right", "left")):
        factor = getattr(node, lost)
        name = _named(factor, told)
        if name:
            cause = Cause("factor-left-out", f"the factor {name} is left out", about(factor, told), RANK)
            yield Edit(node, cause, attrgetter(kept), everywhere=is_weight(factor))
            cause = Cause("divided", f"there is a division by {name} in place of a product", "", RANK)
            yield Edit(node, cause, partial(_divided, kept, lost))
        else:
            yield Edit(node, Cause("factor-left-out", "", rank=RANK), attrgetter(kept))


def _named(node: ast.AST, told: frozenset[str]) -> str:
    """A factor in words; nothing for one that students would not know."""
    if isinstance(node, ast.Constant):
        return str(node.value) if node.value in (2, 0.5) else ""
    return quoted(node, told)


def _divided(kept: str, lost: str, node: Any) -> ast.AST:
    return binary(getattr(node, kept), ast.Div(), getattr(node, lost))


def _slope(node: ast.BinOp) -> Iterator[Edit]:
    """x y (1 - y): the derivative of a sigmoid y is left out."""
    inner = node.left
    if (
        is_weight(node.right)
        and isinstance(inner, ast.BinOp)
        and isinstance(inner.op, ast.Mult)
        and ast.dump(inner.right) == ast.dump(node.right.right)  # type: ignore[attr-defined]  # is_weight has looked
    ):
        cause = Cause("slope-left-out", "the derivative of the sigmoid, y (1 - y), is left out", "", BETTER)
        yield Edit(node, cause, lambda n: n.left.left)


def _spread(node: ast.BinOp, told: frozenset[str]) -> Iterator[Edit]:
    """p (x + y): the factor reaches one of the terms only."""
    for side, total in (("left", "right"), ("right", "left")):
        terms, factor = getattr(node, total), quoted(getattr(node, side), told)
        if factor and isinstance(terms, ast.BinOp) and isinstance(terms.op, ast.Add | ast.Sub):
            for reached, missed in (("left", "right"), ("right", "left")):
                term = quoted(getattr(terms, missed), told) or "one of the terms"
                cause = Cause("factor-misses-a-term", f"{term} is not multiplied by {factor}", "", RANK)
                yield Edit(node, cause, partial(_reaching, side, total, reached))


def _reaching(side: str, total: str, reached: str, node: Any) -> ast.AST:
    factor, terms = getattr(node, side), getattr(node, total)
    setattr(terms, reached, binary(factor, ast.Mult(), getattr(terms, reached)))
    return terms  # type: ignore[no-any-return]


def _constant(node: ast.AST) -> str:
    return f"a factor {node.value}" if isinstance(node, ast.Constant) and node.value in (2, 0.5) else ""


def _quotient(node: ast.BinOp, told: frozenset[str]) -> Iterator[Edit]:
    divisor = node.right
    name = _named(divisor, told)
    if is_correction(divisor):
        cause = Cause("no-bias-correction", "the bias correction (a division by 1 - beta**t) is left out", "", BETTER)
        yield Edit(node, cause, _numerator, everywhere=True)
    elif _is_length(divisor):
        cause = Cause("sum-for-mean", "the sum is taken instead of the mean: a division is missing", "", BETTER)
        yield Edit(node, cause, _numerator, everywhere=True)
        cause = Cause("ddof", "the division is by N - 1, not by N", "", BETTER)
        yield Edit(node, cause, lambda n: binary(n.left, n.op, binary(n.right, ast.Sub(), number(1))), everywhere=True)
    elif name:
        cause = Cause("division-left-out", f"the division by {name} is left out", about(divisor, told), RANK)
        yield Edit(node, cause, _numerator)
    else:
        said = NORMALISERS.get(called(divisor), "")
        cause = (
            Cause("normalisation-left-out", said, rank=BETTER) if said else Cause("division-left-out", "", rank=RANK)
        )
        yield Edit(node, cause, _numerator, everywhere=True)
    if name:
        cause = Cause("multiplied", f"there is a product with {name} in place of a division", "", RANK)
        yield Edit(node, cause, lambda n: binary(n.left, ast.Mult(), n.right))
        cause = Cause("floored", f"the division by {name} is a whole-number division (//)", "", RANK)
        yield Edit(node, cause, lambda n: binary(n.left, ast.FloorDiv(), n.right))
        cause = Cause("upside-down", f"a division by {name} is upside down", "", RANK)
        yield Edit(node, cause, lambda n: binary(n.right, ast.Div(), n.left))


def _numerator(node: Any) -> ast.AST:
    left: ast.AST = node.left
    return left


def is_weight(node: ast.AST) -> bool:
    """1 - b, for a name b."""
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Sub)
        and is_one(node.left)
        and isinstance(node.right, ast.Name)
    )


def is_correction(node: ast.AST) -> bool:
    """1 - b**t."""
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Sub)
        and is_one(node.left)
        and isinstance(node.right, ast.BinOp)
        and isinstance(node.right.op, ast.Pow)
    )


def _is_length(node: ast.AST) -> bool:
    """len(x), x.size or x.shape[i]."""
    if isinstance(node, ast.Subscript):
        node = node.value
    return called(node) == "len" or (isinstance(node, ast.Attribute) and node.attr in ("size", "shape"))


def _weights(node: ast.BinOp) -> Iterator[Edit]:
    """b x + (1 - b) y, in any order."""
    if _weight_of(node.left) and _weight_of(node.right):
        cause = Cause("weights-exchanged", "the weights b and 1 - b of a running average are exchanged", "", BETTER)
        yield Edit(node, cause, _exchange, everywhere=True)


def _weight_of(node: ast.AST) -> str:
    """The side of a product on which a weight stands: a name, or 1 - a name."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        for side in ("left", "right"):
            factor = getattr(node, side)
            if isinstance(factor, ast.Name) or is_weight(factor):
                return side
    return ""


def _exchange(node: Any) -> ast.AST:
    one, other = _weight_of(node.left), _weight_of(node.right)
    first, second = getattr(node.left, one), getattr(node.right, other)
    setattr(node.left, one, second)
    setattr(node.right, other, first)
    return node  # type: ignore[no-any-return]
