"""Counting: one turn too many or too few, steps counted from another number, an entry beside the right one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial
from typing import Any

from grader.diagnosis.cause import Cause
from grader.diagnosis.edits.edit import Edit, Replace, binary, called, number

RANK = 30


def edits(node: ast.AST, told: frozenset[str]) -> Iterator[Edit]:  # noqa: ARG001 -- every family is given the same
    """What may be wrong with a loop's range, a count or an index."""
    if called(node) == "range" and isinstance(node, ast.Call) and len(node.args) == 1:
        for kind, when, replace in RANGES:
            yield Edit(node, Cause(kind, when, rank=RANK), replace)
    elif called(node) == "enumerate" and isinstance(node, ast.Call):
        if any(word.arg == "start" for word in node.keywords):
            for by, kind, when in STARTS:
                yield Edit(node, Cause(kind, when, rank=RANK), _start(by))
    elif isinstance(node, ast.Subscript):
        yield from _entry(node)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        right = node.right
        if isinstance(right, ast.Constant) and type(right.value) is int:
            cause = Cause("off-by-one", "a count or an index is off by one", rank=RANK + 4)
            for by in (-1, 1):
                yield Edit(node, cause, partial(_beside, by))


def _beside(by: int, node: Any) -> ast.AST:
    return binary(node.left, node.op, number(node.right.value + by))


def _bound(by: int) -> Replace:
    def replace(node: Any) -> ast.AST:
        node.args = [binary(node.args[0], ast.Add(), number(by))]
        return node  # type: ignore[no-any-return]

    return replace


def _later(node: Any) -> ast.AST:
    node.args = [number(1), *node.args]
    return node  # type: ignore[no-any-return]


RANGES: tuple[tuple[str, str, Replace], ...] = (
    ("one-turn-more", "a loop (or sum) has one turn too many", _bound(1)),
    ("one-turn-less", "a loop (or sum) has one turn too few", _bound(-1)),
    ("starts-late", "a loop (or sum) starts one turn too late", _later),
)
STARTS = (
    (-1, "counted-from-zero", "steps are counted from one too low a number (0 for 1)"),
    (1, "counted-one-too-high", "steps are counted from one too high a number"),
)


def _start(by: int) -> Replace:
    def replace(node: Any) -> ast.AST:
        for word in node.keywords:
            if word.arg == "start":
                word.value = binary(word.value, ast.Add(), number(by))
        return node  # type: ignore[no-any-return]

    return replace


def _entry(node: ast.Subscript) -> Iterator[Edit]:
    index = node.slice
    if isinstance(index, ast.UnaryOp) and isinstance(index.op, ast.USub) and isinstance(index.operand, ast.Constant):
        before = -index.operand.value if isinstance(index.operand.value, int) else None
    elif isinstance(index, ast.Constant) and type(index.value) is int:
        before = index.value
    else:
        before = None
    if before is None:
        return
    cause = Cause("other-entry", "", rank=RANK + 4)  # no words: which entry is meant, students cannot know
    for other in {0, 1, -1, before + 1, before - 1} - {before}:
        yield Edit(node, cause, partial(_at, other))


def _at(index: int, node: Any) -> ast.AST:
    node.slice = number(index)
    return node  # type: ignore[no-any-return]
