"""Otter's exception-based tests: functions marked with `@test_case`, found in the syntax tree and never run here.

Each becomes code of its own: what stands around the functions, one function, and the name to call. So it runs where
the functions of the file ran for otter, apart from the student's names.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from grader.importers._ok import File, Found, Unread, assigned, literal, parse, text_of

MARK = "test_case"
SETTINGS = ("name", "points", "hidden", "success_message", "failure_message")
OWN = ("OK_FORMAT", "name", "points", "all_or_nothing")


def read(text: str, name: str) -> File:
    """The tests of a file; Unread where its name or its points would have to be computed."""
    tree = parse(text)
    found = assigned(tree)
    own = {key: literal(found[key], f"its `{key}`") for key in OWN if key in found}
    tests = [node for node in tree.body if isinstance(node, ast.FunctionDef) and _marks(node)]
    if not tests:
        raise Unread(f"no function of it is marked with @{MARK}")
    around = _around(text, tree, tests)
    called = str(own.get("name") or name)
    return File(
        name=called,
        points=own.get("points"),
        all_or_nothing=bool(own.get("all_or_nothing", False)),
        cases=tuple(_case(text, node, around, f"{called} - {number}") for number, node in enumerate(tests, 1)),
    )


def function(source: str, settings: Mapping[str, Any], name: str, hidden: bool) -> Found:
    """A test that a master notebook holds: one function, perhaps followed by a call of it."""
    body = parse(source).body
    if not body or not isinstance(body[0], ast.FunctionDef) or len(body) > 2:
        raise Unread("a test is one function and at most a call of it")
    return _found(text_of(body[0]), body[0].name, {"hidden": hidden, **settings}, name)


def _marks(node: ast.FunctionDef) -> list[ast.expr]:
    return [mark for mark in node.decorator_list if _is_mark(mark)]


def _is_mark(node: ast.expr) -> bool:
    called = node.func if isinstance(node, ast.Call) else node
    return (called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")) == MARK


def _around(text: str, tree: ast.Module, tests: list[ast.FunctionDef]) -> str:
    """The other statements of the file, as they are written."""
    kept = [node for node in tree.body if node not in tests and not _about(node)]
    return "\n".join(_written(text, node) for node in kept)


def _about(node: ast.stmt) -> bool:
    """Whether a statement only speaks to otter."""
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").partition(".")[0] == "otter"
    if isinstance(node, ast.Import):
        return all(alias.name.partition(".")[0] == "otter" for alias in node.names)
    names = [target.id for target in getattr(node, "targets", ()) if isinstance(target, ast.Name)]
    return isinstance(node, ast.Assign) and bool(names) and set(names) <= set(OWN)


def _written(text: str, node: ast.stmt, marks: bool = True) -> str:
    """A statement as it stands there; of a function perhaps without what marks it."""
    decorators = getattr(node, "decorator_list", []) if marks else []
    first = min([node.lineno, *(mark.lineno for mark in decorators)])
    return "\n".join(text.split("\n")[first - 1 : node.end_lineno])


def _case(text: str, node: ast.FunctionDef, around: str, name: str) -> Found:
    mark = _marks(node)[0]
    others = [f"@{text_of(other)}" for other in node.decorator_list if not _is_mark(other)]
    source = "\n".join([*others, _written(text, node, marks=False)])
    try:
        settings = _settings(mark)
    except Unread as unread:
        return Found(name=name, hidden=False, why_not=str(unread))
    return _found("\n\n".join(filter(None, [around, source])), node.name, settings, name)


def _settings(mark: ast.expr) -> dict[str, Any]:
    if not isinstance(mark, ast.Call):
        return {}
    given = dict(zip(SETTINGS, mark.args, strict=False))
    given |= {keyword.arg: keyword.value for keyword in mark.keywords if keyword.arg}
    return {key: literal(node, f"the `{key}` of its mark") for key, node in given.items()}


def _found(code: str, call: str, settings: Mapping[str, Any], name: str) -> Found:
    texts = {key: settings.get(key) for key in ("name", "failure_message", "success_message")}
    said = {key: text.strip() for key, text in texts.items() if isinstance(text, str)}
    return Found(
        name=said.get("name") or name,
        code=code,
        call=call,
        hidden=bool(settings.get("hidden", False)),
        points=settings.get("points"),
        say=said.get("failure_message", ""),
        praise=said.get("success_message", ""),
    )
