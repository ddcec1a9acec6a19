"""The smallest things an expression is made of: names and indices, calls, brackets, bars, cases."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from grader.mathematics import repeats
from grader.mathematics.functions import ARGUMENTS, FUNCTIONS
from grader.mathematics.symbols import Symbol, canonical, unknown
from grader.mathematics.tokens import Token
from grader.mathematics.tree import (
    TWO,
    Call,
    Cases,
    Compare,
    Constant,
    Factor,
    Index,
    Logic,
    Mean,
    Name,
    Node,
    Number,
    Power,
    Product,
    Span,
)

if TYPE_CHECKING:
    from grader.mathematics.parser import Parser

OPENING = {"(": ")", "[": "]", "{": "}"}
CONSTANTS = {
    "pi": "pi",
    "Pi": "pi",
    "e": "e",
    "oo": "oo",
    "inf": "oo",
    "infinity": "oo",
    "I": "I",
    "Id": "I",
    "eye": "I",
}
CHOICE, OR, ADD, MULTIPLY, POWER = 0, 1, 5, 6, 8
LONGEST_RUN = 12  # letters of symbols written without a sign between them


def name(parser: Parser) -> Node:
    """Whatever a word stands for: the question's symbols first, then functions and constants."""
    phrase = _phrase(parser)
    if phrase is not None:
        return phrase
    token = parser.take()
    symbol = _longest(parser, token)
    if isinstance(symbol, str):
        return Name(symbol, token.at)
    if symbol is not None:
        return _symbol(parser, symbol, token)
    return _word(parser, token)


def _phrase(parser: Parser) -> Node | None:
    """An alias of several tokens, such as dL/dw, or a fraction of differentials."""
    for words, own in parser.symbols.phrases:
        stop = parser.position + len(words)
        if tuple(token.text for token in parser.tokens[parser.position : stop]) == words:
            at = parser.here.at
            parser.position = stop
            return Name(own, at)
    return None


def _longest(parser: Parser, token: Token) -> Symbol | str | None:
    """The symbol, or the index of a sum around, with as many subscripts as belong to its name."""
    start = parser.position
    spellings = [(token.text, start)]
    while parser.sees("_") and len(spellings) < 4:
        parser.take()
        spellings.append((f"{spellings[-1][0]}_{_raw(parser)}", parser.position))
    for spelling, stop in reversed(spellings):
        parser.position = stop
        if canonical(spelling) in parser.scope:
            return canonical(spelling)
        found = parser.symbols.get(spelling)
        if found is not None:
            return found
    parser.position = start
    return None


def _raw(parser: Parser) -> str:
    """A subscript as it is written."""
    token = parser.take()
    if token.text != "{":
        return token.text
    pieces = []
    while not parser.sees("}") and parser.here.kind != "end":
        pieces.append(parser.take().text)
    parser.take()
    return "".join(pieces)


def _symbol(parser: Parser, symbol: Symbol, token: Token) -> Node:
    if not symbol.indexed:
        if parser.sees("_") and parser.ahead().text != "":
            raise _unknown_subscript(parser, token)
        return Name(symbol.name, token.at)
    places = _places(parser, symbol)
    if places:
        return Index(symbol.name, tuple(places), token.at)
    if symbol.kind == "sequence":
        if symbol.random:
            return Index(symbol.name, (Number(Fraction(-1000)),), token.at)
        raise parser.fail(f"{symbol.name!r} is a sequence: write its index, as in {symbol.name}_i.", token)
    return Name(symbol.name, token.at)


def _unknown_subscript(parser: Parser, token: Token) -> Exception:
    parser.take()
    return unknown(f"{token.text}_{_raw(parser)}", token, parser.text, parser.symbols)


def _places(parser: Parser, symbol: Symbol) -> list[Node]:
    """The indices behind a sequence, vector or matrix: g_i, g[i], g(i), g^{i} where superscripts are indices."""
    if parser.accept("_"):
        return _subscript(parser, symbol)
    if parser.sees("[") or (parser.sees("(") and symbol.kind == "sequence"):
        close = OPENING[parser.take().text]
        places = _list(parser, close)
        while symbol.kind == "matrix" and len(places) == 1 and parser.accept("["):
            places += _list(parser, "]")
        return places
    if parser.sees("^") and symbol.kind == "sequence":
        bracketed = parser.ahead().text == "(" or (parser.ahead().text == "{" and parser.ahead(2).text == "(")
        if symbol.superscript == "index" or bracketed:
            parser.take()
            return [parser.expression(POWER)]
    return []


def _subscript(parser: Parser, symbol: Symbol) -> list[Node]:
    wanted = 2 if symbol.kind == "matrix" else 1
    if parser.sees("{", "("):
        close = OPENING[parser.take().text]
        split_letters(parser, wanted)
        if wanted == 2 and parser.ahead().kind in ("number", "name") and parser.ahead(2).text == close:
            return [_single(parser), *_list(parser, close)]  # X_{ij}
        return _list(parser, close)
    split_letters(parser, wanted)
    return [_single(parser) for _ in range(wanted)]


def split_letters(parser: Parser, wanted: int) -> None:
    """Makes i, j of the one word ij where two indices are wanted, or i and x of ix where only i is known."""
    token = parser.here
    if token.kind == "number" and wanted == 2 and len(token.text) == 2 and parser.ahead().text != ",":
        ends = (token.at, token.at + 1, token.stop)
        digits = [Token("number", token.text[i], ends[i], ends[i + 1]) for i in range(2)]
        parser.tokens[parser.position : parser.position + 1] = digits
    if token.kind != "name" or _known(parser, token.text) or not _known(parser, token.text[0]):
        return
    if wanted == 2 and len(token.text) != 2:
        return
    first = Token("name", token.text[0], token.at, token.at + 1, token.spaced)
    rest = Token("number" if token.text[1:].isdigit() else "name", token.text[1:], token.at + 1, token.stop)
    parser.tokens[parser.position : parser.position + 1] = [first, rest]


def _single(parser: Parser) -> Node:
    token = parser.here
    if token.kind == "number":
        parser.take()
        return Number(Fraction(token.text), token.at)
    if token.kind == "name":
        return name(parser)
    raise parser.fail("An index is missing here.")


def _list(parser: Parser, close: str, least: int = ADD) -> list[Node]:
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


def _word(parser: Parser, token: Token) -> Node:
    """A word that is no symbol: a function, a constant, a sum, an expectation, or a run of symbols."""
    word = token.text
    if word == "frac":
        top, bottom = _argument(parser), _argument(parser)
        return Product((Factor(top), Factor(bottom, "/", token.at)), token.at)
    if word in ("sum", "Sum", "prod", "Prod", "Product"):
        return repeats.repeated(parser, token)
    if word in ("E", "Expectation", "mean") and parser.sees("[", "(", "{", "_"):
        return _mean(parser, token)
    if word in ("Piecewise", "where"):
        return _choices(parser, token)
    if word in FUNCTIONS or (word == "sigma" and parser.sees("(", "{")):
        return _call(parser, token)
    if word in CONSTANTS:
        return Constant(CONSTANTS[word], token.at)
    if _split(parser, token):
        return name(parser)
    if parser.sees("_"):
        raise _unknown_subscript(parser, token)
    raise unknown(word, token, parser.text, parser.symbols)


def _known(parser: Parser, word: str) -> bool:
    return canonical(word) in parser.scope or parser.symbols.get(word) is not None


def _split(parser: Parser, token: Token) -> bool:
    """Reads hw as h·w where both are symbols and there is no other way to cut the word."""
    word = token.text
    if len(word) > LONGEST_RUN:
        return False
    ways: list[list[list[str]]] = [[[]], *([] for _ in word)]
    for stop in range(1, len(word) + 1):
        for start in range(stop):
            if ways[start] and _known(parser, word[start:stop]):
                ways[stop].extend([*way, word[start:stop]] for way in ways[start][:2])
    if len(ways[-1]) != 1 or len(ways[-1][0]) < 2:
        return _numbered(parser, token)
    if parser.position >= 2 and parser.tokens[parser.position - 2].text == "^":
        raise parser.fail("It is not clear where this exponent ends: put it in brackets.", token)
    pieces, at = [], token.at
    for part in ways[-1][0]:
        pieces.append(Token("name", part, at, at + len(part)))
        at += len(part)
    parser.position -= 1
    parser.tokens[parser.position : parser.position + 1] = pieces
    return True


def _numbered(parser: Parser, token: Token) -> bool:
    """Reads g1 as g_1 where g is indexed."""
    stem = token.text.rstrip("0123456789")
    symbol = parser.symbols.get(stem)
    if stem == token.text or symbol is None or not symbol.indexed:
        return False
    cut = token.at + len(stem)
    parser.position -= 1
    parser.tokens[parser.position : parser.position + 1] = [
        Token("name", stem, token.at, cut),
        Token("operator", "_", cut, cut),
        Token("number", token.text[len(stem) :], cut, token.stop),
    ]
    return True


def _argument(parser: Parser) -> Node:
    r"""What follows \frac or \sqrt: a group in braces, or one single character."""
    token = parser.here
    if parser.accept("{"):
        return parser.enclosed("}")
    if token.kind == "number" and len(token.text) > 1 and token.text.isdigit():
        rest = Token("number", token.text[1:], token.at + 1, token.stop)
        parser.tokens[parser.position] = rest
        return Number(Fraction(token.text[0]), token.at)
    if token.kind in ("number", "name"):
        return _single(parser)
    if token.text in OPENING:
        return group(parser)
    raise parser.fail("Something in braces is missing here.")


def _mean(parser: Parser, token: Token) -> Node:
    if parser.accept("_"):
        _raw(parser)  # what it is taken over: the question says which symbols are random
    if not parser.sees("[", "(", "{"):
        raise parser.fail("What is the expectation of? Write E[…].")
    return Mean(parser.enclosed(OPENING[parser.take().text]), token.at)


def _call(parser: Parser, token: Token) -> Node:
    function = FUNCTIONS.get(token.text, "sigmoid")
    base = None
    if function == "ln" and parser.accept("_"):
        base = _argument(parser)
    exponent = _exponent(parser, token) if parser.accept("^") else None
    arguments = _arguments(parser, token, function)
    node = _made(parser, token, function, arguments if base is None else [*arguments, base])
    return node if exponent is None else Power(node, exponent, token.at)


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
        return [_argument(parser), degree]
    if parser.sees("(", "[", "{"):
        return _list(parser, OPENING[parser.take().text], CHOICE)
    if parser.sees("|", "‖"):
        return [bars(parser)]
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


def group(parser: Parser) -> Node:
    """Brackets: only grouping, or a tuple where an interval may stand."""
    token = parser.take()
    return parser.enclosed(OPENING[token.text], CHOICE)


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
        _raw(parser)
        return Call("norm", (body,), token.at)
    return Call("norm", (body, _argument(parser)), token.at)


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


def _choices(parser: Parser, token: Token) -> Node:
    """Piecewise((value, condition), …) and where(condition, value, other)."""
    parser.expect("(", f"after {token.text}")
    if token.text == "where":
        condition, first, second = (*_list(parser, ")", CHOICE), None, None)[:3]
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
