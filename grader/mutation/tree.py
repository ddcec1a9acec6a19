"""Places in a syntax tree, field by field, so that a change can be made again in a copy."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any, TypeAlias

Path: TypeAlias = tuple[int | str, ...]


def at(function: ast.AST, path: Path) -> Any:
    """What stands there: a node, or a list of them."""
    node: Any = function
    for step in path:
        node = node[step] if isinstance(step, int) else getattr(node, step)
    return node


def put(function: ast.FunctionDef, path: Path, do: Callable[[Any], Any]) -> None:
    """What `do` makes of a node, in its stead."""
    holder, last = at(function, path[:-1]), path[-1]
    if isinstance(last, int):
        holder[last] = do(holder[last])
    else:
        setattr(holder, last, do(getattr(holder, last)))
