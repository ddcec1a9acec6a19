"""The reference with one edit in its code: one file per family. Only functions of the reference's own module change."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

from grader.diagnosis.cause import Variant
from grader.diagnosis.edits import choices, counts, factors, powers, reductions, roots, states, terms
from grader.diagnosis.edits.edit import Edit
from grader.diagnosis.rewriting import Sources, sources

FAMILIES = (
    states.edits,
    factors.edits,
    roots.edits,
    reductions.edits,
    counts.edits,
    powers.edits,
    terms.edits,
    choices.edits,
)
INDICES = (counts.edits,)  # inside an index only its count can be wrong in a way that has a name


def variants(reference: Callable[..., Any]) -> Iterator[Variant]:
    """Every edit of a reference; none where its source cannot be had."""
    found = sources(reference)
    if found is None:
        return
    for name, function in found.functions.items():
        edits = list(_edits(function, found.told))
        for edit in edits:
            yield _variant(found, name, [edit])
        yield from _together(found, name, edits)


def _edits(function: ast.FunctionDef, told: frozenset[str]) -> Iterator[Edit]:
    """The edits of one function; not of one with a `while`, which might never end."""
    nodes = [function, *(node for statement in _body(function) for node in ast.walk(statement))]
    if any(isinstance(node, ast.While) for node in nodes):
        return
    places = {id(part) for node in nodes if isinstance(node, ast.Subscript) for part in ast.walk(node.slice)}
    for node in nodes:
        for family in INDICES if id(node) in places else FAMILIES:
            yield from family(node, told)


def _body(function: ast.FunctionDef) -> list[ast.stmt]:
    first = function.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return function.body[1:] if documented else function.body


def _together(found: Sources, name: str, edits: list[Edit]) -> Iterator[Variant]:
    """The same slip made at every place of one function: who leaves one root out often leaves all out."""
    groups: dict[str, list[Edit]] = {}
    for edit in edits:
        if edit.everywhere:
            groups.setdefault(edit.cause.kind, []).append(edit)
    for group in groups.values():
        if len({id(edit.node) for edit in group}) == len(group) > 1:
            yield _variant(found, name, group)


def _variant(found: Sources, name: str, edits: list[Edit]) -> Variant:
    return Variant(edits[0].cause, function=lambda: found.changed(name, {id(one.node): one.replace for one in edits}))
