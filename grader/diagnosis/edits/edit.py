"""One change at one place of a reference's code, named in words that a student understands."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from grader.diagnosis.cause import Cause

Replace: TypeAlias = Callable[[Any], ast.AST]  # the copied node, its parts already replaced → what stands there instead

LONGEST = 40  # characters of a formula that is quoted
KNOWN = frozenset({"np", "math", "abs", "sum", "len", "max", "min", "sign", "sqrt", "log", "exp", "maximum", "float"})
SMALL = (0, 1, 2, 0.5)  # constants of formulas; any other might be an answer


@dataclass(frozen=True, slots=True)
class Edit:
    """Where, what instead, and what that means; `everywhere` if it is also tried at all such places together."""

    node: ast.AST
    cause: Cause
    replace: Replace
    everywhere: bool = False


def quoted(node: ast.AST, told: frozenset[str]) -> str:
    """A piece of the reference in backticks if students know every name in it, else nothing.

    >>> expression = ast.parse("lam / m * w", mode="eval").body
    >>> quoted(expression, frozenset({"lam", "m", "w"})), quoted(expression, frozenset({"w"}))
    ('`lam / m * w`', '')
    """
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and part.id not in told and part.id not in KNOWN:
            return ""
        if isinstance(part, ast.Constant) and part.value not in SMALL:
            return ""
    text = ast.unparse(node)
    return f"`{text}`" if len(text) <= LONGEST and any(isinstance(part, ast.Name) for part in ast.walk(node)) else ""


def about(node: ast.AST, told: frozenset[str]) -> str:
    """The one argument that a piece mentions; nothing where there are several or none."""
    names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)} & told
    return names.pop() if len(names) == 1 else ""


def called(node: ast.AST) -> str:
    """The last name of what is called: "sqrt" for `np.sqrt(x)`, "sum" for `x.sum()`."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def is_one(node: ast.AST) -> bool:
    """The constant 1."""
    return isinstance(node, ast.Constant) and node.value == 1 and not isinstance(node.value, bool)


def binary(left: Any, op: ast.operator, right: Any) -> ast.BinOp:
    """left op right."""
    return ast.BinOp(left=left, op=op, right=right)


def number(value: float) -> ast.Constant:
    """A constant."""
    return ast.Constant(value)
