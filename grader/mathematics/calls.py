"""Sums, products, powers and functions of numbers and matrices, with sentences where the shapes do not fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.mathematics import linear
from grader.mathematics.numbers import MOST_FACTORIAL
from grader.mathematics.problems import Overflow, TooMuch, TypeMismatch, Undefined
from grader.mathematics.tree import Call

if TYPE_CHECKING:
    from grader.mathematics.evaluate import Evaluator


MOST_MATRIX_POWER = 64


def scaled(_: Evaluator, body: Any, factor: Any) -> Any:
    return linear.Identity(body.factor * factor) if isinstance(body, linear.Identity) else body * factor


def added(evaluator: Evaluator, left: Any, right: Any) -> Any:
    if type(left) is float and type(right) is float:
        return left + right
    kinds = {_kind(left), _kind(right)}
    if kinds == {"number"}:
        return left + right
    if kinds == {"matrix"}:
        if left.shape != right.shape:
            raise TypeMismatch(f"A {linear.size(left)} and a {linear.size(right)} cannot be added.")
        return left + right
    if kinds == {"identity"}:
        return linear.Identity(left.factor + right.factor)
    if kinds == {"matrix", "identity"}:
        matrix, multiple = (left, right) if _kind(left) == "matrix" else (right, left)
        count = linear.square(matrix, "added to the identity")
        return matrix + linear.identity(count, evaluator.arithmetic.one) * multiple.factor
    shape = next((linear.size(side) for side in (left, right) if _kind(side) == "matrix"), "matrix")
    raise TypeMismatch(f"A number and a {shape} cannot be added; a multiple of I is written λ*I.")


def multiplied(evaluator: Evaluator, left: Any, right: Any, elementwise: bool) -> Any:
    if type(left) is float and type(right) is float:
        return left * right
    kinds = (_kind(left), _kind(right))
    if "identity" in kinds:
        multiple, other = (left, right) if kinds[0] == "identity" else (right, left)
        if _kind(other) == "number":
            return linear.Identity(multiple.factor * other)
        return scaled(evaluator, other, multiple.factor)
    if "number" in kinds:
        return left * right
    if elementwise:
        if left.shape != right.shape:
            raise TypeMismatch(f"A {linear.size(left)} and a {linear.size(right)} have no products element by element.")
        return left * right
    if left.shape[1] != right.shape[0]:
        raise TypeMismatch(f"A {linear.size(left)} and a {linear.size(right)} cannot be multiplied.")
    return _single(left @ right)


def _single(matrix: Any) -> Any:
    """A 1×1 matrix is a number."""
    return _python(matrix[0, 0]) if matrix.shape == (1, 1) else matrix


def _python(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _kind(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return "matrix"
    return "identity" if isinstance(value, linear.Identity) else "number"


def reciprocal(evaluator: Evaluator, body: Any) -> Any:
    if isinstance(body, np.ndarray):
        raise TypeMismatch(f"Nothing can be divided by a {linear.size(body)}; write inv(…) in its place.")
    if isinstance(body, linear.Identity):
        return linear.Identity(reciprocal(evaluator, body.factor))
    if body == 0:
        raise Undefined("Zero is divided by here.")
    return evaluator.arithmetic.one / body


def matrix_power(evaluator: Evaluator, base: Any, exponent: int) -> Any:
    if abs(exponent) > MOST_MATRIX_POWER:
        raise TooMuch(f"A matrix power may be at most {MOST_MATRIX_POWER}.")
    if isinstance(base, linear.Identity):
        return linear.Identity(evaluator.arithmetic.power(base.factor, evaluator.arithmetic.number(exponent)))
    count = linear.square(base, "raised to a power")
    evaluator.budget.spend(evaluator.arithmetic.cost * (abs(exponent) + 1) * count**3)
    one = evaluator.arithmetic.one
    factor = linear.inverse(base, one) if exponent < 0 else base
    total: Any = linear.identity(count, one)
    for _ in range(abs(exponent)):
        total = total @ factor
    return _single(total)


# ---- functions


def called(evaluator: Evaluator, node: Call) -> Any:
    made = _FUNCTIONS.get(node.function)
    if made is not None:
        return made(evaluator, node)
    return _plain(evaluator, node.function, evaluator.scalar(node.arguments[0]))


_TRANSCENDENTAL = {
    "exp": "exp", "ln": "log", "sqrt": "sqrt", "sin": "sin", "cos": "cos", "tan": "tan", "asin": "asin",
    "acos": "acos", "atan": "atan", "sinh": "sinh", "cosh": "cosh", "tanh": "tanh", "log10": "log10",
}  # fmt: skip


def _plain(evaluator: Evaluator, function: str, x: Any) -> Any:
    arithmetic = evaluator.arithmetic
    if function in _TRANSCENDENTAL:
        return arithmetic.apply(_TRANSCENDENTAL[function], x)
    if function == "log2":
        return arithmetic.apply("log", x) / arithmetic.apply("log", arithmetic.number(2))
    if function == "sigmoid":
        return reciprocal(evaluator, arithmetic.one + arithmetic.apply("exp", -x))
    if function == "softplus":
        return arithmetic.apply("log", arithmetic.one + arithmetic.apply("exp", x))
    raise TooMuch(f"{function} cannot be worked out here.")


def _sign(evaluator: Evaluator, node: Call) -> Any:
    body = evaluator.quantity(node.arguments[0])
    if isinstance(body, np.ndarray):
        made = np.empty(body.shape, dtype=object)
        for place in np.ndindex(*body.shape):
            made[place] = _sign_of(evaluator, body[place])
        return made
    return _sign_of(evaluator, evaluator.real(node.arguments[0]))


def _sign_of(evaluator: Evaluator, x: Any) -> Any:
    """Zero counts as zero where it is one but for rounding."""
    if abs(x) <= evaluator.largest * 10.0 ** (5 - evaluator.arithmetic.digits):
        return evaluator.arithmetic.number(0)
    return evaluator.arithmetic.number(1 if x > 0 else -1)


def _abs(evaluator: Evaluator, node: Call) -> Any:
    body = evaluator.quantity(node.arguments[0])
    if isinstance(body, np.ndarray | linear.Identity):
        raise TypeMismatch("|…| is for numbers; the length of a vector is written ‖…‖.")
    return abs(body)


def _factorial(evaluator: Evaluator, node: Call) -> Any:
    whole = evaluator.whole(node.arguments[0])
    if whole < 0:
        raise Undefined("A negative number has no factorial.")
    if whole > MOST_FACTORIAL:
        raise TooMuch(f"A factorial may be at most {MOST_FACTORIAL}!.")
    total = evaluator.arithmetic.one
    for factor in range(2, whole + 1):
        total = total * factor
    if not evaluator.arithmetic.finite(total):
        raise Overflow("This factorial is too large.")
    return total


def _rounded(evaluator: Evaluator, node: Call) -> Any:
    x = evaluator.real(node.arguments[0])
    return evaluator.arithmetic.number(0) + evaluator.arithmetic.apply(node.function, x)


def _extreme(evaluator: Evaluator, node: Call) -> Any:
    body = evaluator.quantity(node.arguments[0]) if len(node.arguments) == 1 else None
    if isinstance(body, np.ndarray):
        items = [_python(item) for item in body.flat]
    else:
        items = [evaluator.real(argument) for argument in node.arguments]
    return min(items) if node.function == "min" else max(items)


def _relu(evaluator: Evaluator, node: Call) -> Any:
    x = evaluator.real(node.arguments[0])
    return x if x > 0 else evaluator.arithmetic.number(0)


def _indicator(evaluator: Evaluator, node: Call) -> Any:
    found = evaluator.value(node.arguments[0])
    holds = found if isinstance(found, bool) else found > 0
    return evaluator.arithmetic.number(1 if holds else 0)


def _root(evaluator: Evaluator, node: Call) -> Any:
    x, degree = evaluator.scalar(node.arguments[0]), evaluator.whole(node.arguments[1])
    if degree == 0:
        raise Undefined("There is no 0th root.")
    power = evaluator.arithmetic.one / evaluator.arithmetic.number(degree)
    if degree % 2 and not getattr(x, "imag", 0) and x < 0:
        return -evaluator.arithmetic.power(-x, power)
    return evaluator.arithmetic.power(x, power)


def _logbase(evaluator: Evaluator, node: Call) -> Any:
    x, base = (evaluator.arithmetic.apply("log", evaluator.scalar(argument)) for argument in node.arguments)
    return x * reciprocal(evaluator, base)


def _norm(evaluator: Evaluator, node: Call) -> Any:
    body = evaluator.quantity(node.arguments[0])
    items = [abs(_python(item)) for item in body.flat] if isinstance(body, np.ndarray) else [abs(body)]
    if len(node.arguments) == 2 and getattr(node.arguments[1], "name", "") == "oo":
        return max(items)
    order = evaluator.whole(node.arguments[1]) if len(node.arguments) == 2 else 2
    if order < 1:
        raise Undefined("A norm has an order of at least 1.")
    number = evaluator.arithmetic.number
    total = sum((evaluator.arithmetic.power(item, number(order)) for item in items), number(0))
    return evaluator.arithmetic.power(total, evaluator.arithmetic.one / number(order))


def _matrix(evaluator: Evaluator, node: Call) -> Any:
    body = evaluator.quantity(node.arguments[0])
    if not isinstance(body, np.ndarray):
        raise TypeMismatch(f"{node.function} needs a vector or matrix.")
    return body


def _dot(evaluator: Evaluator, node: Call) -> Any:
    left, right = (evaluator.quantity(argument) for argument in node.arguments)
    if not (isinstance(left, np.ndarray) and isinstance(right, np.ndarray)) or left.size != right.size:
        raise TypeMismatch("dot needs two vectors of one length.")
    return _python((left.reshape(1, -1) @ right.reshape(-1, 1))[0, 0])


def _transpose(evaluator: Evaluator, node: Call) -> Any:
    body = evaluator.quantity(node.arguments[0])
    return body.T if isinstance(body, np.ndarray) else body


def _inverse(evaluator: Evaluator, node: Call) -> Any:
    body = evaluator.quantity(node.arguments[0])
    if not isinstance(body, np.ndarray):
        return reciprocal(evaluator, body)
    evaluator.budget.spend(evaluator.arithmetic.cost * body.shape[0] ** 3)
    return linear.inverse(body, evaluator.arithmetic.one)


def _trace(evaluator: Evaluator, node: Call) -> Any:
    body = _matrix(evaluator, node)
    linear.square(body, "given a trace")
    return _python(sum(body[place, place] for place in range(body.shape[0])))


def _determinant(evaluator: Evaluator, node: Call) -> Any:
    return _python(linear.determinant(_matrix(evaluator, node), evaluator.arithmetic.one))


def _diagonal(evaluator: Evaluator, node: Call) -> Any:
    body = _matrix(evaluator, node)
    column = body if body.shape[1] == 1 else np.array([[body[i, i]] for i in range(min(body.shape))], dtype=object)
    made = linear.identity(len(column), evaluator.arithmetic.one)
    for place in range(len(column)):
        made[place, place] = column[place, 0]
    return made


def _total(evaluator: Evaluator, node: Call) -> Any:
    body = _matrix(evaluator, node)
    for item in body.flat:
        evaluator.grow(_python(item))
    return _python(body.sum())


_FUNCTIONS: dict[str, Callable[[Evaluator, Call], Any]] = {
    "sign": _sign, "abs": _abs, "factorial": _factorial, "floor": _rounded, "ceil": _rounded, "min": _extreme,
    "max": _extreme, "relu": _relu, "indicator": _indicator, "root": _root, "logbase": _logbase, "norm": _norm,
    "dot": _dot, "transpose": _transpose, "inv": _inverse, "trace": _trace, "det": _determinant, "diag": _diagonal,
    "total": _total,
}  # fmt: skip
