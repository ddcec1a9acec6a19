"""The functions in a course's folder reference/, found by dotted path.

Every course has modules of its own, also when two courses live in one process: while one is at work, and only then,
its modules are what `import reference` means.
"""

from __future__ import annotations

import difflib
import importlib
import importlib.util
import pkgutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from grader.showing import show

ROOM = "reference"
_TURN = threading.RLock()  # sys.modules is one for all threads


class Course:
    """The folder that holds reference/."""

    def __init__(self, root: Path) -> None:
        self._folder = Path(root).resolve() / ROOM
        self._modules: dict[str, ModuleType] = {}
        self._found: dict[str, Callable[..., Any]] = {}
        self._busy = False

    def find(self, path: str) -> Callable[..., Any]:
        """The function that a path such as `topic.mistakes.name` means; LookupError with a sentence otherwise."""
        if path not in self._found:
            with self._turn():
                self._found[path] = self._find(path)
        return self._found[path]

    def call(self, function: Callable[..., Any], /, *positional: Any, **arguments: Any) -> Any:
        """Call one of its functions; numpy's warnings are no errors, what comes back is looked at instead."""
        with self._turn(), np.errstate(all="ignore"):
            return function(*positional, **arguments)

    def _find(self, path: str) -> Callable[..., Any]:
        names = path.split(".")
        found: Any = self._top()
        where = ROOM
        while names and (module := self._module(f"{where}.{names[0]}")) is not None:
            found, where = module, f"{where}.{names.pop(0)}"
        for name in names:
            if not hasattr(found, name):
                raise LookupError(f"{where} has no `{name}`, {_hint(name, found)}")
            found, where = getattr(found, name), f"{where}.{name}"
        if not callable(found):
            raise LookupError(f"{where} is {show(found, 60)}, expected a function")
        function: Callable[..., Any] = found
        return function

    def _top(self) -> ModuleType:
        if ROOM in sys.modules:
            return sys.modules[ROOM]
        if not self._folder.is_dir():
            raise LookupError(f"there is no folder {self._folder}, expected the reference implementations in it")
        importlib.invalidate_caches()
        start = self._folder / "__init__.py"
        module = ModuleType(ROOM)
        module.__path__ = [str(self._folder)]
        if start.is_file():
            spec = importlib.util.spec_from_file_location(ROOM, start, submodule_search_locations=[str(self._folder)])
            if spec is not None and spec.loader is not None:
                module = importlib.util.module_from_spec(spec)
                sys.modules[ROOM] = module
                _load(ROOM, lambda: spec.loader.exec_module(module) if spec.loader else None)
        sys.modules[ROOM] = module
        return module

    def _module(self, name: str) -> ModuleType | None:
        try:
            module: ModuleType = _load(name, lambda: importlib.import_module(name))
            return module
        except ModuleNotFoundError as error:
            if error.name == name:
                return None
            raise LookupError(f"{name} cannot be imported: {error}") from None

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Our modules in, everybody else's out, for as long as it takes."""
        with _TURN:
            if self._busy:
                yield
                return
            others = _taken() if ROOM in sys.modules else {}
            sys.modules.update(self._modules)
            before = len(sys.modules)
            self._busy = True
            try:
                yield
            finally:
                self._busy = False
                if len(sys.modules) != before or not self._modules:
                    self._modules = _taken()
                for name in self._modules:
                    sys.modules.pop(name, None)
                sys.modules.update(others)


def _taken() -> dict[str, ModuleType]:
    """Every module of a reference/ that is loaded just now, taken out of the list of loaded modules."""
    names = [name for name in sys.modules if name == ROOM or name.startswith(f"{ROOM}.")]
    return {name: sys.modules.pop(name) for name in names}


def _load(name: str, load: Callable[[], Any]) -> Any:
    try:
        return load()
    except ModuleNotFoundError:
        raise
    except Exception as error:  # noqa: BLE001 -- a teacher's module may raise anything; it is reported as theirs
        raise LookupError(f"{name} cannot be imported: {type(error).__name__}: {error}") from None


def _hint(name: str, found: Any) -> str:
    known = [word for word in getattr(found, "__dict__", ()) if not word.startswith("_")]
    known += [entry.name for entry in pkgutil.iter_modules(getattr(found, "__path__", None) or [])]
    near = difflib.get_close_matches(name, known, n=1)
    return f"did you mean `{near[0]}`?" if near else "expected a function of that name"
