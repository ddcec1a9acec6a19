"""Notebook cells where IPython is not installed: plain Python, magics and commands left out."""

import ast
import asyncio
import builtins
import inspect
import sys
import types
from typing import Any

from grader.probe.outputs import Sink, Stream

globals()["__builtins__"] = dict(vars(builtins))

_execute = exec


class Plain:
    """Runs the statements of a cell; the value of a last expression is shown by its repr."""

    def __init__(self, module: types.ModuleType, why: str) -> None:
        self.module = module
        self.remark = f"IPython {why}; the cells were run as plain Python, without magics and figures"
        sys.modules["__main__"] = module

    def cell(self, name: str, number: int, source: str, sink: Sink) -> tuple[BaseException | None, str]:
        python = without_magics(source)
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = Stream(sink, "stdout"), Stream(sink, "stderr")
        try:
            self._run(ast.parse(python, name).body, name, number, sink)
        except BaseException as error:
            return error, python
        finally:
            sys.stdout, sys.stderr = before
        return None, python

    def _run(self, trees: list[ast.stmt], name: str, number: int, sink: Sink) -> None:
        last = trees.pop() if trees and isinstance(trees[-1], ast.Expr) else None
        for tree in trees:
            self._one(compile(ast.Module([tree], []), name, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, True))
        if isinstance(last, ast.Expr):
            keep = ast.Assign([ast.Name("_", ast.Store())], last.value)
            tree = ast.fix_missing_locations(ast.copy_location(keep, last))
            self._one(compile(ast.Module([tree], []), name, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, True))
            value = self.module.__dict__["_"]
            if value is not None:
                sink.data("execute_result", {"text/plain": repr(value)}, number)

    def _one(self, code: Any) -> None:
        if code.co_flags & inspect.CO_COROUTINE:
            asyncio.run(types.FunctionType(code, self.module.__dict__)())
        else:
            _execute(code, self.module.__dict__)


def without_magics(source: str) -> str:
    """A cell with its magics, commands and help requests taken out, line by line.

    >>> print(without_magics("%matplotlib inline\\nx = 1\\nif x:\\n    !ls\\nlen?"))
    pass
    x = 1
    if x:
        pass
    pass
    """
    if source.lstrip().startswith("%%"):
        first = source.lstrip().split("\n", 1)
        timed = first[0].split()[0] in ("%%time", "%%capture")
        return "\n" + first[1] if timed and len(first) > 1 else ""
    lines = []
    for line in source.split("\n"):
        bare = line.lstrip()
        odd = bare.startswith(("%", "!")) or (bare.endswith("?") and not bare.startswith("#"))
        lines.append(line[: len(line) - len(bare)] + "pass" if odd else line)
    return "\n".join(lines)
