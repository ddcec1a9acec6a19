"""Roots, squares, powers, signs and logarithms: a function left out, or another one in its place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial
from typing import Any

from grader.diagnosis.cause import Cause
from grader.diagnosis.edits.edit import Edit, Replace, binary, called, is_one, number, quoted

RANK = 31


def edits(node: ast.AST, told: frozenset[str]) -> Iterator[Edit]:
    """What may be wrong with a power or with a call of one function of one argument."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        yield from _power(node, told)
    elif isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
        yield from _call(node)
    elif isinstance(node, ast.Call) and called(node) in ("maximum", "minimum", "max", "min") and len(node.args) == 2:
        yield from _cut(node, told)


def _edit(node: ast.AST, kind: str, when: str, replace: Replace) -> Edit:
    return Edit(node, Cause(kind, when, rank=RANK), replace, everywhere=True)


def _power(node: ast.BinOp, told: frozenset[str]) -> Iterator[Edit]:
    exponent = node.right
    if isinstance(exponent, ast.Constant) and exponent.value == 2:
        yield _edit(node, "square-left-out", "a square is left out", lambda n: n.left)
        yield _edit(node, "absolute-for-square", "absolute values are used in place of squares", _absolute_of_base)
    elif (isinstance(exponent, ast.Constant) and exponent.value == 0.5) or (
        isinstance(exponent, ast.BinOp) and isinstance(exponent.op, ast.Div) and is_one(exponent.left)
    ):
        yield _edit(node, "root-left-out", "a root is left out", lambda n: n.left)
    else:
        name = quoted(node, told) or "a power"
        yield _edit(
            node,
            "product-for-power",
            f"a product is taken in place of {name}",
            lambda n: binary(n.left, ast.Mult(), n.right),
        )
        yield _edit(node, "power-left-out", f"the exponent of {name} is left out", lambda n: n.left)
        yield _edit(
            node, "exponent-one-more", f"the exponent of {name} is one too large", lambda n: _exponent(n, ast.Add())
        )
        yield _edit(
            node, "exponent-one-less", f"the exponent of {name} is one too small", lambda n: _exponent(n, ast.Sub())
        )


def _exponent(node: Any, op: ast.operator) -> ast.AST:
    return binary(node.left, node.op, binary(node.right, op, number(1)))


def _absolute_of_base(node: Any) -> ast.AST:
    return _absolute(node.left)


def _absolute(node: Any) -> ast.expr:
    return ast.Call(func=ast.Name("abs", ast.Load()), args=[node], keywords=[])


def _call(node: ast.Call) -> Iterator[Edit]:
    name = called(node)
    if isinstance(node.func, ast.Attribute) and not isinstance(node.func.value, ast.Name):
        return
    match name:
        case "sqrt":
            yield _edit(node, "root-left-out", "a root is left out", _argument)
        case "abs":
            yield _edit(node, "absolute-left-out", "absolute values are left out: the signs are kept", _argument)
            yield _edit(node, "square-for-absolute", "squares are used in place of absolute values", _square)
        case "sign":
            yield _edit(node, "sign-left-out", "the value itself is used in place of its sign", _argument)
            yield _edit(node, "always-positive", "the sign is left out: every value is taken as positive", _positive)
            yield _edit(node, "absolute-for-sign", "the absolute value is used in place of the sign", _of_argument)
        case "log":
            yield _edit(node, "base-2", "the logarithm is to base 2 where the natural one is due", _named("log2"))
            yield _edit(node, "base-10", "the logarithm is to base 10 where the natural one is due", _named("log10"))
            yield _edit(node, "logarithm-left-out", "a logarithm is left out", _argument)
        case "exp" | "tanh" | "median" | "square":
            yield _edit(node, f"{name}-left-out", f"a function, {name}, is left out", _argument)


def _argument_at(number: int, node: Any) -> ast.AST:
    found: ast.AST = node.args[number]
    return found


def _argument(node: Any) -> ast.AST:
    only: ast.AST = node.args[0]
    return only


def _of_argument(node: Any) -> ast.AST:
    return _absolute(node.args[0])


def _square(node: Any) -> ast.AST:
    return binary(node.args[0], ast.Pow(), number(2))


def _positive(node: Any) -> ast.AST:
    """Ones in the shape of the argument: x * 0 + 1."""
    return binary(binary(node.args[0], ast.Mult(), number(0)), ast.Add(), number(1))


def _named(name: str) -> Replace:
    def replace(node: Any) -> ast.AST:
        if isinstance(node.func, ast.Attribute):
            node.func.attr = name
        return node  # type: ignore[no-any-return]

    return replace


def _cut(node: ast.Call, told: frozenset[str]) -> Iterator[Edit]:
    for kept, limit in ((0, 1), (1, 0)):
        bound = node.args[limit]
        if isinstance(bound, ast.Constant) or quoted(bound, told):
            said = f"`{ast.unparse(bound)}`"
            yield _edit(node, "cut-left-out", f"the cut at {said} is left out", partial(_argument_at, kept))
