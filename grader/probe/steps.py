"""Running one ask: a short program of calls, whose results are written down directly after each step."""

import builtins
import inspect
import sys
import types
from collections.abc import Callable, Sequence
from typing import Any

from grader.probe import wire
from grader.probe.inspection import inspect_module
from grader.probe.names import Absent, Loaded, find, lost_name
from grader.probe.telling import Sources, calm, raised, unprofile, untrace
from grader.probe.wire import Unsendable, name_of

globals()["__builtins__"] = dict(vars(builtins))

_KEYWORD = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
_signature = inspect.signature
_GATHERS, _GATHERS_NAMED = inspect.CO_VARARGS, inspect.CO_VARKEYWORDS
_CHANGELESS = frozenset([type(None), bool, int, float, complex, str])


class Program:
    """The steps of one ask, run in order."""

    def __init__(self, files: Sequence[Loaded], sources: Sources, printed: Callable[[], str], budget: int) -> None:
        self.files, self.sources, self.printed = files, sources, printed
        self.budget = budget
        self.results: list[Any] = []
        self.trees: dict[int, Any] = {}
        self.buffers: list[bytes] = []
        self.changed: list[str] = []
        self.called: Any = None

    def run(self, ask: dict[str, Any], buffers: list[memoryview]) -> dict[str, Any]:
        """The part of a reply that tells what was seen."""
        try:
            return self._run(ask, buffers)
        except Absent as absent:
            return {"seen": "missing", "name": absent.name, "near": list(absent.near), "reason": absent.reason}
        except Unsendable as unsendable:
            return {"seen": "unreadable", "type": unsendable.type_name, "reason": unsendable.reason}
        except BaseException as error:
            calm()
            told = raised(error, self.sources, self.called)
            lost = lost_name(error, self.files)
            return {**told, "message": f"{told['message']}; {lost}"} if lost else told

    def _run(self, ask: dict[str, Any], buffers: list[memoryview]) -> dict[str, Any]:
        steps, keep = ask["steps"], ask.get("keep")
        kept = [len(steps) - 1] if keep is None else keep
        for number, step in enumerate(steps):
            result = self._step(step, buffers)
            self.results.append(result)
            if number in kept:
                self.trees[number] = self._snapshot(result)
        value = self.trees[kept[0]] if keep is None else ["l", [self.trees[number] for number in kept]]
        return {"seen": "returned", "value": value, "changed": self.changed}

    def _snapshot(self, result: Any) -> Any:
        try:
            spent = sum(len(buffer) for buffer in self.buffers)
            return wire.encode(result, self.buffers, self.budget - spent)
        except Unsendable:
            raise
        except BaseException as error:
            calm()
            raise Unsendable(name_of(result), f"reading it raised {name_of(error)}") from None

    def _step(self, step: dict[str, Any], buffers: list[memoryview]) -> Any:
        match step["do"]:
            case "call" | "make":
                return self._call(step["name"], find(step["name"], self.files), self._arguments(step, buffers))
            case "method":
                target = self.results[step["of"]]
                return self._call(step["name"], _method(target, step["name"]), self._arguments(step, buffers))
            case "read":
                return find(step["name"], self.files)
            case "inspect":
                target = self.results[step["of"]] if step.get("of") is not None else find(step["name"], self.files)
                return inspect_module(target, tuple(self._arguments(step, buffers).values()))
            case "printed":
                return self.printed()
            case "test":
                from grader.probe.tests import run_test

                return run_test(step["name"], self._arguments(step, buffers), self.files, self.sources)
        raise ValueError(f"no such step: {step['do']!r}")

    def _arguments(self, step: dict[str, Any], buffers: list[memoryview]) -> dict[str, Any]:
        values = {}
        for name, node in step.get("arguments", []):
            if node[0] == "earlier":
                values[name] = _copied(self._earlier(node[1], node[2]))
            else:
                values[name] = wire.decode(node, buffers, tensors=True)
        return values

    def _earlier(self, number: int, item: Any) -> Any:
        result = self.results[number]
        if item is None:
            return result
        try:
            return result[item]
        except (TypeError, KeyError, IndexError):
            raise Unsendable(name_of(result), f"it has no item {item!r}, which the next call needs") from None

    def _call(self, name: str, function: Any, arguments: dict[str, Any]) -> Any:
        self.called = function
        if not callable(function):
            raise Absent(name, (), f"`{name}` is a value of type {name_of(function)}, not a function")
        before = {argument: _picture(value) for argument, value in arguments.items()}
        named = by_keyword(function, list(arguments))
        try:
            result = function(**arguments) if named else function(*arguments.values())
        finally:
            untrace(None)
            unprofile(None)
            calm()
        for argument, value in arguments.items():
            if before[argument] is not None and argument not in self.changed and _picture(value) != before[argument]:
                self.changed.append(argument)
        return result


def by_keyword(function: Any, names: Sequence[str]) -> bool:
    """Whether a function takes all its arguments by these very names; otherwise they go in by position."""
    try:
        named, places, gathers, gathers_named = _takes(function)
    except BaseException:  # a C function, or a signature that lies
        return False
    return named.issuperset(names) or (gathers_named and not gathers and places < len(names))


def _takes(function: Any) -> tuple[set[str], int, bool, bool]:
    """What can be named, how many places there are, and whether any number of places or of names is taken."""
    if type(function) is types.FunctionType and not function.__dict__:  # nothing in it says otherwise
        code = function.__code__
        named = set(code.co_varnames[code.co_posonlyargcount : code.co_argcount + code.co_kwonlyargcount])
        return named, code.co_argcount, bool(code.co_flags & _GATHERS), bool(code.co_flags & _GATHERS_NAMED)
    parameters = _signature(function).parameters
    named = {name for name, parameter in parameters.items() if parameter.kind in _KEYWORD}
    kinds = [parameter.kind for parameter in parameters.values()]
    places = sum(kind in (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD) for kind in kinds)
    return named, places, inspect.Parameter.VAR_POSITIONAL in kinds, inspect.Parameter.VAR_KEYWORD in kinds


def _method(target: Any, name: str) -> Any:
    try:
        return getattr(target, name)
    except AttributeError:
        raise Absent(name, (), f"the object of class `{name_of(target)}` has no method `{name}`") from None


def _picture(value: Any) -> Any:
    """What a value holds, to be compared before and after a call; None for what cannot be written down, or change."""
    kind = type(value)
    if kind in _CHANGELESS:
        return None
    numpy = sys.modules.get("numpy")
    if numpy is not None and kind is numpy.ndarray and value.dtype.kind in "biufc":
        return value.dtype, value.shape, value.tobytes()
    buffers: list[bytes] = []
    try:
        return wire.encode(value, buffers), buffers
    except Exception:
        return None


def _copied(value: Any) -> Any:
    """A plain value as a copy of its own; an object (an optimiser, a module) as itself."""
    kind = type(value)
    torch, numpy = sys.modules.get("torch"), sys.modules.get("numpy")
    if torch is not None and issubclass(kind, torch.Tensor):
        return value.detach().clone()
    if numpy is not None and kind is numpy.ndarray:
        return value.copy()
    if kind is list or kind is tuple:
        return kind(_copied(item) for item in value)
    if kind is dict:
        return {key: _copied(item) for key, item in value.items()}
    return value
