"""A written answer as a whole: the formula itself, perhaps with a left-hand side or a chain of equalities before it.

dL/dw + lam*w/m        v_t = (1-b) sum_{i} …        $$ a = b = c $$
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from grader.mathematics.parser import Parser
from grader.mathematics.problems import ReadingError
from grader.mathematics.symbols import Symbols
from grader.mathematics.tokens import Token, tokens
from grader.mathematics.tree import Index, Mean, Name, Node

SIGNS = ("=", ":=")
ABOUT = "≈"  # what stands before it is another thing, and not compared
_FENCE = re.compile(r"^\s*```\w*\s*$", re.MULTILINE)
_TICKS = re.compile(r"`+")
_SEGMENT = re.compile(r"\$\$?([^$]+)\$\$?")
_PAIRS = {"(": 1, "[": 1, "{": 1, "begin:cases": 1, ")": -1, "]": -1, "}": -1, "end:cases": -1}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the text gives in the end, and the readable members of the chain before it."""

    node: Node
    before: tuple[Node, ...] = ()


def answer(text: str, symbols: Symbols) -> Answer:
    """Reads an answer; the last member counts.

    >>> from grader.mathematics.show import plain
    >>> from grader.mathematics.symbols import declare
    >>> plain(answer("v_t = 1 - b^t", declare({"b": "unit", "t": "posint"})).node)
    '1 - b^t'
    """
    text = formula_of(text)
    members = split(split(tokens(text), (ABOUT,))[-1], SIGNS)
    last = _read(text, members[-1], symbols)
    before = []
    for place, member in enumerate(members[:-1]):
        try:
            node = _read(text, member, symbols)
        except ReadingError:
            if place == 0:
                continue  # v_t, dL/dw_j: what is being defined need not be a symbol
            raise
        if place or not isinstance(node, Name | Index | Mean):
            before.append(node)
    return Answer(last, tuple(before))


def formula_of(text: str) -> str:
    """The text with what is not formula blanked out: fences, backticks, prose around the only $…$.

    >>> formula_of("`x`"), formula_of("so $x$ it is")
    (' x ', '    x       ')
    """
    for pattern in (_FENCE, _TICKS):
        text = pattern.sub(lambda found: " " * len(found.group()), text)
    segments = [found.span(1) for found in _SEGMENT.finditer(text)]
    if len(segments) == 1 and text.count("$") in (2, 4):
        start, stop = segments[0]
        return " " * start + text[start:stop] + " " * (len(text) - stop)
    return text


@lru_cache(maxsize=512)
def expected(text: str, symbols: Symbols) -> Answer:
    """The same for a teacher's text, remembered."""
    return answer(text, symbols)


def _read(text: str, found: list[Token], symbols: Symbols) -> Node:
    parser = Parser(text, symbols, found)
    node = parser.formula()
    parser.finish()
    return node


def split(found: list[Token], signs: tuple[str, ...]) -> list[list[Token]]:
    """The tokens between the signs that stand outside all brackets, each run with its own end."""
    members: list[list[Token]] = [[]]
    depth = 0
    for token in found:
        depth = max(0, depth + _PAIRS.get(token.text, 0)) if token.kind == "operator" else depth
        if token.kind == "operator" and depth == 0 and token.text in signs:
            members[-1].append(Token("end", "", token.at, token.at))
            members.append([])
        else:
            members[-1].append(token)
    return members
