"""Finding what was asked for, wherever it stands in the files; and saying why it is not there."""

import ast
import builtins
import difflib
import types
from collections.abc import Sequence
from typing import Any, Protocol

globals()["__builtins__"] = dict(vars(builtins))

MAX_NAMES = 400
_name_in = NameError.__dict__["name"].__get__
_OPEN = "NotImplementedError"


class Loaded(Protocol):
    """A file after it was run: a script or a notebook."""

    path: str
    lost: dict[str, str]
    problems: list[dict[str, Any]]
    given: frozenset[str]  # names that stood there before the file was run

    @property
    def trees(self) -> list[ast.stmt]: ...

    @property
    def namespace(self) -> dict[str, Any]: ...


class Absent(Exception):
    """There is nothing under this name."""

    def __init__(self, name: str, near: Sequence[str], reason: str) -> None:
        super().__init__(name)
        self.name, self.near, self.reason = name, tuple(near), reason


def find(name: str, files: Sequence[Loaded]) -> Any:
    """The object of this name: one defined in a file goes before an imported one, the last file before the first.

    What a starter file left open (`raise NotImplementedError`, `name = None`) goes behind everything that was written.
    """
    first, *rest = name.split(".")
    value = _top(first, files)
    for attribute in rest:
        try:
            value = getattr(value, attribute)
        except AttributeError:
            raise Absent(name, _alike(attribute, dir(value)), f"`{first}` has no `{attribute}`") from None
    return value


def _top(name: str, files: Sequence[Loaded]) -> Any:
    holding = [file for file in files if name in file.namespace]
    defined = [file for file in reversed(holding) if not imported(file.namespace[name], file)]
    written = [file for file in defined if not left_open(name, file)]
    if defined:
        return (written or defined)[0].namespace[name]
    if holding:
        return holding[-1].namespace[name]
    inside = _static(name, files)
    if inside is not None:
        return inside
    raise Absent(name, near(name, files), _why(name, files))


def imported(value: Any, file: Loaded) -> bool:
    """Whether a name of this file stands for something that was made elsewhere."""
    if type(value) is types.ModuleType:
        return True
    if type(value) in (types.FunctionType, types.BuiltinFunctionType) or issubclass(type(value), type):
        try:
            home = getattr(value, "__module__", None)
        except BaseException:  # a metaclass answers
            return False
        return type(home) is str and home != file.namespace.get("__name__")
    return False


def left_open(name: str, file: Loaded) -> bool:
    """Whether a name stands in a file as the starter left it: a function that only refuses, a variable set to None."""
    value = file.namespace.get(name)
    if value is None:
        return True
    if type(value) is not types.FunctionType or _says_more(name, value):
        return False
    last: ast.stmt | None = None
    for node in file.trees:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node.name == name:
            last = node
    if not isinstance(last, ast.FunctionDef):
        return False
    body = last.body[1:] if ast.get_docstring(last, clean=False) is not None else last.body
    return len(body) == 1 and isinstance(body[0], ast.Raise) and _OPEN in ast.dump(body[0])


def _says_more(name: str, function: types.FunctionType) -> bool:
    """Whether a function that nothing was wrapped around never speaks of NotImplementedError; nothing is parsed."""
    code = function.__code__
    if code.co_name != name or function.__dict__ or _OPEN in code.co_names:
        return False
    return not any(type(constant) is str and _OPEN in constant for constant in code.co_consts)


def own_names(file: Loaded) -> list[str]:
    """Names defined in a file, in the order of definition."""
    names = [name for name in list(file.namespace) if type(name) is str and not name.startswith("_")]
    names = [name for name in names if name not in file.given]
    return [name for name in names if not imported(file.namespace[name], file)][:MAX_NAMES]


def near(name: str, files: Sequence[Loaded]) -> tuple[str, ...]:
    """Defined names that look like this one."""
    return _alike(name, [known for file in files for known in own_names(file)])


def _alike(name: str, known: Sequence[str]) -> tuple[str, ...]:
    spelled: dict[str, str] = {}
    for word in known:
        spelled.setdefault(word.lower().replace("_", ""), word)
    matches = difflib.get_close_matches(name.lower().replace("_", ""), list(spelled), n=3, cutoff=0.6)
    return tuple(spelled[match] for match in matches if spelled[match] != name)


def _static(name: str, files: Sequence[Loaded]) -> Any:
    """A static or class method of this name, which needs no object to be called."""
    for file in reversed(files):
        for value in list(file.namespace.values()):
            if issubclass(type(value), type) and not imported(value, file):
                held = type.__dict__["__dict__"].__get__(value).get(name)
                if type(held) in (staticmethod, classmethod):
                    return held.__get__(None, value)
    return None


def _why(name: str, files: Sequence[Loaded]) -> str:
    if not files:
        return "no Python file or notebook was handed in"
    for file in reversed(files):
        if name in file.lost:
            return file.lost[name]
    for file in reversed(files):
        place = _nested(name, file)
        if place:
            return place
    unread = [file for file in files if not file.trees and file.problems]
    for file in unread:
        trouble = file.problems[-1]
        place = f"{file.path}, line {trouble['line']}," if trouble["line"] else file.path
        return f"{place} could not be read: {trouble['message']}"
    return ""


def lost_name(error: BaseException, files: Sequence[Loaded]) -> str:
    """Why a name is not defined, where the statement that should have defined it failed; else empty."""
    if type(error) is not NameError:
        return ""
    name = _name_in(error)
    return next((file.lost[name] for file in reversed(files) if type(name) is str and name in file.lost), "")


def _nested(name: str, file: Loaded) -> str:
    for tree in file.trees:
        for parent in ast.walk(tree):
            if not isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                continue
            for node in parent.body:
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node.name == name:
                    what = "class" if isinstance(parent, ast.ClassDef) else "function"
                    return (
                        f"`{name}` stands inside the {what} `{parent.name}`; move it to the left margin of {file.path}"
                    )
    return ""


def doubles(files: Sequence[Loaded]) -> list[str]:
    """A sentence for every pair of files that define the same names differently."""
    owner: dict[str, Loaded] = {}
    shared: dict[tuple[str, str], list[str]] = {}
    for file in files:
        for name in own_names(file):
            if left_open(name, file):
                continue
            before = owner.get(name)
            if before is not None and before.namespace.get(name) is not file.namespace[name]:
                shared.setdefault((before.path, file.path), []).append(name)
            owner[name] = file
    sentences = []
    for (before_path, path), names in shared.items():
        listed = ", ".join(f"`{name}`" for name in names[:5]) + (
            f" and {len(names) - 5} more" if len(names) > 5 else ""
        )
        sentences.append(f"{before_path} and {path} both define {listed}; what stands in {path} counts")
    return sentences
