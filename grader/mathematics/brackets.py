"""Bars and intervals: |x|, ‖w‖_1, x in (a, b]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.mathematics import pieces
from grader.mathematics.tokens import Token
from grader.mathematics.tree import Call, Compare, Constant, Logic, Node, Span

if TYPE_CHECKING:
    from grader.mathematics.parser import Parser

ADD = 5


def bars(parser: Parser) -> Node:
    """|x| and ‖w‖, with ‖w‖_1 and the like."""
    token = parser.take()
    parser.bars.append(token.text)
    body = parser.expression(ADD)
    if token.text == "|" and parser.doubled(parser.here):
        at = parser.here.at
        halves = [Token("operator", "|", at, at + 1), Token("operator", "|", at + 1, at + 2)]
        parser.tokens[parser.position : parser.position + 1] = halves
    if not parser.sees(token.text):
        raise parser.fail(f"A closing {token.text!r} is missing here.")
    parser.take()
    parser.bars.pop()
    if token.text == "|":
        return Call("abs", (body,), token.at)
    if not parser.accept("_"):
        return Call("norm", (body,), token.at)
    order = parser.here.text if not parser.sees("{") else parser.ahead().text
    if order == "F":
        pieces.raw(parser)
        return Call("norm", (body,), token.at)
    return Call("norm", (body, pieces.argument(parser)), token.at)


def membership(parser: Parser, left: Node) -> Node:
    """x in (a, b), also a union of intervals."""
    token = parser.take()
    spans = [span(parser)]
    while parser.sees("or") and parser.ahead().text in ("(", "[", "]"):
        parser.take()
        spans.append(span(parser))
    parts = tuple(_within(left, item, token.at) for item in spans)
    return parts[0] if len(parts) == 1 else Logic("or", parts, token.at)


def _within(left: Node, item: Span, at: int) -> Node:
    rest = []
    if item.low is not None:
        rest.append((">=" if item.low_closed else ">", item.low))
    if item.high is not None:
        rest.append(("<=" if item.high_closed else "<", item.high))
    parts = tuple(Compare(left, (pair,), at) for pair in rest)
    return parts[0] if len(parts) == 1 else Logic("and", parts, at)


def span(parser: Parser) -> Span:
    """An interval: (a, b), [a, b], ]a, b[, [a, b)."""
    token = parser.take()
    if token.text not in ("(", "[", "]"):
        raise parser.fail("An interval such as (a, b) or [a, b] is missing here.", token)
    parser.bars.append("]")
    low = parser.expression(ADD)
    if not parser.accept(",", ";"):
        raise parser.fail("A comma between the two ends of the interval is missing here.")
    high = parser.expression(ADD)
    close = parser.take()
    if close.text not in (")", "]", "["):
        raise parser.fail("The interval is not closed here.", close)
    parser.bars.pop()
    return Span(_end(low), _end(high), token.text == "[", close.text == "]", token.at)


def _end(node: Node) -> Node | None:
    infinite = isinstance(node, Constant) and node.name == "oo"
    inner = getattr(node, "body", None)
    return None if infinite or (isinstance(inner, Constant) and inner.name == "oo") else node
