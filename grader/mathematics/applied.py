"""Functions and expectations with what they are applied to."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from grader.mathematics import brackets, pieces
from grader.mathematics.functions import ARGUMENTS, FUNCTIONS
from grader.mathematics.tokens import Token
from grader.mathematics.tree import ONE, TWO, Add, Call, Factor, Mean, Negate, Node, Number, Power, times

if TYPE_CHECKING:
    from grader.mathematics.parser import Parser

CHOICE, POWER = 0, 8


def mean(parser: Parser, token: Token) -> Node:
    if parser.accept("_"):
        pieces.raw(parser)  # what it is taken over: the question says which symbols are random
    if not parser.sees("[", "(", "{"):
        raise parser.fail("What is the expectation of? Write E[…].")
    return Mean(parser.enclosed(pieces.OPENING[parser.take().text]), token.at)


def call(parser: Parser, token: Token) -> Node:
    function = FUNCTIONS.get(token.text, "sigmoid")
    base = None
    if function == "ln" and parser.accept("_"):
        base = pieces.argument(parser)
    exponent = _exponent(parser, token) if parser.accept("^") else None
    arguments = _arguments(parser, token, function)
    node = _made(parser, token, function, arguments if base is None else [*arguments, base])
    return node if exponent is None else Power(node, exponent, token.at)


def slope(parser: Parser, token: Token) -> Node | None:
    """σ'(z), the derivative of the sigmoid, as σ(z)·(1 − σ(z)); None where no such mark stands here."""
    start = parser.position
    braced = parser.sees("^") and [parser.ahead(step).text for step in (1, 2, 3)] == ["{", "'", "}"]
    parser.position += 4 if braced else 2 if parser.sees("^") and parser.ahead().text == "'" else parser.sees("'")
    if parser.position == start or not parser.sees("(", "{"):
        parser.position = start
        return None
    value = call(parser, token)
    return times([Factor(value), Factor(Add((ONE, Negate(value, token.at)), token.at))], token.at)


def _exponent(parser: Parser, token: Token) -> Node:
    r"""\sin^2 x; an exponent −1 could be the inverse function or the reciprocal."""
    start = parser.position
    exponent = parser.expression(POWER)
    if parser.tokens[start].text == "-" or parser.tokens[start + 1].text == "-":
        raise parser.fail(f"It is not clear whether {token.text}^-1 is an inverse function: write it out.", token)
    return exponent


def _arguments(parser: Parser, token: Token, function: str) -> list[Node]:
    if function == "sqrt" and parser.sees("["):
        parser.take()
        degree = parser.enclosed("]")
        return [pieces.argument(parser), degree]
    if parser.sees("(", "[", "{"):
        return pieces.items(parser, pieces.OPENING[parser.take().text], CHOICE)
    if parser.sees("|", "‖"):
        return [brackets.bars(parser)]
    found = parser.expression(POWER)
    if parser.starts_factor() and parser.here.text not in FUNCTIONS:
        raise parser.fail(f"It is not clear where the argument of {token.text} ends: put it in brackets.", token)
    return [found]


def _made(parser: Parser, token: Token, function: str, arguments: list[Node]) -> Node:
    if function == "ln" and len(arguments) == 2:
        function = "logbase"
    if function == "sqrt" and len(arguments) == 2:
        function = "root"
    if function == "square" and len(arguments) == 1:
        return Power(arguments[0], TWO, token.at)
    if function == "cbrt" and len(arguments) == 1:
        return Call("root", (arguments[0], Number(Fraction(3))), token.at)
    if function == "pow" and len(arguments) == 2:
        return Power(arguments[0], arguments[1], token.at)
    least, most = ARGUMENTS.get(function, (-1, -1))
    if not least <= len(arguments) <= most:
        raise parser.fail(f"{token.text} was given {len(arguments)} arguments.", token)
    return Call(function, tuple(arguments), token.at)
