"""A written answer as a whole: the formula itself, perhaps with a left-hand side or a chain of equalities before it.

dL/dw + lam*w/m        v_t = (1-b) sum_{i} …        $$ a = b = c $$
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from grader.mathematics.parser import Parser
from grader.mathematics.problems import ReadingError
from grader.mathematics.symbols import Symbols
from grader.mathematics.tokens import Token, tokens
from grader.mathematics.tree import Index, Mean, Name, Node, Power

SIGNS = ("=", ":=")
ABOUT = ("≈",)  # what stands before it is another thing, and not compared
LEADS = ("→", "⇒", "⇔", ":")  # so it is before these, unless it is an answer of its own
SAID = ("is", "equals")  # words for =
ASIDE = ("where", "with", "for", "since", "because")  # words before what explains the formula
BETWEEN = (",", ";", "or", "and")
BELOW = ("<", "<=", ">", ">=", "!=", "in")
_FENCE = re.compile(r"^[^\S\n]*```\w*[^\S\n]*$", re.MULTILINE)  # within a line: a megabyte of blank ones took hours
_SENTENCE = re.compile(r"(\n|\.\s+(?=[A-Z][a-z]+\b))")
_WORDS = re.compile(r"(?<![\\\w])[^\W\d_]{2,}")
_TELLING = re.compile(
    r"[\d=+*/^<>≤≥≈|\\]|\b(?:or|not?|never|wrong|incorrect|instead|alternatively|maybe|perhaps)\b", re.IGNORECASE
)
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
    found = _formula(_signed(tokens(text), symbols), symbols)
    *beforehand, found = split(split(found, ABOUT)[-1], LEADS)
    members = split(found, SIGNS)
    last = _read(text, members[-1], symbols)
    for other in beforehand:
        _refuse_two(text, [other, found], symbols)
    before = []
    for place, member in enumerate(members[:-1]):
        try:
            node = _read(text, member, symbols)
        except ReadingError:
            _refuse_two(text, split(member, BETWEEN), symbols)
            continue  # v_t, dL/dw_j, dL/dz * 1: names that lead to the answer need not be symbols
        if place or not _names(node):
            before.append(node)
    return Answer(last, tuple(before))


def _names(node: Node) -> bool:
    """m_t, E[m_t], w^{(1)}: what stands first in a chain may only name what is worked out."""
    return isinstance(node, Name | Index | Mean) or (isinstance(node, Power) and isinstance(node.base, Name))


def _refuse_two(text: str, parts: list[list[Token]], symbols: Symbols) -> None:
    """Of `u = 1, u = x` the 1 was an answer already, and so it was in `1 ⇒ x`."""
    if len(parts) > 1:
        try:
            node = _read(text, parts[0], symbols)
        except ReadingError:
            return
        if not _names(node):
            raise ReadingError("One formula is due; a second one begins here.", text, parts[1][0].at)


def _signed(found: list[Token], symbols: Symbols) -> list[Token]:
    """`the penalty is x` as `the penalty = x`, and `w <- x` as `w := x`."""
    if [token.text for token in found[1:3]] == ["<", "-"] and found[1].stop == found[2].at:
        found = [found[0], replace(found[1], text=":=", stop=found[2].stop), *found[3:]]
    return [
        replace(token, kind="operator", text="=") if token.text in SAID and symbols.get(token.text) is None else token
        for token in found
    ]


def _formula(found: list[Token], symbols: Symbols) -> list[Token]:
    """The tokens before `where y = …`, `, 1 <= j <= t` and the like, which explain the formula."""
    depth = 0
    for place, token in enumerate(found):
        depth = _depth(depth, token)
        if place and depth == 0 and _explains(found, place, symbols):
            return [*found[:place], Token("end", "", token.at, token.at)]
    return found


def _explains(found: list[Token], place: int, symbols: Symbols) -> bool:
    token, after = found[place], found[place + 1 :]
    if token.kind == "name" and token.text in ASIDE and symbols.get(token.text) is None:
        return after[0].text != "("  # where(condition, this, that) is a value
    if token.text not in (",", ";") or token.kind != "operator":
        return False
    if after[0].text in ASIDE:
        return True
    defined = symbols.get(after[0].text) is not None and len(after) > 1 and after[1].text == "="
    return defined or any(other.text in BELOW for other in after)


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
    return _without_prose(text)


def _without_prose(text: str) -> str:
    """Sentences beside the formula blanked out, unless they hold signs or digits, or take something back."""
    parts = _SENTENCE.split(text)
    prose = [len(_WORDS.findall(part)) > 2 and not _TELLING.search(part) for part in parts]
    if all(prose):
        return text
    return "".join(" " * len(part) if blank else part for part, blank in zip(parts, prose, strict=True))


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
        depth = _depth(depth, token)
        if token.kind != "number" and depth == 0 and token.text in signs:
            members[-1].append(Token("end", "", token.at, token.at))
            members.append([])
        else:
            members[-1].append(token)
    return members


def _depth(depth: int, token: Token) -> int:
    """How many brackets are open behind a token."""
    return max(0, depth + _PAIRS.get(token.text, 0)) if token.kind == "operator" else depth
