"""One file, one kind: the file's name is the word used in YAML and on the command line.

`find("checkers", "close")` imports grader.checkers.close and nothing else. A kind that an installed package offers
under the entry point group `grader.checkers` is found the same way; no registry is filled by importing things.
"""

from __future__ import annotations

import difflib
import functools
import importlib
import pkgutil
from types import ModuleType

from grader.errors import RequestError


def names(room: str) -> list[str]:
    """Every kind of a room, sorted: our own files first in spirit, outsiders' entry points among them.

    >>> "close" in names("checkers")
    True
    """
    return sorted({*_ours(room), *_outsiders(room)})


def find(room: str, name: str) -> ModuleType:
    """The module of one kind; an unknown name is refused with a suggestion."""
    if name in _ours(room):
        return importlib.import_module(f"grader.{room}.{name}")
    outsiders = _outsiders(room)
    if name in outsiders:
        return importlib.import_module(outsiders[name])
    raise RequestError(_unknown(room, name))


def _unknown(room: str, name: str) -> str:
    known = names(room)
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
    return f"there is no {room.removesuffix('s')} called {name!r}; {hint}"


@functools.cache
def _ours(room: str) -> frozenset[str]:
    package = importlib.import_module(f"grader.{room}")
    return frozenset(entry.name for entry in pkgutil.iter_modules(package.__path__) if not entry.name.startswith("_"))


@functools.cache
def _outsiders(room: str) -> dict[str, str]:
    from importlib.metadata import entry_points  # 30 ms, so only once somebody asks

    return {entry.name: entry.value for entry in entry_points(group=f"grader.{room}")}
