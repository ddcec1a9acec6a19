"""Sums and products over an index, in every spelling students use.

\\sum_{i=1}^{t} b^i    Σ_i w_i x_i    Sum(b**i, (i, 1, t))    sum(b**i for i in range(1, t+1))
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from grader.mathematics.symbols import canonical
from grader.mathematics.tokens import Token
from grader.mathematics.tree import ONE, ZERO, Call, Negate, Node, Repeated, plus

if TYPE_CHECKING:
    from grader.mathematics.parser import Parser

OR, ADD, MULTIPLY, POWER = 1, 5, 6, 8
_PAIRS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


def repeated(parser: Parser, token: Token) -> Node:
    operation = "prod" if token.text.lower().startswith("prod") else "sum"
    if parser.sees("("):
        return _called(parser, operation, token)
    low, high, index = None, None, ""
    for _ in range(2):
        if parser.accept("_"):
            index, low = _below(parser)
        elif parser.accept("^"):
            high = parser.expression(POWER)
    if not index:
        raise parser.fail(f"Say what this {operation} runs over, as in {operation}_{{i=1}}^{{t}}.", token)
    if (low is None) != (high is None):
        raise parser.fail(f"This {operation} has only one of its two bounds.", token)
    body = _scoped(parser, index, lambda: parser.expression(MULTIPLY))
    return Repeated(operation, body, index, low, high, token.at)


def _below(parser: Parser) -> tuple[str, Node | None]:
    """The index under the sign, and where it starts."""
    close = {"{": "}", "(": ")"}.get(parser.here.text, "")
    if close:
        parser.take()
    index = _index(parser)
    if not close:
        if parser.sees("="):
            raise parser.fail("Put what stands under the sum in braces: sum_{i=1}^{t}.")
        return index, None
    low = parser.expression(ADD) if parser.accept("=") else None
    parser.expect(close, "after the index")
    return index, low


def _index(parser: Parser) -> str:
    token = parser.take()
    if token.kind != "name":
        raise parser.fail("The index of the sum is missing here.", token)
    return canonical(token.text)


def _scoped(parser: Parser, index: str, read: Callable[[], Node]) -> Node:
    parser.scope.append(index)
    body = read()
    parser.scope.pop()
    return body


def _called(parser: Parser, operation: str, token: Token) -> Node:
    """Sum(body, (i, 1, t)), sum(body, i, 1, t), sum(body for i in range(1, t+1)); sum(w) of a vector."""
    parser.take()
    index = _foreseen(parser)
    if not index:
        body = parser.enclosed(")")
        return Call("total", (body,), token.at) if operation == "sum" else body
    body = _scoped(parser, index, lambda: parser.expression(ADD))
    if parser.accept("for"):
        bounds: tuple[Node | None, Node | None] = _generator(parser)
    else:
        bounds = _tuple(parser)
    parser.expect(")", "after the sum")
    return Repeated(operation, body, index, *bounds, token.at)


def _foreseen(parser: Parser) -> str:
    """The index that the body will use; it is named only behind it."""
    depth = 0
    for position in range(parser.position, len(parser.tokens) - 1):
        text = parser.tokens[position].text
        if depth == 0 and text in (",", "for"):
            after = parser.tokens[position + 1]
            if after.text in ("(", "{"):
                after = parser.tokens[position + 2]
            return canonical(after.text) if after.kind == "name" else ""
        depth += _PAIRS.get(text, 0)
        if depth < 0:
            break
    return ""


def _tuple(parser: Parser) -> tuple[Node | None, Node | None]:
    parser.expect(",", "before the index of the sum")
    close = {"(": ")", "{": "}"}.get(parser.here.text, "")
    if close:
        parser.take()
    _index(parser)
    low = high = None
    if parser.accept(",", "="):
        low = parser.expression(ADD)
        parser.expect(",", "between the bounds of the sum")
        high = parser.expression(ADD)
    if close:
        parser.expect(close, "after the bounds of the sum")
    return low, high


def _generator(parser: Parser) -> tuple[Node, Node]:
    _index(parser)
    parser.expect("in", "after the index")
    word = parser.take()
    if word.text != "range":
        raise parser.fail("Only a range can be summed over here.", word)
    parser.expect("(", "after range")
    first = parser.expression(ADD)
    second = parser.expression(ADD) if parser.accept(",") else None
    parser.expect(")", "after the range")
    low, stop = (ZERO, first) if second is None else (first, second)
    return low, plus([stop, Negate(ONE)])
