"""A Python function changed in one place at a time: the mistakes that nobody thought of declaring.

Operators, comparisons, constants, keywords and calls of the function are changed, one per mutant. The module it stands
in is run anew for each, so helpers beside it are the originals. This runs a teacher's own reference, on the trusted
side, and nothing else.
"""

from __future__ import annotations

import ast
import copy
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType
from typing import Any

SWAPS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.MatMult: ast.Mult,
}
TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: where, from what, to what, and the function that results."""

    line: int  # in the file
    before: str
    after: str
    function: Callable[..., Any]

    def __str__(self) -> str:
        return f"line {self.line}: {self.before}  →  {self.after}"


def mutants(function: Callable[..., Any]) -> Iterator[Mutant]:
    """Every mutant of a function that can be compiled; none for what has no source."""
    if not isinstance(function, FunctionType):
        return
    module = ast.parse(Path(inspect.getfile(function)).read_text("utf-8"))
    body = next(
        (node for node in module.body if isinstance(node, ast.FunctionDef) and node.name == function.__name__), None
    )
    if body is None:
        return
    for number, node in enumerate(ast.walk(body)):
        for change in _changes(node):
            yield from _one(function, module, body.name, number, change)


def _one(function: FunctionType, module: ast.Module, name: str, number: int, change: int) -> Iterator[Mutant]:
    changed = copy.deepcopy(module)
    body = next(node for node in changed.body if isinstance(node, ast.FunctionDef) and node.name == name)
    node = list(ast.walk(body))[number]
    line = getattr(node, "lineno", body.lineno)
    before = _written(node)
    replaced = _apply(node, change)
    if replaced is not None:
        _put(body, node, replaced)
    namespace = {key: value for key, value in function.__globals__.items() if key.startswith("__")}
    try:
        run(changed, namespace, f"<mutant of {name}>")
    except Exception:  # noqa: BLE001 -- a change that cannot even be run is no mutant
        return
    yield Mutant(line, before, _written(replaced or node), namespace[name])


def run(tree: ast.Module, namespace: dict[str, Any], name: str) -> None:
    """Run a teacher's own module, or some functions of it, that we have changed; what it defines is in `namespace`."""
    exec(compile(ast.fix_missing_locations(tree), name, "exec"), namespace)  # noqa: S102 -- nobody else's code comes here


def _changes(node: ast.AST) -> range:
    """How many changes a node knows."""
    match node:
        case ast.BinOp(op=op) | ast.AugAssign(op=op):
            return range(1 if type(op) in SWAPS else 0)
        case ast.Compare(ops=[op]):
            return range(1 if type(op) in TURNED else 0)
        case ast.Constant(value=bool()):
            return range(1)
        case ast.Constant(value=int() | float()):
            return range(2)
        case ast.UnaryOp(op=ast.USub() | ast.Not()):
            return range(1)
        case ast.Call(args=[_], keywords=[]) | ast.Call(keywords=[_, *_]):
            return range(1)
        case ast.AugAssign() | ast.BoolOp():
            return range(1)
    return range(0)


def _apply(node: ast.AST, change: int) -> ast.expr | None:
    """Change a node in place, or give what replaces it."""
    match node:
        case ast.BinOp(op=op) | ast.AugAssign(op=op):
            node.op = SWAPS[type(op)]()
        case ast.Compare(ops=[op]):
            node.ops = [TURNED[type(op)]()]
        case ast.Constant(value=bool(value)):
            return ast.Constant(not value)
        case ast.Constant(value=int() | float() as value):
            return ast.Constant(value + 1 if change == 0 else value - 1 if isinstance(value, int) else value / 2)
        case ast.UnaryOp(operand=operand):
            return operand
        case ast.Call(args=[only], keywords=[]):
            return only
        case ast.Call(keywords=[_, *rest]):
            node.keywords = rest
        case ast.BoolOp(op=op):
            node.op = ast.And() if isinstance(op, ast.Or) else ast.Or()
    return None


def _put(body: ast.AST, old: ast.AST, new: ast.expr) -> None:
    for parent in ast.walk(body):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list) and any(item is old for item in value):
                setattr(parent, name, [new if item is old else item for item in value])


def _written(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 60 else text[:57] + "…"
