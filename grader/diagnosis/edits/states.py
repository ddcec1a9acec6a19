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
    for later, statement in enumerate(node.body):
        updated = [name for name in _updated(node, later) if name in told]
        items = _tuple(statement) or [None]
        for number, item in enumerate(items):
            place = number if item is not None else None
            yield from _stale(node, _read(item or statement, updated), later, place, item)
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


def _updated(node: ast.FunctionDef, later: int) -> list[str]:
    """The arguments that have got a new value before a statement."""
    arguments = {argument.arg for argument in node.args.args}
    return sorted({name for statement in node.body[:later] for name in _assigned(statement)} & arguments)


def _read(place: ast.AST, names: list[str]) -> list[str]:
    loaded = {part.id for part in ast.walk(place) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)}
    return [name for name in names if name in loaded]


def _stale(
    node: ast.FunctionDef, names: list[str], later: int, place: int | None, item: ast.expr | None
) -> Iterator[Edit]:
    for name in names:
        used = Cause("stale", f"`{name}` from before this step is used where the updated one is due", name, RANK)
        returned = Cause(
            "not-updated", f"`{name}` is handed back as it came in, without this step's update", name, RANK
        )
        yield Edit(node, returned if isinstance(item, ast.Name) else used, _with_old([name], later, place))
    if len(names) > 1:
        said = " and ".join(f"`{name}`" for name in names)
        cause = Cause("stale", f"{said} from before this step are used where the updated ones are due", "", RANK)
        yield Edit(node, cause, _with_old(names, later, place))


def _tuple(statement: ast.stmt) -> list[ast.expr | None]:
    """The items of a returned tuple."""
    if isinstance(statement, ast.Return) and isinstance(statement.value, ast.Tuple):
        return [*statement.value.elts]
    return []


def _with_old(names: list[str], later: int, number: int | None) -> Replace:
    """The function keeps what came in, and one statement, or one item of the result, reads that."""

    def replace(node: Any) -> ast.AST:
        statement = node.body[later]
        place = statement.value.elts[number] if number is not None else statement
        for part in ast.walk(place):
            if isinstance(part, ast.Name) and part.id in names and isinstance(part.ctx, ast.Load):
                part.id = _kept(part.id)
        keep = [ast.Assign(targets=[ast.Name(_kept(n), ast.Store())], value=ast.Name(n, ast.Load())) for n in names]
        node.body[:0] = keep
        return node  # type: ignore[no-any-return]

    return replace


def _kept(name: str) -> str:
    return f"_{name}_before"


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
