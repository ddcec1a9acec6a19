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
import re
import sys
import tokenize
import types
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from grader.probe.telling import calm, frames_of, message_of, unprofile, untrace
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
_execute = exec


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
        place = PurePosixPath(path)
        self.name = place.parent.name if place.name == "__init__.py" else place.stem
        self.module = types.ModuleType(self.name)
        self.module.__dict__.update(__file__=str(Path.cwd() / path), __builtins__=builtins)
        self.problems: list[dict[str, Any]] = []
        self.lost: dict[str, str] = {}  # name → why the statement that defines it failed
        self.lines: list[str] = []
        self.trees: list[ast.stmt] = []
        self.started = False

    @property
    def namespace(self) -> dict[str, Any]:
        return self.module.__dict__

    def run(self, sources: dict[str, list[str]]) -> None:
        if self.started:
            return
        self.started = True
        try:
            text, remark = source_text(self.data)
            if remark:
                self._note(0, "note", remark)
            self.lines = sources[self.path] = text.split("\n")
            self.trees = statements(text, self.path)
        except Problem as error:
            self.problems.append(problem(self.path, error.line, error.kind or "note", error.message, whole=True))
            return
        flags = _future_flags(self.trees)
        for node in self.trees:
            self._one(node, flags, sources)

    def _one(self, node: ast.stmt, flags: int, sources: dict[str, list[str]]) -> None:
        try:
            run_code(compile(ast.Module([node], []), self.path, "exec", flags, True), self.namespace)
        except BaseException as error:
            calm()
            frames = [line for file, line, _ in frames_of(error, sources) if file == self.path]
            line = frames[0] if frames else (getattr(error, "lineno", None) or node.lineno)
            message = message_of(error)
            self._note(line, name_of(error), message)
            for name in binds(node):
                self.lost[name] = (
                    f"{self.path}, line {line}, which should define it, raised {name_of(error)}: {message}"
                )

    def _note(self, line: int, kind: str, message: str) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(problem(self.path, line, kind, message))


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
        self.packages = {PurePosixPath(script.path).parent for script in scripts if script.path.endswith("__init__.py")}
        for script in scripts:
            for name in (script.name, _dotted(script)):
                if _importable(name):
                    self.known.setdefault(name, script)

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:  # noqa: ARG002
        script = self.known.get(name)
        if script is None:
            return None
        package = [str(PurePosixPath(script.path).parent)] if script.path.endswith("__init__.py") else None
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
        if PurePosixPath(script.path).parent in self.packages and self.known.get(name) is script:
            with contextlib.suppress(BaseException):  # its package may fail; the file itself is run below
                importlib.import_module(name)
        for name, known in self.known.items():
            if known is script and "." not in name:  # the dotted name is bound when its package is imported
                sys.modules.setdefault(name, script.module)
        script.run(self.sources)


def _dotted(script: Script) -> str:
    path = PurePosixPath(script.path)
    return ".".join([*path.parent.parts, path.stem]).removesuffix(".__init__")


def _importable(name: str) -> bool:
    parts = name.split(".")
    return bool(re.fullmatch(r"\w+(\.\w+)*", name)) and parts[0] not in _TAKEN and name not in sys.modules
