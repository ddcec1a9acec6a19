"""How a change is told: the smallest piece of code around it that says something by itself."""

from __future__ import annotations

import ast
import copy

from grader.mutation.tree import Path, at

ARROW = " → "


def shown(function: ast.FunctionDef, path: Path) -> Path:
    """The smallest piece around a change that says something by itself: `b[0]` for a 0, `axis=1` with its call."""
    while True:
        node = at(function, path)
        if len(path) > 1 and isinstance(at(function, path[:-2]), ast.Dict):
            return path
        bare = isinstance(node, ast.Constant | ast.Name | ast.Slice | ast.keyword | ast.Tuple | list)
        if isinstance(node, ast.stmt | ast.arguments | ast.FunctionDef) or not (bare or not isinstance(node, ast.expr)):
            return path
        path = path[:-1]


def line(function: ast.FunctionDef, path: Path) -> Path:
    """The statement around a change, or the arguments."""
    while not isinstance(at(function, path), ast.stmt | ast.arguments):
        path = path[:-1]
    return path


def written(function: ast.FunctionDef, path: Path) -> str:
    """A piece of code on one line; of a compound statement only its head."""
    node = copy.deepcopy(at(function, path))
    if isinstance(node, ast.arguments):
        return _defaults(node)
    if len(path) > 1 and isinstance(holder := at(function, path[:-2]), ast.Dict):
        return f"{ast.unparse(at(holder, ('keys', path[-1])))}: {ast.unparse(node)}"
    if isinstance(node, ast.FunctionDef | ast.For | ast.While | ast.With | ast.If | ast.Try):
        node.body = [ast.Pass()]
        if isinstance(node, ast.For | ast.While | ast.If):
            node.orelse = []
        return ast.unparse(node).splitlines()[0]
    return " ".join(ast.unparse(ast.fix_missing_locations(node)).split())


def _defaults(arguments: ast.arguments) -> str:
    names = [argument.arg for argument in [*arguments.posonlyargs, *arguments.args]][-len(arguments.defaults) or None :]
    pairs = [*zip(names, arguments.defaults, strict=False)]
    pairs += [(one.arg, value) for one, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value]
    return ", ".join(f"{name}={ast.unparse(value)}" for name, value in pairs)


def trimmed(was: str, now: str, width: int) -> str:
    """The same for long pieces: what differs, and as much around it as there is room for.

    >>> trimmed("a" * 40 + "+ b" + "c" * 40, "a" * 40 + "- b" + "c" * 40, 40)
    '…aaaaaaaaa+ bccccccc… → …aaaaaaaaa- bccccccc…'
    """
    start = next((i for i, (p, q) in enumerate(zip(was, now, strict=False)) if p != q), min(len(was), len(now)))
    end = 0
    while end < min(len(was), len(now)) - start and was[-1 - end] == now[-1 - end]:
        end += 1
    room = max(4, (width - (len(was) - start - end) - (len(now) - start - end)) // 4)
    return ARROW.join(_around(text, start, len(text) - end, room) for text in (was, now))


def _around(text: str, start: int, end: int, room: int) -> str:
    left, right = max(0, start - room), min(len(text), end + room)
    return ("…" if left else "") + text[left:right] + ("…" if right < len(text) else "")
