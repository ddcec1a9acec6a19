"""Sums, means and extremes: another one in its place, over another axis, or with another divisor."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from grader.diagnosis.cause import Cause
from grader.diagnosis.edits.edit import Edit, Replace, called

RANK = 29
ODD = 36  # for what few would mix up
OTHERS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "sum": (("mean", "mean-for-sum", "the mean is taken instead of the sum"),
            ("max", "maximum-for-sum", "the maximum is taken instead of the sum")),
    "mean": (("sum", "sum-for-mean", "the sum is taken instead of the mean"),
             ("median", "median-for-mean", "the median is taken instead of the mean"),
             ("max", "maximum-for-mean", "the maximum is taken instead of the mean")),
    "median": (("mean", "mean-for-median", "the mean is taken instead of the median"),),
    "max": (("min", "minimum-for-maximum", "the minimum is taken instead of the maximum"),
            ("mean", "mean-for-maximum", "the mean is taken instead of the maximum")),
    "min": (("max", "maximum-for-minimum", "the maximum is taken instead of the minimum"),),
    "maximum": (("minimum", "minimum-for-maximum", "the minimum is taken instead of the maximum"),),
    "minimum": (("maximum", "maximum-for-minimum", "the maximum is taken instead of the minimum"),),
    "argmax": (("argmin", "argmin", "the place of the smallest is taken instead of the largest"),
               ("max", "value-for-place", "the largest value is taken instead of its place")),
    "argmin": (("argmax", "argmax", "the place of the largest is taken instead of the smallest"),),
    "var": (("std", "deviation-for-variance", "the standard deviation is taken instead of the variance"),),
    "std": (("var", "variance-for-deviation", "the variance is taken instead of the standard deviation"),),
}  # fmt: skip


def edits(node: ast.AST, told: frozenset[str]) -> Iterator[Edit]:  # noqa: ARG001 -- every family is given the same
    """What may be wrong with a reduction."""
    if not isinstance(node, ast.Call):
        return
    if isinstance(node.func, ast.Attribute):
        for other, kind, when in OTHERS.get(node.func.attr, ()):
            rank = RANK if {other, node.func.attr} == {"sum", "mean"} else ODD
            yield Edit(node, Cause(kind, when, rank=rank), _renamed(other), everywhere=True)
        if node.func.attr in ("var", "std") and not any(word.arg == "ddof" for word in node.keywords):
            cause = Cause("ddof", "the division is by N - 1, not by N", rank=RANK)
            yield Edit(node, cause, _unbiased, everywhere=True)
        if any(word.arg == "ddof" for word in node.keywords):
            cause = Cause("ddof", "the division is by N, not by N - 1", rank=RANK)
            yield Edit(node, cause, _biased, everywhere=True)
    elif called(node) in ("min", "max"):
        ((other, kind, when),) = [one for one in OTHERS[called(node)] if one[0] in ("min", "max")]
        yield Edit(node, Cause(kind, when, rank=ODD), _called(other))
    elif called(node) == "sum":
        cause = Cause("mean-for-sum", "the mean is taken instead of the sum", rank=RANK)
        yield Edit(node, cause, _mean_of)
    for word in node.keywords:
        if word.arg == "axis" and isinstance(word.value, ast.Constant) and isinstance(word.value.value, int):
            cause = Cause("wrong-axis", "a sum, mean or maximum is taken along the wrong axis", rank=RANK)
            yield Edit(node, cause, _other_axis, everywhere=True)
            cause = Cause(
                "no-axis", "a sum, mean or maximum is taken over everything instead of along an axis", rank=RANK
            )
            yield Edit(node, cause, _no_axis, everywhere=True)


def _renamed(name: str) -> Replace:
    def replace(node: Any) -> ast.AST:
        if name == "median" and not isinstance(node.func.value, ast.Name):  # arrays have no such method
            node.args = [node.func.value, *node.args]
            node.func.value = ast.Name("np", ast.Load())
        node.func.attr = name
        return node  # type: ignore[no-any-return]

    return replace


def _called(name: str) -> Replace:
    def replace(node: Any) -> ast.AST:
        node.func.id = name
        return node  # type: ignore[no-any-return]

    return replace


def _unbiased(node: Any) -> ast.AST:
    node.keywords = [*node.keywords, ast.keyword("ddof", ast.Constant(1))]
    return node  # type: ignore[no-any-return]


def _biased(node: Any) -> ast.AST:
    node.keywords = [word for word in node.keywords if word.arg != "ddof"]
    return node  # type: ignore[no-any-return]


def _mean_of(node: Any) -> ast.AST:
    """sum(items) as np.mean(list(items))."""
    listed = ast.Call(func=ast.Name("list", ast.Load()), args=node.args[:1], keywords=[])
    mean = ast.Attribute(value=ast.Name("np", ast.Load()), attr="mean", ctx=ast.Load())
    return ast.Call(func=mean, args=[listed], keywords=[])


def _other_axis(node: Any) -> ast.AST:
    for word in node.keywords:
        if word.arg == "axis":
            word.value = ast.Constant(0 if word.value.value else 1)
    return node  # type: ignore[no-any-return]


def _no_axis(node: Any) -> ast.AST:
    node.keywords = [word for word in node.keywords if word.arg not in ("axis", "keepdims")]
    return node  # type: ignore[no-any-return]
