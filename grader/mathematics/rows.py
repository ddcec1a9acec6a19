"""Values with conditions: the cases environment, Piecewise and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.mathematics import pieces
from grader.mathematics.tokens import Token
from grader.mathematics.tree import Cases, Node

if TYPE_CHECKING:
    from grader.mathematics.parser import Parser

CHOICE, OR, ADD = 0, 1, 5


def cases(parser: Parser) -> Node:
    """A cases environment: one value and one condition per row."""
    token = parser.take()
    rows: list[tuple[Node, Node | None]] = []
    while not parser.sees("end:cases"):
        value = parser.expression(ADD)
        parser.accept(",")
        parser.accept("&")
        parser.accept(",")
        rows.append((value, _condition(parser)))
        parser.accept(",", ".", ";")
        if not parser.accept("\\\\") and not parser.sees("end:cases"):
            raise parser.leftover()
        if len(rows) > 20:
            raise parser.fail("There are more than 20 cases.")
    parser.take()
    if not rows:
        raise parser.fail("There are no cases between begin and end.", token)
    return Cases(tuple(rows), token.at)


def _condition(parser: Parser) -> Node | None:
    parser.accept("if", "for", "when", "falls")
    if parser.accept("otherwise", "else", "True"):
        return None
    return parser.expression(OR)


def choices(parser: Parser, token: Token) -> Node:
    """Piecewise((value, condition), …) and where(condition, value, other)."""
    parser.expect("(", f"after {token.text}")
    if token.text == "where":
        condition, first, second = (*pieces.items(parser, ")", CHOICE), None, None)[:3]
        if first is None or second is None:
            raise parser.fail("where needs a condition and two values.", token)
        return Cases(((first, condition), (second, None)), token.at)
    rows: list[tuple[Node, Node | None]] = []
    while parser.accept("("):
        value = parser.expression(ADD)
        parser.expect(",", "between value and condition")
        rows.append((value, _condition(parser)))
        parser.expect(")", "after the condition")
        parser.accept(",")
    parser.expect(")", "after the last case")
    if not rows:
        raise parser.fail("Piecewise needs (value, condition) pairs.", token)
    return Cases(tuple(rows), token.at)
