"""Modules of other graders that hand-ins made for them import: here they do nothing, and the cells run on.

They stand in only where the real ones are not installed.
"""

import builtins
import importlib.abc
import importlib.machinery
import types
from typing import Any

globals()["__builtins__"] = dict(vars(builtins))

# `import otter; grader = otter.Notebook()`, `from client.api.notebook import Notebook; ok = Notebook("hw.ok")`
NAMES = frozenset({"otter", "client", "client.api", "client.api.notebook", "gofer", "gofer.ok"})


class Silent:
    """`grader.check("q1")`, `ok.auth(inline=True)`, `grader.export()`: whatever is asked of it, nothing happens."""

    def __init__(self, *_: Any, **__: Any) -> None:
        """The notebook's name does not matter."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # what IPython asks of anything that it shows
            raise AttributeError(name)
        return _nothing


def _nothing(*_: Any, **__: Any) -> None:
    """Takes anything and gives nothing."""


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Asked last, so that an installed module goes before."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:  # noqa: ARG002
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if name in NAMES else None

    def create_module(self, spec: Any) -> types.ModuleType:
        return types.ModuleType(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        module.__dict__.update(__path__=[], Notebook=Silent, check=_nothing, grade=_nothing)
