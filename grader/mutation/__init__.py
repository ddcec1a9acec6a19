"""A teacher's function changed in one place at a time: the mistakes that nobody thought of declaring.

A mutant is one change, to the function itself, to a function of reference/ that it calls, or to a number that stands
beside them. It is made where the function stands, so whoever calls it meets the change; afterwards it is undone. A
mutant is named by what it changes and not by its line, so that a name holds while the file around it moves:

    length > c → length >= c
    1 + np.exp(-z) → 1 - np.exp(-z) in _sigmoid
    0 → 1 (2)                                    the second change of that name

This runs a teacher's own reference, on the trusted side, and nothing else. What is changed stands in changes.py,
and how it is told in naming.py.
"""

from __future__ import annotations

import ast
import copy
import functools
import inspect
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from grader.mutation.changes import Change, changes, numbers
from grader.mutation.naming import ARROW

WIDTH = 96  # of a change, as it is named; a longer one shows what differs


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change, and how to make it."""

    name: str  # stable and unique among the mutants of one function
    file: str
    line: int  # in the file
    before: str  # the line of code as it stands, in Python's own spelling
    after: str
    _patch: Callable[[], Callable[[], None]] = field(repr=False, compare=False)

    def __str__(self) -> str:
        return self.name

    @contextmanager
    def made(self) -> Iterator[None]:
        """The change, for as long as it takes."""
        undo = self._patch()
        try:
            yield
        finally:
            undo()


def mutants(function: Callable[..., Any], passed: Collection[str] = (), room: str = "reference") -> list[Mutant]:
    """Every mutant of a function and of what it calls in its room that can be compiled; none for what has no source.

    `passed` are the arguments that every call names, so that their defaults are never used.
    """
    start = inspect.unwrap(function)
    if not isinstance(start, FunctionType):
        return []
    counted: Counter[str] = Counter()
    found = []
    functions = reached(start, room)
    forget = _caches([function, *(value for one in functions for value in _named(one))])
    for one in functions:
        for mutant in _of_function(one, passed if one is start else (), one is start, forget):
            counted[mutant.name] += 1
            number = counted[mutant.name]
            found.append(mutant if number == 1 else _renamed(mutant, f"{mutant.name} ({number})"))
    found += _of_numbers(functions, forget)
    return found


def reached(function: FunctionType, room: str) -> list[FunctionType]:
    """The function, and every function of the same room that it may call, nearest first."""
    found, waiting = [function], [function]
    while waiting:
        at = waiting.pop(0)
        for value in map(inspect.unwrap, filter(callable, _named(at))):
            same = isinstance(value, FunctionType) and _in_room(value, function, room)
            if same and value not in found:
                found.append(value)
                waiting.append(value)
    return found


def _in_room(value: FunctionType, start: FunctionType, room: str) -> bool:
    return value.__module__ == start.__module__ or value.__module__.split(".")[0] == room


def _named(function: FunctionType) -> Iterator[Any]:
    """What the names in a function stand for, as far as they are names of its module or of a module in it."""
    names = list(dict.fromkeys(_names(function.__code__)))
    for name in names:
        value = function.__globals__.get(name)
        if isinstance(value, ModuleType):
            yield from (vars(value).get(other) for other in names)
        yield value


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _caches(values: Iterable[Any]) -> Callable[[], None]:
    """Forgets what functions remember of earlier calls: they were others then."""
    clear = [value.cache_clear for value in values if callable(getattr(value, "cache_clear", None))]

    def forget() -> None:
        for one in clear:
            one()

    return forget


def _of_function(
    function: FunctionType, passed: Collection[str], own: bool, forget: Callable[[], None]
) -> Iterator[Mutant]:
    file = inspect.getfile(function)
    module = ast.parse(Path(file).read_text("utf-8"))
    body = next((n for n in module.body if isinstance(n, ast.FunctionDef) and n.name == function.__name__), None)
    if body is None:
        return
    body.decorator_list = []
    for change in changes(body, passed):
        made = _compiled(function, body, change)
        if made is None or made.__code__ == function.__code__ or function.__code__.co_freevars:
            continue  # what closes over something cannot be made anew at the top of a module
        name = change.name(WIDTH)
        yield Mutant(
            name=name if own else f"{name} in {function.__name__}",
            file=file,
            line=change.line,
            before=change.before,
            after=change.after,
            _patch=functools.partial(_swap, function, made, forget),
        )


def _compiled(function: FunctionType, body: ast.FunctionDef, change: Change) -> FunctionType | None:
    changed = copy.deepcopy(body)
    change.make(changed)
    module = ast.Module(body=[changed], type_ignores=[])
    namespace = dict(function.__globals__)
    try:
        run(module, namespace, f"<mutant of {function.__name__}>")
    except Exception:  # noqa: BLE001 -- a change that cannot even be defined is no mutant
        return None
    made = namespace[function.__name__]
    assert isinstance(made, FunctionType)
    return made


def run(tree: ast.Module, namespace: dict[str, Any], name: str) -> None:
    """Run a teacher's own module, or some functions of it, that we have changed; what it defines is in `namespace`."""
    exec(compile(ast.fix_missing_locations(tree), name, "exec"), namespace)  # noqa: S102 -- nobody else's code comes here


def _swap(function: FunctionType, made: FunctionType, forget: Callable[[], None]) -> Callable[[], None]:
    before = function.__code__, function.__defaults__, function.__kwdefaults__
    function.__code__, function.__defaults__, function.__kwdefaults__ = (
        made.__code__,
        made.__defaults__,
        made.__kwdefaults__,
    )

    forget()

    def undo() -> None:
        function.__code__, function.__defaults__, function.__kwdefaults__ = before
        forget()

    return undo


def _of_numbers(functions: Sequence[FunctionType], forget: Callable[[], None]) -> Iterator[Mutant]:
    """The numbers that stand beside the functions and are used in them."""
    seen = set()
    for function in functions:
        for name in dict.fromkeys(_names(function.__code__)):
            value = function.__globals__.get(name)
            where = (function.__module__, name)
            if isinstance(value, bool) or not isinstance(value, (int, float)) or where in seen:
                continue
            seen.add(where)
            for other in numbers(value):
                yield Mutant(
                    name=f"{name} = {value}{ARROW}{name} = {other}",
                    file=inspect.getfile(function),
                    line=1,
                    before=f"{name} = {value}",
                    after=f"{name} = {other}",
                    _patch=functools.partial(_rebind, function.__globals__, name, other, forget),
                )


def _rebind(namespace: dict[str, Any], name: str, value: Any, forget: Callable[[], None]) -> Callable[[], None]:
    before = namespace[name]
    namespace[name] = value
    forget()

    def undo() -> None:
        namespace[name] = before
        forget()

    return undo


def _renamed(mutant: Mutant, name: str) -> Mutant:
    return Mutant(name, mutant.file, mutant.line, mutant.before, mutant.after, mutant._patch)
