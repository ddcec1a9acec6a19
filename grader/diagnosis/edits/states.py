"""States: a value from before this call's update, or another intermediate result, where the new one is due."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from grader.diagnosis.cause import Cause
from grader.diagnosis.edits.edit import Edit, Replace

RANK = 26


def edits(node: ast.AST, told: frozenset[str]) -> Iterator[Edit]:
    """What may be wrong with the order of the statements of a function; only whole functions are looked at."""
    if not isinstance(node, ast.FunctionDef):
        return
    for at, statement in enumerate(node.body):
        for name in _assigned(statement):
            if name in told and name in {argument.arg for argument in node.args.args}:
                yield from _stale(node, name, at)
    last = node.body[-1]
    if isinstance(last, ast.Return) and isinstance(last.value, ast.Tuple):
        yield from _handed_back(node, last.value)


def _assigned(statement: ast.AST) -> set[str]:
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AugAssign | ast.AnnAssign):
        targets = [statement.target]
    return {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}


def _stale(node: ast.FunctionDef, name: str, at: int) -> Iterator[Edit]:
    used = Cause("stale", f"`{name}` from before this step is used where the updated one is due", name, RANK)
    returned = Cause("not-updated", f"`{name}` is handed back as it came in, without this step's update", name, RANK)
    for later in range(at + 1, len(node.body)):
        statement = node.body[later]
        items = _tuple(statement) or [None]
        for number, item in enumerate(items):
            if any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(item or statement)):
                cause = returned if isinstance(item, ast.Name) else used
                yield Edit(node, cause, _with_old(name, later, number if item is not None else None))


def _tuple(statement: ast.stmt) -> list[ast.expr | None]:
    """The items of a returned tuple."""
    if isinstance(statement, ast.Return) and isinstance(statement.value, ast.Tuple):
        return [*statement.value.elts]
    return []


def _with_old(name: str, later: int, number: int | None) -> Replace:
    """The function keeps what came in, and one statement, or one item of the result, reads that."""
    kept = f"_{name}_before"

    def replace(node: Any) -> ast.AST:
        statement = node.body[later]
        place = statement.value.elts[number] if number is not None else statement
        for part in ast.walk(place):
            if isinstance(part, ast.Name) and part.id == name and isinstance(part.ctx, ast.Load):
                part.id = kept
        keep = ast.Assign(targets=[ast.Name(kept, ast.Store())], value=ast.Name(name, ast.Load()))
        node.body.insert(0, keep)
        return node  # type: ignore[no-any-return]

    return replace


def _handed_back(node: ast.FunctionDef, result: ast.Tuple) -> Iterator[Edit]:
    """The items of a tuple, each replaced by what was worked out from it last."""
    derived: dict[int, str] = {}
    for number, item in enumerate(result.elts):
        if isinstance(item, ast.Name):
            for name in _from(node, item.id):
                derived[number] = name
    if derived:
        said = "what is worked out from the state (such as a corrected moment) is handed back as the state"
        yield Edit(node, Cause("derived-handed-back", said, rank=RANK), _named(derived))


def _from(node: ast.FunctionDef, name: str) -> list[str]:
    """The locals that are assigned an expression of this one, and are not it."""
    return [
        target.id
        for statement in node.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name) and target.id != name
        if any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(statement.value))
    ]


def _named(names: dict[int, str]) -> Replace:
    def replace(node: Any) -> ast.AST:
        for number, name in names.items():
            node.body[-1].value.elts[number] = ast.Name(name, ast.Load())
        return node  # type: ignore[no-any-return]

    return replace
