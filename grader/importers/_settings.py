"""nbgrader_config.py, read as text: the settings that say where solutions and hidden tests stand."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from grader.importers._draft import Skipped
from grader.importers._ok import Unread, literal, parse
from grader.importers._python import written
from grader.importers._regions import Region

STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
FILE = "nbgrader_config.py"
SOLUTION = Region("BEGIN SOLUTION", "END SOLUTION")
HIDDEN = Region("BEGIN HIDDEN TESTS", "END HIDDEN TESTS")
SCHEME = Region("BEGIN MARK SCHEME", "END MARK SCHEME")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a course may set otherwise, with nbgrader's own defaults."""

    solution: Region = SOLUTION
    hidden: Region = HIDDEN
    scheme: Region = SCHEME
    stub: str = STUB
    text: str = "YOUR ANSWER HERE"
    autotest: str = "AUTOTEST"


# the name in the file → the field here, and which half of a region it is
_NAMES = {
    "ClearSolutions.begin_solution_delimeter": ("solution", "begin"),
    "ClearSolutions.end_solution_delimeter": ("solution", "end"),
    "ClearHiddenTests.begin_test_delimeter": ("hidden", "begin"),
    "ClearHiddenTests.end_test_delimeter": ("hidden", "end"),
    "ClearMarkScheme.begin_mark_scheme_delimeter": ("scheme", "begin"),
    "ClearMarkScheme.end_mark_scheme_delimeter": ("scheme", "end"),
    "ClearSolutions.text_stub": ("text", ""),
    "InstantiateTests.autotest_delimiter": ("autotest", ""),
}
_HARMLESS = ("CourseDirectory.", "Exchange.", "NbGrader.", "Application.", "FormgradeApp.")


def read(text: str) -> tuple[Settings, tuple[Skipped, ...]]:
    """The settings of a course, and those that have no place here."""
    settings = Settings()
    try:
        body = parse(text).body
    except Unread as unread:
        return settings, (Skipped(FILE, str(unread)),)
    skipped = []
    for node in body:
        for name, value in _set(node):
            try:
                known = _with(settings, name, literal(value, f"`c.{name}`"))
            except Unread as unread:
                skipped.append(Skipped(f"`c.{name}` of {FILE}", str(unread)))
                continue
            if known is None and not name.startswith(_HARMLESS):
                skipped.append(Skipped(f"`c.{name}` of {FILE}", "there is no such setting here"))
            settings = known or settings
    return settings, tuple(skipped)


def _set(node: ast.stmt) -> list[tuple[str, ast.expr]]:
    """(Class.option, value) of an assignment such as `c.Class.option = value`."""
    if not isinstance(node, ast.Assign):
        return []
    names = [written(target) or "" for target in node.targets]
    return [(name.removeprefix("c."), node.value) for name in names if name.startswith("c.") and name.count(".") == 2]


def _with(settings: Settings, name: str, value: Any) -> Settings | None:
    if name == "ClearSolutions.code_stub":
        stub = value.get("python") if isinstance(value, Mapping) else value
        return replace(settings, stub=stub) if isinstance(stub, str) else settings
    if name not in _NAMES or not isinstance(value, str) or not value.strip():
        return None
    field, half = _NAMES[name]
    changes: dict[str, Any] = {field: replace(getattr(settings, field), **{half: value}) if half else value}
    return replace(settings, **changes)
