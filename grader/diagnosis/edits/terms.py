"""Terms of a sum: left out, with the wrong sign, or twice or half as large."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial
from operator import attrgetter
from typing import Any

from grader.diagnosis.cause import Cause
from grader.diagnosis.edits.edit import Edit, about, binary, is_one, number, quoted

RANK = 33
BETTER = 19  # for one that names the very difference


def edits(node: ast.AST, told: frozenset[str]) -> Iterator[Edit]:
    """What may be wrong with a sum or a difference."""
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub)):
        if (
            isinstance(node, ast.UnaryOp)
            and isinstance(node.op, ast.USub)
            and not isinstance(node.operand, ast.Constant)
        ):
            yield Edit(node, Cause("minus-left-out", "a minus sign is left out", "", RANK), lambda n: n.operand)
        return
    if isinstance(node.op, ast.Sub) and is_one(node.left):
        said = quoted(node.right, told) or "a value"
        cause = Cause("not-complemented", f"{said} is used in place of 1 minus it", about(node.right, told), RANK)
        yield Edit(node, cause, lambda n: n.right, everywhere=True)
    elif isinstance(node.op, ast.Sub):
        name = quoted(node, told)
        cause = Cause(
            "difference-reversed",
            f"{name or 'a difference'} is taken the other way round",
            "",
            BETTER if name else RANK,
        )
        yield Edit(node, cause, lambda n: binary(n.right, n.op, n.left))
        cause = Cause("sum-for-difference", "a sum is taken in place of a difference", "", RANK + 1)
        yield Edit(node, cause, lambda n: binary(n.left, ast.Add(), n.right), everywhere=True)
    for side in ("left", "right"):
        yield from _term(node, side, told)


def _term(node: ast.BinOp, side: str, told: frozenset[str]) -> Iterator[Edit]:
    term = getattr(node, side)
    if not quoted(term, told) and not is_one(term):
        yield from _nameless(node, side)
        return
    said = f"the term {quoted(term, told)}" if quoted(term, told) else _one(node, side, told)
    name = about(term, told)
    lost = Cause("term-left-out", f"{said} is left out", name, RANK)
    flipped = Cause("wrong-sign", f"{said} has the wrong sign", name, RANK)
    if side == "right":
        yield Edit(node, lost, lambda n: n.left)
        yield Edit(node, flipped, _flipped)
    else:
        yield Edit(node, lost, lambda n: n.right if isinstance(n.op, ast.Add) else ast.UnaryOp(ast.USub(), n.right))
        yield Edit(node, flipped, partial(_scaled, "left", -1))
    for factor, word in ((2, "twice"), (0.5, "half")):
        cause = Cause(f"term-{word}", f"{said} is {word} as large as it should be", name, RANK + 1)
        yield Edit(node, cause, partial(_scaled, side, factor))


def _one(node: ast.BinOp, side: str, told: frozenset[str]) -> str:
    """A bare 1, by what it stands beside: nobody can know which of several is meant."""
    other = quoted(node.left if side == "right" else node.right, told).strip("`") or "…"
    sign = "+" if isinstance(node.op, ast.Add) else "-"
    return f"the 1 of `{other} {sign} 1`" if side == "right" else f"the 1 of `1 {sign} {other}`"


def _nameless(node: ast.BinOp, side: str) -> Iterator[Edit]:
    """A term that students do not know under its name; nothing is said of it, and nothing else in its place."""
    if side == "right":
        yield Edit(node, Cause("term-left-out", "", rank=RANK), attrgetter("left"))
        yield Edit(node, Cause("wrong-sign", "", rank=RANK), _flipped)
    elif isinstance(node.op, ast.Add):
        yield Edit(node, Cause("term-left-out", "", rank=RANK), attrgetter("right"))


def _flipped(node: Any) -> ast.AST:
    node.op = ast.Add() if isinstance(node.op, ast.Sub) else ast.Sub()
    return node  # type: ignore[no-any-return]


def _scaled(side: str, factor: float, node: Any) -> ast.AST:
    setattr(node, side, binary(number(factor), ast.Mult(), getattr(node, side)))
    return node  # type: ignore[no-any-return]
