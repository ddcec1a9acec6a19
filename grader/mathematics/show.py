"""What we read, said back: as plain text, as LaTeX and as MathML, always from our own tree."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from grader.mathematics.tree import (
    Add,
    Call,
    Cases,
    Compare,
    Constant,
    Factor,
    Index,
    Logic,
    Mean,
    Name,
    Negate,
    Node,
    Number,
    Power,
    Product,
    Repeated,
    Span,
)

_TIGHTNESS: dict[type, int] = {Logic: 1, Compare: 2, Cases: 2, Add: 3, Negate: 4, Product: 5, Repeated: 5, Power: 7}


def _tight(node: Node) -> int:
    if isinstance(node, Number) and (node.value < 0 or node.value.denominator != 1):
        return 5
    return _TIGHTNESS.get(type(node), 9)


def number(value: Fraction) -> str:
    """A number as a person writes it: decimals where they are finite and short, else a fraction.

    >>> number(Fraction(1, 8)), number(Fraction(1, 3)), number(Fraction(10**30))
    ('0.125', '1/3', '1e+30')
    """
    if value.denominator == 1:
        return str(value.numerator) if abs(value.numerator) < 10**12 else f"{_float(value):.6g}"
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest == 1:
        return f"{_float(value):.12g}"
    return f"{value.numerator}/{value.denominator}"


def _float(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def plain(node: Node) -> str:
    """The tree as text, with only the brackets it needs; a fraction keeps its own, so that nothing is in doubt."""
    return _PLAIN[type(node)](node)


def _inside(node: Node, least: int) -> str:
    shown = plain(node)
    return shown if _tight(node) >= least else f"({shown})"


def _sum(node: Add) -> str:
    shown = _inside(node.terms[0], 3)
    for term in node.terms[1:]:
        shown += f" - {_inside(term.body, 5)}" if isinstance(term, Negate) else f" + {_inside(term, 4)}"
    return shown


def _product(node: Product) -> str:
    shown = ""
    for factor in node.factors:
        least = 6 if shown or factor.how == "/" else 5
        piece = _inside(factor.body, least)
        if factor.how == "/":
            shown = f"{shown or '1'}/{piece}"
        else:
            shown = f"({shown})" if "/" in shown and shown[:1] != "(" else shown
            shown = f"{shown}{'*' if factor.how == '*' else '⊙'}{piece}" if shown else piece
    return shown


def _call(node: Call) -> str:
    if node.function == "abs":
        inner = plain(node.arguments[0])
        return f"abs({inner})" if "|" in (inner[0], inner[-1]) else f"|{inner}|"
    if node.function == "factorial":
        return f"{_inside(node.arguments[0], 9)}!"
    if node.function == "transpose":
        return f"{_inside(node.arguments[0], 9)}^T"
    if node.function == "norm":
        order = f"_{plain(node.arguments[1])}" if len(node.arguments) == 2 else ""
        return f"‖{plain(node.arguments[0])}‖{order}"
    return f"{node.function}({', '.join(map(plain, node.arguments))})"


def _repeated(node: Repeated) -> str:
    bounds = "" if node.low is None or node.high is None else f"={plain(node.low)}..{plain(node.high)}"
    return f"{node.operation}_{{{node.index}{bounds}}} {_inside(node.body, 5)}"


def _index(node: Index) -> str:
    return f"{node.name}[{', '.join(map(plain, node.places))}]"


def _compare(node: Compare) -> str:
    return _inside(node.first, 3) + "".join(f" {sign} {_inside(right, 3)}" for sign, right in node.rest)


def _logic(node: Logic) -> str:
    if node.operation == "not":
        return f"not {_inside(node.parts[0], 2)}"
    return f" {node.operation} ".join(_inside(part, 2) for part in node.parts)


def _cases(node: Cases) -> str:
    rows = (f"{plain(value)} if {plain(when)}" if when else f"{plain(value)} otherwise" for value, when in node.rows)
    return "{" + "; ".join(rows) + "}"


def _span(node: Span) -> str:
    low, high = plain(node.low) if node.low else "-∞", plain(node.high) if node.high else "∞"
    return f"{'[' if node.low_closed else '('}{low}, {high}{']' if node.high_closed else ')'}"


_PLAIN: dict[type, Callable[..., str]] = {
    Number: lambda node: number(node.value),
    Constant: lambda node: {"pi": "π", "oo": "∞"}.get(node.name, node.name),
    Name: lambda node: node.name,
    Index: _index,
    Negate: lambda node: f"-{_inside(node.body, 5)}",
    Add: _sum,
    Factor: lambda node: plain(node.body),
    Product: _product,
    Power: lambda node: f"{_inside(node.base, 8)}^{_inside(node.exponent, 7)}",
    Call: _call,
    Repeated: _repeated,
    Mean: lambda node: f"E[{plain(node.body)}]",
    Compare: _compare,
    Logic: _logic,
    Cases: _cases,
    Span: _span,
}


def echo(node: Node, limit: int = 300) -> str:
    """The line a student sees: how their answer was read."""
    shown = plain(node)
    return f"We read: {shown if len(shown) <= limit else shown[: limit - 1] + '…'}"
