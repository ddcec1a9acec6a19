"""Comparisons, conditions and matrix products."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial
from typing import Any

from grader.diagnosis.cause import Cause
from grader.diagnosis.edits.edit import Edit, binary, called

RANK = 34
TIES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
}  # fmt: skip
TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
}  # fmt: skip


def edits(node: ast.AST, told: frozenset[str]) -> Iterator[Edit]:  # noqa: ARG001 -- every family is given the same
    """What may be wrong with a comparison, a condition or a product of matrices."""
    match node:
        case ast.Compare(ops=[op]):
            if type(op) in TIES:
                cause = Cause("ties", "equal values (ties) count the other way: < and <=, or > and >=", rank=RANK)
                yield Edit(node, cause, lambda n: _compared(n, TIES))
            if type(op) in TURNED:
                cause = Cause("comparison-reversed", "a comparison points the other way", rank=RANK)
                yield Edit(node, cause, lambda n: _compared(n, TURNED), everywhere=True)
        case ast.If() | ast.IfExp():
            for held, said in ((True, "as if it always held"), (False, "as if it never held")):
                cause = Cause("condition-ignored", f"a condition is not looked at, {said}", rank=RANK)
                yield Edit(node, cause, partial(_decided, held))
        case ast.Call(args=[_, _, _]) if called(node) == "where":
            for chosen, said in ((1, "as if it always held"), (2, "as if it never held")):
                cause = Cause("condition-ignored", f"a condition is not looked at, {said}", rank=RANK)
                yield Edit(node, cause, partial(_argument, chosen))
        case ast.BinOp(op=ast.MatMult()):
            cause = Cause(
                "entry-by-entry", "entries are multiplied one by one where a matrix product is due", rank=RANK
            )
            yield Edit(node, cause, lambda n: binary(n.left, ast.Mult(), n.right), everywhere=True)
            cause = Cause("factor-transposed", "a matrix is transposed before it is multiplied", rank=RANK)
            yield Edit(node, cause, lambda n: binary(_transposed(n.left), n.op, n.right))
            cause = Cause("order-exchanged", "the factors of a matrix product are in the other order", rank=RANK)
            yield Edit(node, cause, lambda n: binary(n.right, n.op, n.left))


def _argument(number: int, node: Any) -> ast.AST:
    found: ast.AST = node.args[number]
    return found


def _compared(node: Any, table: dict[type[ast.cmpop], type[ast.cmpop]]) -> ast.AST:
    node.ops = [table[type(node.ops[0])]()]
    return node  # type: ignore[no-any-return]


def _decided(held: bool, node: Any) -> ast.AST:
    node.test = ast.Constant(held)
    return node  # type: ignore[no-any-return]


def _transposed(node: Any) -> ast.expr:
    return ast.Attribute(value=node, attr="T", ctx=ast.Load())
