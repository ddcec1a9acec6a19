"""The formulas that stand in the symbols themselves: what an abbreviation means, the law of a random symbol.

In them `k` is the index of the element in question.
"""

from __future__ import annotations

from functools import lru_cache

from grader.mathematics.parser import Parser
from grader.mathematics.problems import ReadingError
from grader.mathematics.symbols import Symbols
from grader.mathematics.tree import Index, Name, Node, walk

INDEX = "k"


@lru_cache(maxsize=512)
def formula(symbols: Symbols, text: str) -> Node:
    """A formula of the specification; ReadingError where it cannot be read."""
    parser = Parser(text, symbols)
    parser.scope.append(INDEX)
    node = parser.formula()
    parser.finish()
    return node


@lru_cache(maxsize=512)
def is_random(symbols: Symbols, name: str) -> bool:
    """Whether a symbol is random, or stands for something that is."""
    symbol = symbols.find(name)
    if symbol is None:
        return False
    if symbol.kind == "normal" or symbol.random:
        return True
    return bool(symbol.value) and not is_fixed(symbols, formula(symbols, symbol.value))


def is_fixed(symbols: Symbols, node: Node) -> bool:
    """Whether nothing random stands in it."""
    return not any(isinstance(below, Name | Index) and is_random(symbols, below.name) for below in walk(node))


def check(symbols: Symbols) -> Symbols:
    """The same symbols, once every formula in them can be read; ValueError with a sentence otherwise."""
    for symbol in symbols.all:
        for what, text in (("value", symbol.value or "0"), ("mean", symbol.mean), ("variance", symbol.variance)):
            try:
                formula(symbols, text)
            except ReadingError as problem:
                raise ValueError(f"symbol {symbol.name!r}: its {what} {text!r} cannot be read: {problem}") from None
    return symbols
