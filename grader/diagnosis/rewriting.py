"""A reference function whose code was changed in one place. Runs a teacher's own code, on the trusted side, only."""

from __future__ import annotations

import ast
import copy
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType
from typing import Any

from grader.diagnosis.cause import Undefined
from grader.mutation import run


@dataclass(frozen=True, slots=True)
class Sources:
    """A reference and the functions beside it that it calls, as syntax trees; the reference comes first."""

    reference: FunctionType
    functions: Mapping[str, ast.FunctionDef]
    told: frozenset[str]  # the names of its arguments, which students know

    def changed(self, name: str, edits: Mapping[int, Callable[[Any], ast.AST]]) -> Callable[..., Any]:
        """The reference as it would be with these nodes of one function replaced; Undefined if that is no program."""
        memo: dict[int, Any] = {}
        edited = copy.deepcopy(self.functions[name], memo)
        targets = {id(memo[node]): replace for node, replace in edits.items()}
        namespace = dict(self.reference.__globals__)
        try:
            tree = _Replacing(targets).visit(edited)
            body = [tree if other == name else function for other, function in self.functions.items()]
            run(ast.Module(body=body, type_ignores=[]), namespace, "<reference, one edit>")
        except (SyntaxError, ValueError, TypeError, AttributeError, LookupError):
            raise Undefined from None
        made: Callable[..., Any] = namespace[self.reference.__name__]
        return made


def sources(reference: Callable[..., Any]) -> Sources | None:
    """The source of a plain function of a module and of the helpers it names; None where there is none to be had."""
    if not isinstance(reference, FunctionType):
        return None
    try:
        module = ast.parse(Path(inspect.getfile(reference)).read_text("utf-8"))
    except (OSError, TypeError, SyntaxError, UnicodeDecodeError):
        return None
    beside = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef) and not node.decorator_list}
    if reference.__name__ not in beside:
        return None
    needed: dict[str, ast.FunctionDef] = {}
    waiting = [reference.__name__]
    while waiting:
        name = waiting.pop()
        if name in needed:
            continue
        needed[name] = beside[name]
        waiting += [n.id for n in ast.walk(beside[name]) if isinstance(n, ast.Name) and n.id in beside]
    told = frozenset(
        argument.arg for argument in ast.walk(beside[reference.__name__].args) if isinstance(argument, ast.arg)
    )
    return Sources(reference, needed, told)


class _Replacing(ast.NodeTransformer):
    """Replaces nodes from the inside out."""

    def __init__(self, targets: Mapping[int, Callable[[Any], ast.AST]]) -> None:
        self._targets = targets

    def visit(self, node: ast.AST) -> Any:
        replace = self._targets.get(id(node))
        changed = self.generic_visit(node)
        return replace(changed) if replace else changed
