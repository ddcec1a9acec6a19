"""The small changes that make mutants: what may be changed in a function, one place at a time.

Changed are operators, terms and factors, comparisons (at their boundary, and turned round), numbers, words, indexes,
slices, axes, keywords, defaults, calls (mean for sum, max for min …), conditions, and statements that can be left out.
Not changed, because nothing that is judged could tell: docstrings, annotations, assertions and guards that only raise,
`strict=` of zip, conversions such as float(x) around what is compared as a number anyway, keys of a dict, and defaults
that no call leaves out.
"""

from __future__ import annotations

import ast
import copy
import functools
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from grader.mutation import naming
from grader.mutation.tree import Path, at, put

SWAPS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.MatMult: ast.Mult,
}
BOUNDARY: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt,
    ast.LtE: ast.GtE,
    ast.Gt: ast.Lt,
    ast.GtE: ast.LtE,
}
INSTEAD = {
    "mean": "sum", "sum": "mean", "max": "min", "min": "max", "maximum": "minimum", "minimum": "maximum",
    "argmax": "argmin", "argmin": "argmax", "any": "all", "all": "any", "zeros": "ones", "ones": "zeros",
    "zeros_like": "ones_like", "ones_like": "zeros_like", "floor": "ceil", "ceil": "floor", "var": "std",
    "std": "var", "median": "mean", "sin": "cos", "cos": "sin",
}  # fmt: skip
BUILT_IN = {"max", "min", "any", "all"}  # the others have no partner that stands there by itself
SAME = {"float", "bool", "list", "tuple", "str", "asarray", "array", "dict", "iter"}  # the value stays
KEPT = {"strict", "dtype", "copy"}  # keywords without which the value is the same


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a function definition."""

    path: Path  # where in the tree, field by field
    do: Callable[[Any], Any]  # the node there → what stands in its place (None: it is left out)
    line: int
    was: str  # the expression or statement, as the name shows it
    now: str
    before: str  # the whole line
    after: str

    def name(self, width: int) -> str:
        """What is changed, in one line that can stand in a specification."""
        text = f"{self.was}{naming.ARROW}{self.now}"
        return text if len(text) <= width else naming.trimmed(self.was, self.now, width)

    def make(self, function: ast.FunctionDef) -> None:
        """The same change in a copy of the function."""
        put(function, self.path, self.do)


def changes(function: ast.FunctionDef, passed: Collection[str] = ()) -> Iterator[Change]:
    """Every change of a function that could make a difference to somebody who calls it."""
    for path, node in _places(function, passed):
        for do in _ways(node):
            yield _change(function, path, node, do)
    for path, node in _statements(function):
        for do in _leavings(node):
            yield _change(function, path, node, do)


def numbers(value: float) -> tuple[float, ...]:
    """What may stand in the place of a number.

    >>> numbers(3), numbers(0.5), numbers(0.0)
    ((4, 2), (1.5, 0.25), (1.0,))
    """
    if isinstance(value, int):
        return (value + 1, value - 1)
    return (value + 1, value / 2) if value else (value + 1,)


# ---- where ----


def _places(function: ast.FunctionDef, passed: Collection[str]) -> Iterator[tuple[Path, ast.AST]]:
    """The expressions that are run when the function is called."""
    arguments = function.args
    names = [argument.arg for argument in [*arguments.posonlyargs, *arguments.args]]
    for index in range(len(arguments.defaults)):
        if names[len(names) - len(arguments.defaults) + index] not in passed:
            yield from _below(function, ("args", "defaults", index))
    for index, argument in enumerate(arguments.kwonlyargs):
        if argument.arg not in passed and arguments.kw_defaults[index] is not None:
            yield from _below(function, ("args", "kw_defaults", index))
    for index, _ in enumerate(function.body):
        yield from _below(function, ("body", index))


def _below(function: ast.AST, path: Path) -> Iterator[tuple[Path, ast.AST]]:
    node = at(function, path)
    if not isinstance(node, ast.AST) or _inert(node):
        return
    yield path, node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "ctx"):
            continue
        if isinstance(node, ast.Call) and name == "func" and isinstance(value, ast.Name):
            continue
        if isinstance(node, ast.Dict) and name == "keys":
            continue  # a key that is not found is no mistake worth a mutant
        if isinstance(value, ast.AST):
            yield from _below(function, (*path, name))
        elif isinstance(value, list):
            for index, _ in enumerate(value):
                yield from _below(function, (*path, name, index))


def _inert(node: ast.AST) -> bool:
    """What changes nothing that is judged: assertions, guards, docstrings, annotations, imports, messages."""
    match node:
        case ast.Assert() | ast.Raise() | ast.Import() | ast.ImportFrom() | ast.JoinedStr():
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.If(body=body, orelse=[]):
            return all(isinstance(statement, ast.Raise) for statement in body)
        case ast.keyword(arg=name):
            return name in KEPT
    return False


def _statements(function: ast.FunctionDef) -> Iterator[tuple[Path, ast.AST]]:
    """The statements of the function and of the blocks in it, but for the last of a block that would be empty."""
    bound = {argument.arg for argument in ast.walk(function.args) if isinstance(argument, ast.arg)}
    for path, node in _places(function, ()):
        if isinstance(node, ast.stmt) and _can_go(node, bound):
            yield path, node
        if isinstance(node, ast.Assign | ast.AugAssign | ast.For):
            bound |= {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}


def _can_go(node: ast.stmt, bound: set[str]) -> bool:
    """Whether leaving it out gives a function that can still come to an end."""
    match node:
        case ast.AugAssign() | ast.Expr(value=ast.Call()) | ast.Break() | ast.Continue():
            return True
        case ast.Assign(targets=targets):
            names = {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}
            return names <= bound
        case ast.If(orelse=[]):
            return True
    return False


# ---- what ----


def _ways(node: ast.AST) -> Iterator[Callable[[Any], Any]]:
    """Every change of one expression; each gets a copy of the node and gives what stands in its place."""
    for kind, ways in WAYS:
        if isinstance(node, kind):
            yield from ways(node)


def _operators(node: Any) -> Iterator[Callable[[Any], Any]]:
    if type(node.op) in SWAPS:
        yield lambda n: _set(n, op=SWAPS[type(n.op)]())


def _comparisons(node: ast.Compare) -> Iterator[Callable[[Any], Any]]:
    for index, op in enumerate(node.ops):
        for table in (BOUNDARY, TURNED):
            if type(op) in table:
                yield functools.partial(_compared, index=index, kind=table[type(op)])


def _compared(node: ast.Compare, index: int, kind: type[ast.cmpop]) -> ast.Compare:
    node.ops[index] = kind()
    return node


def _signs(node: ast.UnaryOp) -> Iterator[Callable[[Any], Any]]:
    if isinstance(node.op, ast.USub | ast.Not):
        yield lambda n: n.operand


def _connectives(_: ast.BoolOp) -> Iterator[Callable[[Any], Any]]:
    yield lambda n: _set(n, op=ast.And() if isinstance(n.op, ast.Or) else ast.Or())


def _choices(_: ast.IfExp) -> Iterator[Callable[[Any], Any]]:
    yield lambda n: n.body
    yield lambda n: n.orelse


def _halves(node: ast.BinOp) -> Iterator[Callable[[Any], Any]]:
    """A term or a factor left out."""
    if isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div):
        yield lambda n: n.left
    if isinstance(node.op, ast.Add | ast.Mult):
        yield lambda n: n.right


def _constants(node: ast.Constant) -> Iterator[Callable[[Any], Any]]:
    value = node.value
    if isinstance(value, bool):
        yield lambda _: ast.Constant(not value)
    elif isinstance(value, (int, float)):
        for other in numbers(value):
            yield lambda _, other=other: ast.Constant(other)  # type: ignore[misc]
    elif isinstance(value, str):
        yield lambda _: ast.Constant(f"{value}x")


def _slices(node: ast.Slice) -> Iterator[Callable[[Any], Any]]:
    if node.lower is not None:
        yield lambda n: _set(n, lower=None)
    if node.upper is not None:
        yield lambda n: _set(n, upper=None)
    if node.step is not None:
        yield lambda n: _set(n, step=None)


def _calls(node: ast.Call) -> Iterator[Callable[[Any], Any]]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    for index, keyword in enumerate(node.keywords):
        if keyword.arg not in KEPT:
            yield lambda n, index=index: _set(n, keywords=[k for i, k in enumerate(n.keywords) if i != index])  # type: ignore[misc]
    if len(node.args) == 1 and not node.keywords and not _keeps(name, node.args[0]):
        yield lambda n: n.args[0]
    if name in INSTEAD and (name in BUILT_IN or isinstance(node.func, ast.Attribute)):
        yield lambda n: _set(n, func=_renamed(n.func, INSTEAD[name]))


def _keeps(name: str, argument: ast.expr) -> bool:
    """Whether a conversion leaves the value as it is; int() does where nothing in it divides."""
    divides = any(isinstance(node, ast.Div) for node in ast.walk(argument))
    return name in SAME or (name == "int" and not divides)


def _conditions(node: ast.If) -> Iterator[Callable[[Any], Any]]:
    yield lambda n: _set(n, test=ast.Constant(value=True))
    if node.orelse:
        yield lambda n: _set(n, test=ast.Constant(value=False))


def _leavings(node: ast.AST) -> Iterator[Callable[[Any], Any]]:
    """Statements left out; a break becomes a continue and the other way round."""
    if isinstance(node, ast.Break):
        yield lambda _: ast.Continue()
    elif isinstance(node, ast.Continue):
        yield lambda _: ast.Break()
    else:
        yield lambda _: ast.Pass()


def _renamed(func: ast.expr, name: str) -> ast.expr:
    return (
        ast.Attribute(value=func.value, attr=name, ctx=ast.Load())
        if isinstance(func, ast.Attribute)
        else ast.Name(id=name, ctx=ast.Load())
    )


def _set(node: Any, **fields: Any) -> Any:
    for name, value in fields.items():
        setattr(node, name, value)
    return node


WAYS: tuple[tuple[Any, Callable[[Any], Iterator[Callable[[Any], Any]]]], ...] = (
    (ast.BinOp | ast.AugAssign, _operators),
    (ast.BinOp, _halves),
    (ast.Compare, _comparisons),
    (ast.Constant, _constants),
    (ast.UnaryOp, _signs),
    (ast.BoolOp, _connectives),
    (ast.IfExp, _choices),
    (ast.Slice, _slices),
    (ast.Call, _calls),
    (ast.If, _conditions),
)


# ---- how it is told ----


def _change(function: ast.FunctionDef, path: Path, node: ast.AST, do: Callable[[Any], Any]) -> Change:
    changed = copy.deepcopy(function)
    put(changed, path, do)
    near, around = naming.shown(function, path), naming.line(function, path)
    gone = isinstance(node, ast.stmt) and isinstance(at(changed, path), ast.Pass)
    return Change(
        path=path,
        do=do,
        line=getattr(node, "lineno", getattr(at(function, around), "lineno", function.lineno)),
        was=naming.written(function, near),
        now="(left out)" if gone else naming.written(changed, near),
        before=naming.written(function, around),
        after="" if gone else naming.written(changed, around),
    )
