"""Small readings that everything else is made of: one thing, a list of things, what stands in braces."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from grader.mathematics.tokens import Token
from grader.mathematics.tree import Node, Number

if TYPE_CHECKING:
    from grader.mathematics.parser import Parser

OPENING = {"(": ")", "[": "]", "{": "}"}
CHOICE, ADD, POWER = 0, 5, 8


def single(parser: Parser) -> Node:
    token = parser.here
    if token.kind == "number":
        parser.take()
        return Number(Fraction(token.text), token.at)
    if token.kind == "name":
        return parser.prefix(POWER)
    raise parser.fail("An index is missing here.")


def items(parser: Parser, close: str, least: int = ADD) -> list[Node]:
    """Expressions separated by commas, up to the closing bracket, which is taken."""
    outside, parser.bars = parser.bars, []
    found = [parser.expression(least)]
    while parser.accept(","):
        found.append(parser.expression(least))
    if not parser.sees(close):
        raise parser.leftover() if parser.here.kind != "end" else parser.fail(f"A closing {close!r} is missing here.")
    parser.take()
    parser.bars = outside
    return found


def argument(parser: Parser) -> Node:
    r"""What follows \frac or \sqrt: a group in braces, or one single character."""
    token = parser.here
    if parser.accept("{"):
        return parser.enclosed("}")
    if token.kind == "number" and len(token.text) > 1 and token.text.isdigit():
        rest = Token("number", token.text[1:], token.at + 1, token.stop)
        parser.tokens[parser.position] = rest
        return Number(Fraction(token.text[0]), token.at)
    if token.kind in ("number", "name"):
        return single(parser)
    if token.text in OPENING:
        return group(parser)
    raise parser.fail("Something in braces is missing here.")


def raw(parser: Parser) -> str:
    """A subscript as it is written."""
    token = parser.take()
    if token.text != "{":
        return token.text
    pieces = []
    while not parser.sees("}") and parser.here.kind != "end":
        pieces.append(parser.take().text)
    parser.take()
    return "".join(pieces)


def group(parser: Parser) -> Node:
    """Brackets: only grouping, or a tuple where an interval may stand."""
    token = parser.take()
    return parser.enclosed(OPENING[token.text], CHOICE)
