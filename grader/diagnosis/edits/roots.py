"""A small constant on the other side of a root: sqrt(v + eps) and sqrt(v) + eps."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial
from typing import Any

from grader.diagnosis.cause import Cause
from grader.diagnosis.edits.edit import Edit, binary, called

RANK = 28


def edits(node: ast.AST, told: frozenset[str]) -> Iterator[Edit]:
    """An argument that is added inside a root, or to a root."""
    if called(node) == "sqrt" and isinstance(node, ast.Call) and _sum(node.args[0]):
        for side, other in (("left", "right"), ("right", "left")):
            added = getattr(node.args[0], side)
            if isinstance(added, ast.Name) and added.id in told:
                cause = Cause("outside-the-root", f"`{added.id}` is added outside the root", added.id, RANK)
                yield Edit(node, cause, partial(_outside, side, other))
    elif _sum(node):
        for side, other in (("left", "right"), ("right", "left")):
            added, root = getattr(node, side), getattr(node, other)
            if isinstance(added, ast.Name) and added.id in told and called(root) == "sqrt":
                cause = Cause("inside-the-root", f"`{added.id}` is added inside the root", added.id, RANK)
                yield Edit(node, cause, partial(_inside, side, other))


def _sum(node: ast.AST) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)


def _outside(side: str, other: str, node: Any) -> ast.AST:
    total = node.args[0]
    node.args = [getattr(total, other)]
    return binary(node, ast.Add(), getattr(total, side))


def _inside(side: str, other: str, node: Any) -> ast.AST:
    root = getattr(node, other)
    root.args = [binary(root.args[0], ast.Add(), getattr(node, side))]
    return root  # type: ignore[no-any-return]
