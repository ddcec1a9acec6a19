"""Words: the question's symbols with their subscripts and indices, and everything else a word may stand for."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from grader.mathematics import applied, pieces, repeats, rows
from grader.mathematics.functions import FUNCTIONS
from grader.mathematics.symbols import Symbol, canonical, unknown
from grader.mathematics.tokens import Token
from grader.mathematics.tree import Constant, Factor, Index, Name, Node, Number, Product
from grader.mathematics.words import DOTS

if TYPE_CHECKING:
    from grader.mathematics.parser import Parser

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
LONGEST_RUN = 12  # letters of symbols written without a sign between them
POWER = 8


def name(parser: Parser) -> Node:
    """Whatever a word stands for: the question's symbols first, then functions and constants."""
    token = parser.take()
    symbol = _longest(parser, token)
    if isinstance(symbol, str):
        return Name(symbol, token.at)
    if symbol is not None:
        return _symbol(parser, symbol, token)
    return _word(parser, token)


def phrase(parser: Parser) -> Node | None:
    """An alias of several tokens, such as dL/dw, or a fraction of differentials."""
    for words, own in parser.symbols.phrases:
        stop = _matched(parser, words)
        if stop is not None:
            at = parser.here.at
            parser.position = stop
            return Name(own, at)
    return None


def _matched(parser: Parser, words: tuple[str, ...]) -> int | None:
    """Where the phrase that stands here ends; x_{j} is x_j, and d L is dL."""
    found, here = parser.tokens, parser.position
    for word in words:
        if found[here].text == word != "":
            here += 1
        elif found[here - 1].text in ("_", "^") and [t.text for t in found[here : here + 3]] == ["{", word, "}"]:
            here += 3
        elif word[:1] == found[here].text == "d" and word[1:] == found[here + 1].text:
            here += 2
        else:
            return None
    return here


def _longest(parser: Parser, token: Token) -> Symbol | str | None:
    """The symbol, or the index of a sum around, with as many subscripts as belong to its name."""
    start = parser.position
    spellings = [(token.text, start)]
    while parser.sees("_") and len(spellings) < 4:
        parser.take()
        spellings.append((f"{spellings[-1][0]}_{pieces.raw(parser)}", parser.position))
    for spelling, stop in reversed(spellings):
        parser.position = stop
        if canonical(spelling) in parser.scope:
            return canonical(spelling)
        found = parser.symbols.get(spelling)
        if found is not None:
            return found
    parser.position = start
    return None


def _symbol(parser: Parser, symbol: Symbol, token: Token) -> Node:
    if not symbol.indexed:
        if parser.sees("_") and parser.ahead().text != "":
            if _cut_subscript(parser, token):
                return name(parser)
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


def _cut_subscript(parser: Parser, token: Token) -> bool:
    """Makes w_k and x of w_kx where w_k is a symbol: without braces a subscript is one letter."""
    written = parser.ahead()
    if written.kind != "name" or len(written.text) < 2:
        return False
    if parser.symbols.get(f"{token.text}_{written.text[0]}") is None:
        return False
    cut = written.at + 1
    letters = [Token("name", written.text[0], written.at, cut, written.spaced)]
    letters.append(Token("name", written.text[1:], cut, written.stop))
    parser.tokens[parser.position + 1 : parser.position + 2] = letters
    parser.position -= 1
    return True


def _unknown_subscript(parser: Parser, token: Token) -> Exception:
    parser.take()
    return unknown(f"{token.text}_{pieces.raw(parser)}", token, parser.text, parser.symbols)


def _places(parser: Parser, symbol: Symbol) -> list[Node]:
    """The indices behind a sequence, vector or matrix: g_i, g[i], g(i), g^{i} where superscripts are indices."""
    if parser.accept("_"):
        return _subscript(parser, symbol)
    if parser.sees("[") or (parser.sees("(") and symbol.kind == "sequence"):
        close = pieces.OPENING[parser.take().text]
        places = pieces.items(parser, close)
        while symbol.kind == "matrix" and len(places) == 1 and parser.accept("["):
            places += pieces.items(parser, "]")
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
        close = pieces.OPENING[parser.take().text]
        split_letters(parser, wanted)
        if wanted == 2 and parser.ahead().kind in ("number", "name") and parser.ahead(2).text == close:
            return [pieces.single(parser), *pieces.items(parser, close)]  # X_{ij}
        return pieces.items(parser, close)
    split_letters(parser, wanted)
    return [pieces.single(parser) for _ in range(wanted)]


def split_letters(parser: Parser, wanted: int) -> None:
    """Makes i, j of the one word ij where two indices are wanted, or i and x of ix where only i is known."""
    token = parser.here
    if token.kind == "number" and wanted == 2 and len(token.text) == 2 and parser.ahead().text != ",":
        ends = (token.at, token.at + 1, token.stop)
        digits = [Token("number", token.text[i], ends[i], ends[i + 1]) for i in range(2)]
        parser.tokens[parser.position : parser.position + 1] = digits
    if token.kind != "name" or known(parser, token.text) or not known(parser, token.text[0]):
        return
    if wanted == 2 and len(token.text) != 2:
        return
    first = Token("name", token.text[0], token.at, token.at + 1, token.spaced)
    rest = Token("number" if token.text[1:].isdigit() else "name", token.text[1:], token.at + 1, token.stop)
    parser.tokens[parser.position : parser.position + 1] = [first, rest]


def _word(parser: Parser, token: Token) -> Node:
    """A word that is no symbol: a function, a constant, a sum, an expectation, or a run of symbols."""
    word = token.text
    if word == "frac":
        top, bottom = pieces.argument(parser), pieces.argument(parser)
        return Product((Factor(top), Factor(bottom, "/", token.at)), token.at)
    if word in ("sum", "Sum", "prod", "Prod", "Product"):
        return repeats.repeated(parser, token)
    if word in ("E", "Expectation", "mean") and parser.sees("[", "(", "{", "_"):
        return applied.mean(parser, token)
    if word in ("Piecewise", "where"):
        return rows.choices(parser, token)
    if word in ("sigma", "sigmoid") and (slope := applied.slope(parser, token)) is not None:
        return slope
    if word in FUNCTIONS or (word == "sigma" and parser.sees("(", "{")):
        return applied.call(parser, token)
    if word in DOTS:
        raise parser.fail("Dots leave open how it goes on: write a sum or product sign.", token)
    if word in CONSTANTS:
        return Constant(CONSTANTS[word], token.at)
    return _run(parser, token)


def _run(parser: Parser, token: Token) -> Node:
    """A symbol without its underscore, or symbols without a sign between them; never one of both at a guess."""
    squeezed = parser.symbols.squeezed(canonical(token.text).replace("_", ""))
    if squeezed is not None and not _ways(parser, token.text):
        return _symbol(parser, squeezed, token)
    if squeezed is None and _split(parser, token):
        return name(parser)
    if parser.sees("_"):
        raise _unknown_subscript(parser, token)
    raise unknown(token.text, token, parser.text, parser.symbols)


def known(parser: Parser, word: str) -> bool:
    return canonical(word) in parser.scope or parser.symbols.get(word) is not None


def _ways(parser: Parser, word: str) -> list[list[str]]:
    """How the word can be cut into symbols, one or two ways of them."""
    if len(word) > LONGEST_RUN:
        return []
    ways: list[list[list[str]]] = [[[]], *([] for _ in word)]
    for stop in range(1, len(word) + 1):
        for start in range(stop):
            if ways[start] and known(parser, word[start:stop]):
                ways[stop].extend([*way, word[start:stop]] for way in ways[start][:2])
    return ways[-1]


def _split(parser: Parser, token: Token) -> bool:
    """Reads hw as h·w where both are symbols and there is no other way to cut the word."""
    ways = _ways(parser, token.text)
    if len(ways) != 1 or len(ways[0]) < 2:
        return _numbered(parser, token)
    if parser.position >= 2 and parser.tokens[parser.position - 2].text == "^":
        raise parser.fail("It is not clear where this exponent ends: put it in brackets.", token)
    runs, at = [], token.at
    for part in ways[0]:
        runs.append(Token("name", part, at, at + len(part)))
        at += len(part)
    parser.position -= 1
    parser.tokens[parser.position : parser.position + 1] = runs
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
