"""What we read, as LaTeX: for pages that set formulas. Made from our own tree, never from a student's text."""

from __future__ import annotations

from collections.abc import Callable

from grader.mathematics.show import number
from grader.mathematics.symbols import canonical
from grader.mathematics.tree import (
    ONE,
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
from grader.mathematics.words import ACCENTS, GREEK

_TIGHTNESS: dict[type, int] = {Logic: 1, Compare: 2, Add: 3, Negate: 4, Repeated: 4, Product: 5, Power: 7}
_COMMANDS = frozenset({"exp", "ln", "sin", "cos", "tan", "sinh", "cosh", "tanh", "min", "max", "det"})
_SIGNS = {"<": "<", "<=": r"\le", ">": ">", ">=": r"\ge", "=": "=", "!=": r"\ne"}


def latex(node: Node) -> str:
    r"""The tree as LaTeX.

    >>> from grader.mathematics.parser import read
    >>> from grader.mathematics.symbols import declare
    >>> latex(read("w - eta*lam*w/m", declare({"w": "real", "eta": "positive", "lam": "positive", "m": "posint"})))
    'w - \\frac{\\eta \\lambda w}{m}'
    """
    return _LATEX[type(node)](node)


def _inside(node: Node, least: int) -> str:
    shown = latex(node)
    tight = _TIGHTNESS.get(type(node), 9)
    return shown if tight >= least else rf"\left({shown}\right)"


def _word(name: str) -> str:
    r"""beta2 is \beta_{2}, m_hat is \hat{m}, a long name is upright."""
    head, *tail = canonical(name).split("_")
    shown = rf"\{head}" if head in GREEK else head if len(head) == 1 else rf"\mathrm{{{head}}}"
    for piece in [piece for piece in tail if piece in ACCENTS]:
        shown = rf"\{piece}{{{shown}}}"
    below = ",".join(piece for piece in tail if piece not in ACCENTS)
    return f"{shown}_{{{below}}}" if below else shown


def _number(node: Number) -> str:
    top, _, bottom = number(node.value).partition("/")
    if bottom:
        return rf"\frac{{{top}}}{{{bottom}}}"
    mantissa, _, exponent = top.partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else top


def _sum(node: Add) -> str:
    shown = _inside(node.terms[0], 3)
    for term in node.terms[1:]:
        shown += f" - {_inside(term.body, 5)}" if isinstance(term, Negate) else f" + {_inside(term, 4)}"
    return shown


def _product(node: Product) -> str:
    top = _joined([factor for factor in node.factors if factor.how != "/"])
    bottom = _joined([factor for factor in node.factors if factor.how == "/"])
    return rf"\frac{{{top or 1}}}{{{bottom}}}" if bottom else top


def _joined(factors: list[Factor]) -> str:
    factors = [factor for factor in factors if factor.body != ONE] or factors[:1]
    if len(factors) == 1:
        return latex(factors[0].body)
    shown = ""
    for factor in factors:
        piece = _inside(factor.body, 5 if factor is factors[-1] else 6)
        touching = shown[-1:].isdigit() and piece[:1].isdigit()
        sign = r" \odot " if factor.how == "⊙" else r" \cdot " if touching else " "
        shown = f"{shown}{sign}{piece}" if shown else piece
    return shown


def _call(node: Call) -> str:
    inner = [latex(argument) for argument in node.arguments]
    match node.function, inner:
        case "abs", [body]:
            return rf"\left|{body}\right|"
        case "sqrt", [body]:
            return rf"\sqrt{{{body}}}"
        case "root", [body, degree]:
            return rf"\sqrt[{degree}]{{{body}}}"
        case "norm", [body, *order]:
            below = f"_{{{order[0]}}}" if order else ""
            return rf"\left\lVert {body}\right\rVert{below}"
        case "factorial", [_]:
            return f"{_inside(node.arguments[0], 9)}!"
        case "transpose", [_]:
            return rf"{_inside(node.arguments[0], 9)}^{{T}}"
        case "logbase", [body, base]:
            return rf"\log_{{{base}}}\left({body}\right)"
    name = rf"\{node.function}" if node.function in _COMMANDS else rf"\operatorname{{{node.function}}}"
    return rf"{name}\left({', '.join(inner)}\right)"


def _repeated(node: Repeated) -> str:
    index = _word(node.index)
    bounded = node.low is not None and node.high is not None
    below = f"{index}={latex(node.low)}" if bounded and node.low else index
    above = f"^{{{latex(node.high)}}}" if bounded and node.high else ""
    return rf"\{node.operation}_{{{below}}}{above} {_inside(node.body, 5)}"


def _compare(node: Compare) -> str:
    return _inside(node.first, 3) + "".join(f" {_SIGNS[sign]} {_inside(right, 3)}" for sign, right in node.rest)


def _logic(node: Logic) -> str:
    if node.operation == "not":
        return rf"\neg {_inside(node.parts[0], 9)}"
    sign = r"\land" if node.operation == "and" else r"\lor"
    parts = (
        latex(part) if isinstance(part, Logic) and part.operation == "not" else _inside(part, 2) for part in node.parts
    )
    return f" {sign} ".join(parts)


def _cases(node: Cases) -> str:
    otherwise, end = r"\text{otherwise}", r" \\ "
    rows = (f"{latex(value)} & {latex(when) if when else otherwise}" for value, when in node.rows)
    return rf"\begin{{cases}} {end.join(rows)} \end{{cases}}"


def _span(node: Span) -> str:
    low, high = latex(node.low) if node.low else r"-\infty", latex(node.high) if node.high else r"\infty"
    return rf"\left{'[' if node.low_closed else '('}{low}, {high}\right{']' if node.high_closed else ')'}"


_LATEX: dict[type, Callable[..., str]] = {
    Number: _number,
    Constant: lambda node: {"pi": r"\pi", "oo": r"\infty"}.get(node.name, node.name),
    Name: lambda node: _word(node.name),
    Index: lambda node: f"{_word(node.name)}_{{{', '.join(map(latex, node.places))}}}",
    Negate: lambda node: f"-{_inside(node.body, 5)}",
    Add: _sum,
    Factor: lambda node: latex(node.body),
    Product: _product,
    Power: lambda node: f"{_inside(node.base, 8)}^{{{latex(node.exponent)}}}",
    Call: _call,
    Repeated: _repeated,
    Mean: lambda node: rf"\mathbb{{E}}\left[{latex(node.body)}\right]",
    Compare: _compare,
    Logic: _logic,
    Cases: _cases,
    Span: _span,
}
