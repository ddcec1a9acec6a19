"""Test files in the OK format: Python files that assign a dict to `test`, read as text and never run."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import dedent
from typing import Any

from grader.checkers._examples import examples
from grader.importers._draft import unbroken
from grader.importers._python import parsed, written

MAX_TEXT = 2**20


class Unread(Exception):
    """A test that cannot be carried over; the sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One case of a test as its author wrote it: a doctest, or code with a function to call."""

    name: str
    doctest: str = ""
    code: str = ""
    call: str = ""
    hidden: bool = True
    points: Any = None
    say: str = ""  # to whoever fails it
    praise: str = ""  # to whoever passes it
    why_not: str = ""  # why it cannot be run


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One test: its cases, and how its points are given."""

    name: str
    points: Any
    all_or_nothing: bool
    cases: tuple[Found, ...]


def parse(text: str) -> ast.Module:
    """The syntax tree of a test file; Unread where there is none."""
    if len(text) > MAX_TEXT:
        raise Unread(f"the file is larger than {MAX_TEXT // 2**20} MiB")
    tree = parsed(text)
    if isinstance(tree, str):
        raise Unread(f"the file is no Python that can be read ({tree})")
    return tree


def text_of(node: ast.AST) -> str:
    """A piece of a tree as text; Unread where it is nested too deeply."""
    text = written(node)
    if text is None:
        raise Unread("its expressions are nested too deeply")
    return text


def assigned(tree: ast.Module) -> dict[str, ast.expr]:
    """What each name at the left margin was given last."""
    found: dict[str, ast.expr] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            found |= {target.id: node.value for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            found[node.target.id] = node.value
    return found


def literal(node: ast.expr, what: str) -> Any:
    """A value that stands written there; Unread where it would have to be computed."""
    try:
        return unbroken(ast.literal_eval(node))
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        raise Unread(f"{what} is computed by code, and no code of a test file is run by an import") from None


def ok_dict(text: str) -> Mapping[str, Any]:
    """The dict that a file assigns to `test`."""
    found = assigned(parse(text))
    if "test" not in found:
        raise Unread("the file assigns nothing to `test`")
    held = literal(found["test"], "its `test`")
    if not isinstance(held, dict):
        raise Unread(f"its `test` is a {type(held).__name__}, expected a dict")
    return held


def is_exceptions(text: str) -> bool:
    """Whether a file says that its tests are functions (`OK_FORMAT = False`)."""
    node = assigned(parse(text)).get("OK_FORMAT")
    return isinstance(node, ast.Constant) and node.value is False


def suites(held: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The suites of a test; Unread where they are no list of dicts."""
    found = held.get("suites")
    if not isinstance(found, list) or not found or not all(isinstance(suite, dict) for suite in found):
        raise Unread("its `suites` are no list of dicts")
    return found


def cases(suite: Mapping[str, Any], name: str, hidden: bool) -> tuple[Found, ...]:
    """The cases of a suite of doctests; `hidden` is what holds for those that do not say."""
    found = suite.get("cases")
    if not isinstance(found, list):
        raise Unread("its `cases` are no list")
    return tuple(_case(case, f"{name} - {number}", hidden) for number, case in enumerate(found, 1))


def _case(case: Any, name: str, hidden: bool) -> Found:
    if not isinstance(case, dict):
        return Found(name=name, why_not=f"it is a {type(case).__name__}, expected a dict")
    code = case.get("code")
    text = trimmed(code) if isinstance(code, str) else ""
    why_not = "it is locked, and its answers are only known to whoever holds the key" if case.get("locked") else ""
    return Found(
        name=_text(case.get("name")) or name,
        doctest=text,
        hidden=bool(case.get("hidden", hidden)),
        points=case.get("points"),
        say=_text(case.get("failure_message")),
        praise=_text(case.get("success_message")),
        why_not=why_not or _unusable(text),
    )


def trimmed(code: str) -> str:
    """A doctest without common indentation and blank ends."""
    return dedent(code.replace("\r\n", "\n")).strip("\n").rstrip()


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _unusable(text: str) -> str:
    try:
        return "" if examples(text) else "it holds no example (no line begins with `>>>`)"
    except ValueError as error:
        return f"it cannot be read as a doctest ({error})"
