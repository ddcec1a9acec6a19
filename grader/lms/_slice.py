"""The part of a course that one assignment needs: its specification, and the reference modules it leads to.

No other assignment, no samples, no hand-ins. What a reference module imports is found by reading it, also where it
imports inside a function; the files beside it that are no modules come along, since it may read them.
"""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from grader.course import ROOM
from grader.model import Assignment, Generated, Reference, Relation
from grader.places import SPEC, Place


def files(place: Place, assignment: Assignment) -> dict[str, bytes]:
    """The slice as path → bytes, laid out as a course: assignments/NAME/assignment.yaml and reference/…"""
    found = {f"assignments/{place.name}/{SPEC}": place.spec.read_bytes()}
    for path in modules(place.root / ROOM, assignment):
        found[path.relative_to(place.root).as_posix()] = path.read_bytes()
    return found


def modules(room: Path, assignment: Assignment) -> list[Path]:
    """The files of reference/ that an assignment needs, sorted."""
    waiting = [file for path in sorted(_paths(assignment)) for file in _on_the_way(room, path.split("."))]
    found: set[Path] = set()
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += _imported(room, file)
    return sorted(found | {beside for file in found for beside in _beside(room, file)})


def _paths(value: Any) -> Iterator[str]:
    """Every dotted path into reference/ that stands anywhere in a value."""
    if isinstance(value, (Reference, Relation, Generated)):
        yield value.path
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _paths(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _paths(item)
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _paths(item)


def _on_the_way(room: Path, names: list[str]) -> Iterator[Path]:
    """The modules that Python loads on the way to a dotted name: every package's, and the last one's."""
    folder = room
    if (room / "__init__.py").is_file():
        yield room / "__init__.py"
    for name in names:
        file = folder / f"{name}.py"
        folder = folder / name
        if (folder / "__init__.py").is_file():
            yield folder / "__init__.py"
        elif file.is_file():
            yield file
            return
        elif not folder.is_dir():
            return


def _imported(room: Path, file: Path) -> Iterator[Path]:
    package = [ROOM, *file.relative_to(room).parent.parts]
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            dotted = [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            start = [*above, *(node.module.split(".") if node.module else [])]
            dotted = [[*start, alias.name] for alias in node.names] if start else []
        else:
            continue
        for names in dotted:
            if names[0] == ROOM:
                yield from _on_the_way(room, names[1:])


def _beside(room: Path, file: Path) -> Iterator[Path]:
    """Data that a module may read: files of its own folder that are no modules."""
    if file.parent == room:
        return
    for path in file.parent.iterdir():
        if path.is_file() and path.suffix not in (".py", ".pyc", ".md") and not path.name.startswith("."):
            yield path
