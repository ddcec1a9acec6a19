"""Tests of other graders, run beside the student's code: what each piece printed or raised is told, and no more.

A doctest's examples run one after another in a copy of the student's names, each as at the prompt. Code runs among the
names themselves, so that it may replace one for a while; with a function to call, it runs in a place of its own and
the function is given the student's names by the names of its parameters. Afterwards everything is as it was.
"""

import ast
import builtins
import inspect
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from grader.probe.capture import Printed
from grader.probe.names import Absent, Loaded, find, own_names
from grader.probe.plain import without_magics
from grader.probe.scripts import run_code
from grader.probe.telling import Sources, calm, frames_of, raised

globals()["__builtins__"] = dict(vars(builtins))

NAME = "the test"  # as its file name; not among the student's sources, so no line of it is ever quoted
PRINTED = 100_000  # characters of one piece

_evaluate = eval
_traceback_of = BaseException.__dict__["__traceback__"].__get__
_parameters = inspect.signature


def run_test(name: str, given: dict[str, Any], files: Sequence[Loaded], sources: Sources) -> list[dict[str, Any]]:
    """One dict for every piece of a test, run on the file of this name, or on the whole hand-in."""
    with _names(name, given.get("at", ""), files) as names:
        if "examples" in given:
            space = dict(names)
            return [_piece(sources, partial(_example, text, space)) for text in given["examples"]]
        if given.get("call"):
            return [_piece(sources, partial(_called, given["code"], given["call"], names))]
        return [_piece(sources, partial(_code, given["code"], names))]


def _piece(sources: Sources, run: Callable[[], Any]) -> dict[str, Any]:
    out = Printed(PRINTED)
    before = sys.stdout, sys.displayhook
    sys.stdout, sys.displayhook = out, _shown
    told: dict[str, Any] = {"printed": "", "raised": None, "value": None}
    try:
        told["value"] = _number(run())
    except BaseException as error:
        calm()
        seen = raised(error, sources)
        told["raised"] = {key: seen[key] for key in ("type", "message", "where")} | {"line": _line(error)}
        told["raised"]["traceback"] = seen["traceback"] if frames_of(error, sources) else ""
    finally:
        calm()
        sys.stdout, sys.displayhook = before
    told["printed"] = out.text()
    return told


def _shown(value: Any) -> None:
    """What the prompt does with a value."""
    if value is not None:
        sys.stdout.write(repr(value) + "\n")


def _example(text: str, space: dict[str, Any]) -> None:
    run_code(compile(text, NAME, "single", 0, True), space)


def _code(text: str, names: dict[str, Any]) -> Any:
    """Run statements among the names; the value of the last one where that is an expression."""
    body = _statements(text)
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    run_code(compile(ast.Module(body, []), NAME, "exec", 0, True), names)
    if not isinstance(last, ast.Expr):
        return None
    return _evaluate(compile(ast.Expression(last.value), NAME, "eval", 0, True), names)


def _statements(text: str) -> list[ast.stmt]:
    try:
        return ast.parse(text, NAME).body
    except SyntaxError:
        return ast.parse(without_magics(text), NAME).body


def _called(text: str, name: str, names: dict[str, Any]) -> None:
    space: dict[str, Any] = {"__name__": NAME, "__builtins__": builtins}
    run_code(compile(text, NAME, "exec", 0, True), space)
    function = space[name]
    given = {word: names if word == "env" else names.get(word) for word in _parameters(function).parameters}
    function(**given)


def _number(value: Any) -> int | float | None:
    """A plain number, or the number in a NumPy scalar; nothing else says how many points were earned."""
    kind = type(value)
    if kind in (int, float):
        return value  # type: ignore[no-any-return]
    numpy = sys.modules.get("numpy")
    if numpy is not None and issubclass(kind, numpy.number) and not issubclass(kind, numpy.complexfloating):
        plain = numpy.array(value, subok=False).item()
        return plain if type(plain) in (int, float) else None
    return None


def _line(error: BaseException) -> int:
    """The line of the test in which it was raised."""
    if issubclass(type(error), SyntaxError) and getattr(error, "filename", None) == NAME:
        return getattr(error, "lineno", 0) or 0
    walk, line = _traceback_of(error), 0
    while walk is not None:
        if walk.tb_frame.f_code.co_filename == NAME:
            line = walk.tb_lineno
        walk = walk.tb_next
    return line


@contextmanager
def _names(name: str, at: str, files: Sequence[Loaded]) -> Iterator[dict[str, Any]]:
    """The student's names as they were at a cell, for as long as it takes."""
    file = _file(name, files)
    if file is None:
        yield _together(files)
        return
    live = file.namespace
    kept = dict(live)
    moments = getattr(file, "moments", None)
    moment = moments.at(at) if moments is not None else None
    try:
        if moment is not None:
            _settle(live, moment)
        yield live
    finally:
        _settle(live, kept)


def _settle(live: dict[str, Any], kept: dict[str, Any]) -> None:
    live.clear()
    live.update(kept)


def _file(name: str, files: Sequence[Loaded]) -> Loaded | None:
    """The file that was asked for; without a name the one notebook, else the one script, else none of them alone."""
    notebooks = [file for file in files if file.path.endswith(".ipynb")]
    if not name:
        for some in (notebooks, files):
            if len(some) == 1:
                return some[0]
        return None
    for some in (notebooks, files):
        for file in some:
            if PurePosixPath(file.path).stem.casefold() == name.casefold():
                return file
    raise Absent(name, [PurePosixPath(file.path).name for file in files][:5], "")


def _together(files: Sequence[Loaded]) -> dict[str, Any]:
    """The names of all files in one place, found as everywhere else."""
    if not files:
        raise Absent("", (), "no Python file or notebook was handed in")
    space: dict[str, Any] = {"__name__": "__main__", "__builtins__": builtins}
    for file in files:
        space.update(file.namespace)
    for name in dict.fromkeys(word for file in files for word in own_names(file)):
        space[name] = find(name, files)
    return space
