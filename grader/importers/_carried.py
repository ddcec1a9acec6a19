"""Names that a test uses and the hidden part of an earlier one defines: nbgrader runs both, in one notebook.

What a hand-in can define itself is left alone: it stands in the student's names, with the student's value.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from grader.importers._python import statements, written


def needed(hidden: Sequence[str], code: str, open_: Sequence[str]) -> str:
    """The statements of earlier hidden tests that define what this code uses and no open cell defines, in order.

    >>> secret = ["from math import pi", "def area(r):\\n    return pi * r\\nassert area(1) > 3"]
    >>> needed(secret, "assert area(2) > 6", [])
    'from math import pi\\ndef area(r):\\n    return pi * r'
    >>> needed(secret, "assert area(2) > 6", ["def area(r):\\n    return 3 * r"])
    ''
    """
    secret = [node for text in hidden for node in statements(text)]
    others = {name for text in open_ for node in statements(text) for name in _binds(node)}
    wanted = _uses(statements(code)) - _defines(statements(code)) - others
    kept: set[int] = set()
    while found := {at for at, node in enumerate(secret) if at not in kept and _binds(node) & wanted}:
        kept |= found
        wanted |= _uses([secret[at] for at in found]) - others
    return "\n".join(written(secret[at]) or "" for at in sorted(kept))


def _binds(node: ast.stmt) -> set[str]:
    """What a statement at the left margin defines; a check defines nothing."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        return {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
    return set()


def _uses(body: Sequence[ast.stmt]) -> set[str]:
    walked = (part for node in body for part in ast.walk(node))
    return {part.id for part in walked if isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Store)}


def _defines(body: Sequence[ast.stmt]) -> set[str]:
    """What code defines itself before it can be missing: functions, classes and imports."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
    return {name for node in body if isinstance(node, kinds) for name in _binds(node)}
