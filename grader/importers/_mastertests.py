"""One test cell of a master notebook: its settings, its code, and the output that it was saved with."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from grader.checkers._examples import examples
from grader.errors import RequestError
from grader.importers import _blocks, _exceptions
from grader.importers._notebooks import Cell
from grader.importers._ok import Found, Unread, parse, text_of
from grader.importers._python import statements

_BEGIN = re.compile(r'(?:\w\s*=\s*)?"{2,3}\s*#\s*BEGIN\s*TEST\s*CONFIG', re.I)
_END = re.compile(r'"{2,3}\s*#\s*END\s*TEST\s*CONFIG', re.I)
_HIDDEN = re.compile(r"\bhidden\b", re.I)


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the cell stands, and whether its tests are functions."""

    where: str
    functions: bool


def read_test(cell: Cell, name: str, settings: Settings) -> Found:
    """The test; Unread where its code cannot be read."""
    lines = cell.lines
    hidden = lines[0].lstrip().startswith("#") and bool(_HIDDEN.search(lines[0]))
    given: dict[str, object] = {}
    if _BEGIN.match(lines[0]):
        end = next((number for number, line in enumerate(lines) if _END.match(line)), len(lines))
        try:
            given = _blocks.config("\n".join(lines[1:end]), f"the test in {settings.where}")
        except RequestError as error:
            raise Unread(str(error)) from None
        lines = lines[end + 1 :]
    code = "\n".join(lines)
    if settings.functions:
        return _exceptions.function(code, given, name, hidden)
    return Found(
        name=name,
        doctest=doctest(code, cell.output),
        hidden=bool(given.get("hidden", hidden)),
        points=given.get("points"),
        say=_text(given.get("failure_message")),
        praise=_text(given.get("success_message")),
    )


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def doctest(code: str, output: str) -> str:
    """Code as a doctest, its output below its last line.

    >>> doctest("x = f(1)\\nfor i in x:\\n    print(i)", "1\\n\\n2\\n").splitlines()
    ['>>> x = f(1)', '>>> for i in x:', '...     print(i)', '1', '<BLANKLINE>', '2']
    """
    body = parse(code).body
    if not body:
        raise Unread("its cell holds no code")
    lines = []
    for number, node in enumerate(body, 1):
        silent = number == len(body) and isinstance(node, ast.Expr) and code.rstrip().endswith(";")
        first, *rest = (("_ = " if silent else "") + text_of(node)).split("\n")
        lines += [f">>> {first}", *(f"... {line}".rstrip() for line in rest)]
    printed = output.rstrip("\n")
    return "\n".join([*lines, *((line or "<BLANKLINE>") for line in printed.split("\n") if printed)])


def unsaved(test: Found) -> bool:
    """Whether a doctest ends with a value that nothing is expected of; comparisons and names have one."""
    if not test.doctest or test.why_not:
        return False
    last = examples(test.doctest)[-1]
    body = statements(last.source)
    return not last.want and bool(body) and isinstance(body[0], ast.Expr) and not isinstance(body[0].value, ast.Call)
