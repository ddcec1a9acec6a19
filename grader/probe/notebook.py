"""Notebooks in the child: parsed, run cell by cell, kept with their outputs.

A cell that fails stops neither the cells after it nor the definitions below it in the same cell. Cells are counted as
Jupyter counts them after "Restart and run all": code cells that are not empty, from 1.
"""

import ast
import builtins
import codecs
import re
import sys
import types
from functools import cached_property
from json import dumps, loads
from typing import Any

from grader.probe.moments import Moments
from grader.probe.outputs import MAX_NOTEBOOK, Sink, within
from grader.probe.scripts import MAX_PROBLEMS, MAX_SOURCE, Problem, binds, problem, run_code
from grader.probe.telling import calm, frames_of, message_of, traceback_of
from grader.probe.wire import name_of
from grader.probe.written import sheets

globals()["__builtins__"] = dict(vars(builtins))

MAX_CELLS = 2_000
MAX_TESTS = 50  # that one cell may name
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


class Cell:
    """One cell, and what it put out when it ran."""

    def __init__(self, kind: str, source: str) -> None:
        self.kind, self.source = kind, source
        self.number = 0
        self.python = source  # the source once magics are calls
        self.outputs: list[dict[str, Any]] = []
        self.nbgrader: dict[str, Any] = {}  # what nbgrader noted about it
        self.before: tuple[str, ...] = ()  # tests that run before this cell
        self.after: tuple[str, ...] = ()


class Notebook:
    """One notebook: its namespace, what failed in it, its Markdown, and itself with outputs once it was run."""

    def __init__(self, path: str, data: bytes, budget: int = MAX_NOTEBOOK) -> None:
        self.path, self.data, self.budget = path, data, budget
        self.module = types.ModuleType("__main__")
        self.module.__dict__["__builtins__"] = builtins
        self.problems: list[dict[str, Any]] = []
        self.lost: dict[str, str] = {}
        self.markdown: list[str] = []
        self.executed = b""
        self.cells: list[Cell] = []
        self.given: frozenset[str] = frozenset()
        self.moments = Moments()

    @property
    def namespace(self) -> dict[str, Any]:
        return self.module.__dict__

    @cached_property
    def trees(self) -> list[ast.stmt]:
        """The statements of all cells, parsed only when something is missing."""
        return [tree for cell in self.cells if cell.kind == "code" for tree in _trees(cell.python)]

    def run(self, sources: dict[str, list[str]]) -> None:
        try:
            self.cells, remark = cells_of(self.data)
            if remark:
                self._note(self.path, 0, "note", remark)
            if sum(len(cell.source) for cell in self.cells) > MAX_SOURCE:
                raise Problem(f"the cells hold more than {MAX_SOURCE // 2**20} MiB of text")
        except Problem as error:
            self.cells = []
            self.problems.append(problem(self.path, error.line, error.kind or "note", error.message, whole=True))
            return
        self.markdown = sheets(self.cells, self.path)
        running = _running(self.module, any("matplotlib" in cell.source for cell in self.cells))
        self.given = frozenset(self.namespace)
        if running.remark:
            self._note(self.path, 0, "note", running.remark)
        code = [cell for cell in self.cells if cell.kind == "code" and cell.source.strip()]
        for number, cell in enumerate(code, 1):
            cell.number = number
            self._remember(cell.before)
            self._cell(cell, running, sources)
            self._remember(cell.after)
        self.executed = self._written()

    def _remember(self, tests: tuple[str, ...]) -> None:
        for test in tests:
            self.moments.remember(test, self.namespace)

    def _cell(self, cell: Cell, running: Any, sources: dict[str, list[str]]) -> None:
        name = f"{self.path}, cell {cell.number}"
        sources[name] = cell.source.split("\n")
        sink = Sink(sys.stdout)
        error, cell.python = running.cell(name, cell.number, cell.source, sink)
        cell.outputs = sink.outputs
        calm()
        if error is None:
            return
        lines = [line for file, line, _ in frames_of(error, sources) if file == name]
        line = lines[0] if lines else _line_of(error)
        kind, message = name_of(error), message_of(error)
        self._note(name, line, kind, message)
        sink.error(kind, message, traceback_of(error, sources))
        self._rescue(cell, name, line, f"{name}, line {line}, which should define it, raised {kind}: {message}")

    def _rescue(self, cell: Cell, name: str, line: int, why: str) -> None:
        """Run the definitions below a line that failed; remember what else was not defined."""
        trees = _trees(cell.python)
        if not trees:
            self.lost |= dict.fromkeys(_named(cell.source), why)
        for tree in trees:
            if tree.lineno < line:
                continue
            if tree.lineno > line and isinstance(tree, _DEFINITIONS):
                try:
                    run_code(compile(ast.Module([tree], []), name, "exec", 0, True), self.namespace)
                    continue
                except BaseException:
                    calm()
            for lost in binds(tree):
                self.lost[lost] = why

    def _note(self, file: str, line: int, kind: str, message: str) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(problem(file, line, kind, message))

    def _written(self) -> bytes:
        """The notebook with its outputs, as JSON; without what the hand-in carried besides."""
        left, cells = self.budget, []
        for place, cell in enumerate(self.cells, 1):
            written: dict[str, Any] = {"cell_type": cell.kind, "id": f"cell-{place}", "metadata": {}}
            written["source"] = cell.source
            if cell.kind == "code":
                outputs, left = within(cell.outputs, left)
                written |= {"execution_count": cell.number or None, "outputs": outputs}
            cells.append(written)
        language = {"language_info": {"name": "python"}}
        book = {"cells": cells, "metadata": language, "nbformat": 4, "nbformat_minor": 5}
        return dumps(book, indent=1).encode("ascii")


def cells_of(data: bytes) -> tuple[list[Cell], str]:
    """The cells of a notebook of any version, and a remark where it had to be read with leniency."""
    text, remark = _text(data)
    try:
        book = loads(text)
    except RecursionError:
        raise Problem("the notebook is nested too deeply to be read; open it in Jupyter and save it again") from None
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise Problem(f"the notebook is not whole JSON ({error}); open it in Jupyter and save it again", line) from None
    if type(book) is not dict:
        raise Problem(f"a notebook is a JSON object, this file holds a {name_of(book)}; save it from Jupyter again")
    if "cells" not in book and "worksheets" in book:
        book = _modern(book)
    cells = book.get("cells")
    if type(cells) is not list:
        raise Problem("the notebook has no list of cells; open it in Jupyter and save it again")
    if len(cells) > MAX_CELLS:
        raise Problem(f"the notebook has {len(cells)} cells, more than {MAX_CELLS}")
    return [_cell(cell) for cell in cells if isinstance(cell, dict)], remark


def _text(data: bytes) -> tuple[str, str]:
    if not data.strip():
        raise Problem("the notebook is an empty file; save it from Jupyter again")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), "the notebook is saved as UTF-16 and was read as such"
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeError:
        return data.decode("latin-1"), "the notebook is not UTF-8; it was read as Latin-1"


def _modern(book: dict[str, Any]) -> dict[str, Any]:
    """A notebook of version 2 or 3 as one of version 4, without the outputs it was saved with."""
    try:
        import nbformat

        for sheet in book["worksheets"]:
            for cell in sheet["cells"]:
                cell["outputs"] = []
        version = book.get("nbformat", 3)
        old = {"metadata": {}, **book, "nbformat": version, "nbformat_minor": 0}
        return dict(nbformat.convert(nbformat.from_dict(old), 4))
    except Exception as error:
        reason = f"{name_of(error)}: {message_of(error)}"
        raise Problem(f"the notebook has an old format that cannot be read ({reason}); save it anew") from None


def _cell(cell: dict[str, Any]) -> Cell:
    source = cell.get("source", "")
    if type(source) is list:
        source = "".join(line for line in source if type(line) is str)
    kind = cell.get("cell_type")
    made = Cell(kind if kind in ("code", "markdown", "raw") else "raw", source if type(source) is str else "")
    metadata = cell.get("metadata")
    held = metadata if type(metadata) is dict else {}
    made.nbgrader = _dict(held.get("nbgrader"))
    made.before, made.after = _tests(made.nbgrader, held, made.source)
    return made


def _dict(value: Any) -> dict[str, Any]:
    return value if type(value) is dict else {}


_checks = re.compile(r"""\.(?:check|grade)\(\s*(?:q\s*=\s*)?["']([^"'\n]+)["']""").findall  # as otter and ok are called


def _tests(nbgrader: dict[str, Any], held: dict[str, Any], source: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which tests belong before a cell (nbgrader's test cells) and after it (otter's checks, and our marks)."""
    lists = [_dict(held.get(key)).get("tests") for key in ("grader", "otter")]
    after = [name for some in lists if type(some) is list for name in some]
    named = nbgrader.get("grade_id")
    tested = nbgrader.get("grade") is True and nbgrader.get("solution") is not True
    return (
        (named,) if tested and type(named) is str else (),
        tuple(name for name in (*after, *_checks(source)) if type(name) is str)[:MAX_TESTS],
    )


def _trees(python: str) -> list[ast.stmt]:
    try:
        return ast.parse(python).body
    except Exception:
        return []


_named = re.compile(r"^\s*(?:async\s+def|def|class)\s+(\w+)", re.MULTILINE).findall  # for cells that do not parse


def _line_of(error: BaseException) -> int:
    line = getattr(error, "lineno", None) if issubclass(type(error), SyntaxError) else None
    return line if type(line) is int else 1


class _Interactive:
    """Cells run by IPython."""

    remark = ""

    def __init__(self, module: types.ModuleType, figures: bool) -> None:
        from grader.probe import shell

        self.run_cell = shell.run_cell
        self.shell = shell.open_shell(module, Sink(sys.stdout))
        if figures:
            self._figures()

    def _figures(self) -> None:
        try:  # as in Jupyter, where figures show inline without being told to
            self.shell.enable_matplotlib()
        except Exception:
            calm()

    def cell(self, name: str, number: int, source: str, sink: Sink) -> tuple[BaseException | None, str]:
        return self.run_cell(self.shell, name, number, source, sink)


def _running(module: types.ModuleType, figures: bool) -> Any:
    try:
        return _Interactive(module, figures)
    except Exception as error:
        from grader.probe.plain import Plain

        why = "is not installed here" if isinstance(error, ImportError) else f"could not be started ({name_of(error)})"
        return Plain(module, why)


def warm() -> None:
    """Before forking: make one shell and throw it away, so that what it imports is there."""
    main = sys.modules["__main__"]
    hook = sys.displayhook
    _Interactive(types.ModuleType("__main__"), False).cell("warm", 1, "None", Sink(sys.stdout))
    sys.modules["__main__"], sys.displayhook = main, hook
