"""Loading a student's Python files: each top-level statement runs on its own, so one that fails hides none below it."""

import __future__

import ast
import builtins
import codecs
import contextlib
import importlib
import importlib.abc
import importlib.util
import io
import os
import sys
import tokenize
import types
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from grader.probe.telling import calm, frames_of, message_of, place_in, unprofile, untrace
from grader.probe.wire import name_of

globals()["__builtins__"] = dict(vars(builtins))

MAX_SOURCE = 2**20
MAX_PROBLEMS = 20  # of one file
_TAKEN = frozenset(sys.stdlib_module_names) | {
    "grader",
    "reference",
    "numpy",
    "torch",
    "scipy",
    "matplotlib",
    "IPython",
}
_execute, _getcwd = exec, os.getcwd


def run_code(code: types.CodeType, namespace: dict[str, Any]) -> None:
    """Run student code; a trace or profile function that it leaves behind never sees one of our lines."""
    try:
        _execute(code, namespace)
    finally:
        untrace(None)
        unprofile(None)
        calm()


class Problem(Exception):
    """A file that contributes nothing, and why."""

    def __init__(self, message: str, line: int = 0, kind: str = "") -> None:
        super().__init__(message)
        self.message, self.line, self.kind = message, line, kind


def problem(file: str, line: int, kind: str, message: str, whole: bool = False) -> dict[str, Any]:
    """As it is told; `whole` means that nothing of the file could be run."""
    return {"file": file, "line": line, "type": kind, "message": message, "whole": whole}


def source_text(data: bytes) -> tuple[str, str]:
    """The text of a Python file by the rules of PEP 263, and a remark if it had to be read by other rules."""
    if len(data) > MAX_SOURCE:
        raise Problem(f"the file is larger than {MAX_SOURCE // 2**20} MiB, more than code can be")
    if b"coding" not in data and b"\0" not in data and not data.startswith(codecs.BOM_UTF8):
        try:
            return data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n"), ""
        except UnicodeError:
            pass
    remark = ""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            data = data.decode("utf-16").encode("utf-8")
        except UnicodeError:
            raise Problem("the file is neither UTF-8 nor whole UTF-16; save it as UTF-8") from None
        remark = "the file is saved as UTF-16 and was read as such; Python itself wants UTF-8"
    if b"\0" in data:
        raise Problem("the file holds NUL bytes, so it is not a text file; save it as UTF-8 text")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n"), remark
    except SyntaxError as error:  # an unknown coding line, or the first two lines are not UTF-8
        if "unknown encoding" in str(error) or "encoding problem" in str(error):
            raise Problem(f"{error}; leave the coding line out and save the file as UTF-8", 1) from None
    except (UnicodeError, LookupError):
        pass
    line = _first_odd_line(data)
    remark = f"line {line} is not UTF-8; the file was read as Latin-1, save it as UTF-8 so that Python can run it"
    return data.decode("latin-1").replace("\r\n", "\n").replace("\r", "\n"), remark


def _first_odd_line(data: bytes) -> int:
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            line.decode("utf-8")
        except UnicodeError:
            return number
    return 1


def statements(text: str, file: str) -> list[ast.stmt]:
    """The top-level statements; a Problem in plain words if the file is not Python."""
    try:
        return ast.parse(text, file).body
    except SyntaxError as error:
        raise Problem(str(error.msg or "this is not Python"), error.lineno or 1, name_of(error)) from None
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        reason = "its expressions are nested too deeply" if not isinstance(error, ValueError) else message_of(error)
        raise Problem(f"the file cannot be read as Python: {reason}", 1, name_of(error)) from None


def binds(node: ast.stmt) -> set[str]:
    """The names that a statement would have defined, had it run."""
    names: set[str] = set()
    for part in ast.walk(node):
        if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(part.name)
        elif isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            names.add(part.id)
        elif isinstance(part, ast.alias):
            names.add((part.asname or part.name).split(".")[0])
    return names


class Script:
    """One Python file: its namespace, what failed in it, and which names it would have defined there."""

    given: frozenset[str] = frozenset()

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.data = data
        self.folder, _, name = path.rpartition("/")
        self.name = (self.folder.rpartition("/")[2] if name == "__init__.py" else name[:-3]) or name
        self.module = types.ModuleType(self.name)
        self.module.__dict__.update(__file__=f"{_getcwd()}/{path}", __builtins__=builtins)
        self.problems: list[dict[str, Any]] = []
        self.lost: dict[str, str] = {}  # name → why the statement that defines it failed
        self.text = ""
        self.started = False

    @property
    def namespace(self) -> dict[str, Any]:
        return self.module.__dict__

    @cached_property
    def trees(self) -> list[ast.stmt]:
        """The statements, parsed only when something is wrong with them; none where they cannot be."""
        try:
            return statements(self.text, self.path)
        except Problem:
            return []

    def run(self, sources: dict[str, list[str]]) -> None:
        if self.started:
            return
        self.started = True
        try:
            self.text, remark = source_text(self.data)
            if remark:
                self._note(0, "note", remark)
            sources[self.path] = self.text.split("\n")
            code = self._whole()
        except Problem as error:
            self.problems.append(problem(self.path, error.line, error.kind or "note", error.message, whole=True))
            return
        done = 0 if code is None else self._at_once(code, sources)
        if done < 0:
            return
        flags = _future_flags(self.trees)
        for node in self.trees[done:]:
            self._one(node, flags, sources)

    def _whole(self) -> types.CodeType | None:
        """The file as one piece of code; None where Python takes its statements only one by one."""
        try:
            return compile(self.text, self.path, "exec", 0, True)
        except BaseException:
            calm()
            statements(self.text, self.path)  # a Problem where it is no Python at all
            return None

    def _at_once(self, code: types.CodeType, sources: dict[str, list[str]]) -> int:
        """Run it; how many statements are done when one fails, or -1 when none did. That is the quick way."""
        try:
            run_code(code, self.namespace)
        except BaseException as error:
            calm()
            place = place_in(error, code)
            failed = _standing_at(self.trees, place)
            self._failed(self.trees[failed], error, sources)
            return failed + 1
        return -1

    def _one(self, node: ast.stmt, flags: int, sources: dict[str, list[str]]) -> None:
        try:
            run_code(compile(ast.Module([node], []), self.path, "exec", flags, True), self.namespace)
        except BaseException as error:
            calm()
            self._failed(node, error, sources)

    def _failed(self, node: ast.stmt, error: BaseException, sources: dict[str, list[str]]) -> None:
        frames = [line for file, line, _ in frames_of(error, sources) if file == self.path]
        line = frames[0] if frames else (getattr(error, "lineno", None) or node.lineno)
        message = message_of(error)
        self._note(line, name_of(error), message)
        for name in binds(node):
            self.lost[name] = f"{self.path}, line {line}, which should define it, raised {name_of(error)}: {message}"

    def _note(self, line: int, kind: str, message: str) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(problem(self.path, line, kind, message))


def _standing_at(trees: Sequence[ast.stmt], place: tuple[int, int]) -> int:
    """Which statement holds a line and column: the last that begins there or before."""
    found = 0
    for number, node in enumerate(trees):
        first = [node, *getattr(node, "decorator_list", [])]
        if min((part.lineno, part.col_offset) for part in first) > place:
            break
        found = number
    return found


def _future_flags(trees: Sequence[ast.stmt]) -> int:
    flags = 0
    for node in trees:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            for alias in node.names:
                flags |= getattr(getattr(__future__, alias.name, None), "compiler_flag", 0)
    return flags


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Lets the handed-in files import one another, by bare name or by dotted path, each run once."""

    def __init__(self, scripts: Sequence[Script], sources: dict[str, list[str]]) -> None:
        self.sources = sources
        self.known: dict[str, Script] = {}
        self.packages = {script.folder for script in scripts if script.path.endswith("__init__.py")}
        for script in scripts:
            for name in (script.name, _dotted(script)):
                if _importable(name):
                    self.known.setdefault(name, script)

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:  # noqa: ARG002
        script = self.known.get(name)
        if script is None:
            return None
        package = [script.folder or "."] if script.path.endswith("__init__.py") else None
        spec = importlib.util.spec_from_loader(name, self, origin=script.path, is_package=package is not None)
        if spec is not None and package is not None:
            spec.submodule_search_locations = package
        return spec

    def create_module(self, spec: Any) -> types.ModuleType:
        return self.known[spec.name].module

    def exec_module(self, module: types.ModuleType) -> None:
        for script in self.known.values():
            if script.module is module:
                script.run(self.sources)

    def load(self, script: Script) -> None:
        """Run one file, known under its name from the start so that a circular import finds it."""
        name = _dotted(script)
        if script.folder in self.packages and self.known.get(name) is script:
            with contextlib.suppress(BaseException):  # its package may fail; the file itself is run below
                importlib.import_module(name)
        for name, known in self.known.items():
            if known is script and "." not in name:  # the dotted name is bound when its package is imported
                sys.modules.setdefault(name, script.module)
        script.run(self.sources)


def _dotted(script: Script) -> str:
    return (script.path[:-3] or script.path).replace("/", ".").removesuffix(".__init__")


def _importable(name: str) -> bool:
    parts = name.split(".")
    words = all(part.replace("_", "a").isalnum() for part in parts)
    return words and parts[0] not in _TAKEN and name not in sys.modules
