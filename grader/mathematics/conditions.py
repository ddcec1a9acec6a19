"""Conditions in one variable: read in any of their spellings, and compared as sets.

    0 < eps < 1/lmax      eps > 0 and eps < 1/lmax      eps in (0, 1/lmax)      ]0, 1/lmax[      |1 - 2*eps*lmax| < 1

At every random point of the other symbols the line of the primary symbol is cut where either side may change; each
piece and each cut is tried. Open and closed ends differ only at the cuts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from grader.mathematics.answers import formula_of, split
from grader.mathematics.brackets import span
from grader.mathematics.evaluate import Budget, Evaluator
from grader.mathematics.numbers import FLOATS
from grader.mathematics.parser import OR, Parser
from grader.mathematics.phrases import spoken
from grader.mathematics.problems import MathematicsError, Overflow, Undefined
from grader.mathematics.sampling import Point, points
from grader.mathematics.symbols import Symbols
from grader.mathematics.tokens import Token
from grader.mathematics.tree import Compare, Logic, Name, Node, Span, walk

POINTS = 6
MOST_COMPARISONS = 12
OPERATIONS = 80_000
INFINITE = float("inf")
CONCLUDED = ("⇒", "⇔")
_BULLET = re.compile(r"^\s*[-*•](?=\s)")
_BELOW = re.compile(r"<|>|≤|≥|\\[lg](?:eq?|t)(?![a-z])")
_NEAR = 1e-9
_HALVINGS = 60
_STEPS = [10.0 ** (exponent / 12) for exponent in range(-36, 37)]
_GRID = [*(-step for step in reversed(_STEPS)), 0.0, *_STEPS]


@dataclass(frozen=True, slots=True)
class Piece:
    """One interval of the line."""

    low: float
    high: float
    low_closed: bool
    high_closed: bool


def read(text: str, symbols: Symbols, primary: str) -> Node:
    """A condition on the primary symbol.

    >>> from grader.mathematics.show import plain
    >>> from grader.mathematics.symbols import declare
    >>> plain(read("eps less than 1/lmax and positive", declare({"eps": "real", "lmax": "positive"}), "eps"))
    'eps < 1/lmax and eps > 0'
    """
    text = _in_one_line(formula_of(text))
    found = _bare(split(spoken(text, symbols, primary), CONCLUDED)[-1], primary)
    parser = Parser(text, symbols, found)
    node = _intervals(parser, primary) if _opens_interval(found) else parser.whole(OR)
    parser.finish()
    compared = sum(len(below.rest) for below in walk(node) if isinstance(below, Compare))
    if compared > MOST_COMPARISONS:
        raise parser.fail(f"A condition may have at most {MOST_COMPARISONS} comparisons.", found[0])
    if not compared:
        raise parser.fail("A condition such as 0 < x < 1 is needed here, not a value.", found[0])
    return node


def _in_one_line(text: str) -> str:
    """Lines of conditions are all meant, unless the last is a whole range by itself: then it is what they lead to."""
    *before, last = text.rstrip().split("\n")
    before = [_BULLET.sub(" ", row) for row in before]
    if not any(row.strip() for row in before):
        return text
    if len(_BELOW.findall(last)) > 1:
        return " " * (len(text.rstrip()) - len(last)) + last
    return "".join(row + ("," if row.strip() else " ") for row in before) + _BULLET.sub(" ", last)


@lru_cache(maxsize=256)
def expected(text: str, symbols: Symbols, primary: str) -> Node:
    """The same for a teacher's text, remembered."""
    return read(text, symbols, primary)


def _bare(found: list[Token], primary: str) -> list[Token]:
    """Without the frame of {x : …}, and without a colon behind the symbol, or in front of everything."""
    texts = [token.text for token in found]
    if texts[:1] in (["("], ["{"]) and len(texts) > 4 and texts[2] in (":", "|") and texts[-2] in (")", "}"):
        return [*found[3:-2], found[-1]]
    if texts[:1] == [":"]:
        return found[1:]
    return found[2:] if texts[1:2] == [":"] and found[0].kind == "name" and primary else found


def _opens_interval(found: list[Token]) -> bool:
    """Whether the text starts with an interval and not with a bracketed formula."""
    if found[0].text == "]":
        return True
    depth = 0
    for token in found:
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(token.text, 0)
        if depth == 1 and token.text in (",", ";"):
            return found[0].text in ("(", "[")
        if depth == 0:
            return False
    return False


def _intervals(parser: Parser, primary: str) -> Node:
    found = [_condition(span(parser), primary)]
    while parser.accept("or"):
        found.append(_condition(span(parser), primary))
    return found[0] if len(found) == 1 else Logic("or", tuple(found))


def _condition(item: Span, primary: str) -> Node:
    name = Name(primary, item.at)
    low = [("<=" if item.low_closed else "<", name)]
    high = [("<=" if item.high_closed else "<", item.high)] if item.high is not None else []
    if item.low is not None:
        return Compare(item.low, tuple([*low, *high]), item.at)
    return Compare(name, tuple(high), item.at) if high else Compare(name, (("=", name),), item.at)


def pieces(node: Node, symbols: Symbols, primary: str, place: int, cuts: list[float], budget: Budget) -> list[Piece]:
    """The set that the condition describes at one of the points, given where it may change."""
    point = dict(points(symbols)[place])
    inner = [cut for cut in cuts if abs(cut) < INFINITE]
    middles = [(low + high) / 2 for low, high in pairwise(inner)]
    outside = (inner[0] - 1, inner[-1] + 1) if inner else (0.0, 0.0)
    cells = [_holds(node, symbols, {**point, primary: value}, budget) for value in (outside[0], *middles, outside[1])]
    marks = [_holds(node, symbols, {**point, primary: cut}, budget) for cut in inner]
    return _joined(inner, cells, marks)


def _joined(cuts: list[float], cells: list[bool], marks: list[bool]) -> list[Piece]:
    """Pieces from what holds between the cuts and on them."""
    if not cuts:
        return [Piece(-INFINITE, INFINITE, False, False)] if cells[0] else []
    found: list[Piece] = []
    start: tuple[float, bool] | None = (-INFINITE, False) if cells[0] else None
    for cut, mark, after in zip(cuts, marks, cells[1:], strict=True):
        if start is not None and not (mark and after):
            found.append(Piece(start[0], cut, start[1], mark))
            start = (cut, False) if after else None
        elif start is None and mark and not after:
            found.append(Piece(cut, cut, True, True))
        elif start is None and after:
            start = (cut, mark)
    if start is not None:
        found.append(Piece(start[0], INFINITE, start[1], False))
    return found


def cuts(node: Node, symbols: Symbols, primary: str, place: int, budget: Budget) -> list[float]:
    """Where the condition may start or stop to hold."""
    point = points(symbols)[place]
    found: list[float] = []
    for below in walk(node):
        if isinstance(below, Compare):
            sides = [below.first, *(right for _, right in below.rest)]
            for left, right in pairwise(sides):
                found.extend(_roots(left, right, symbols, primary, point, budget))
    return found


def merged(found: list[float]) -> list[float]:
    """In order, and equal ones once."""
    made: list[float] = []
    for value in sorted(found):
        if not made or abs(value - made[-1]) > _NEAR * max(abs(value), abs(made[-1])):
            made.append(value)
    return made


def domain(symbols: Symbols, primary: str) -> Node | None:
    """What the primary symbol's kind says of it anyway."""
    kind = symbols.named(primary).kind
    written = {"positive": "0 < x", "nonnegative": "0 <= x", "unit": "0 < x < 1"}.get(kind)
    return expected(written.replace("x", primary), symbols, primary) if written else None


def _roots(left: Node, right: Node, symbols: Symbols, primary: str, point: Point, budget: Budget) -> list[float]:
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Name) and one.name == primary and not _uses(other, primary):
            value = _value(other, symbols, point, budget)
            return [value] if value is not None else []
    if not (_uses(left, primary) or _uses(right, primary)):
        return []

    def gap(value: float) -> float | None:
        here = {**point, primary: value}
        mine, theirs = _value(left, symbols, here, budget), _value(right, symbols, here, budget)
        return None if mine is None or theirs is None else mine - theirs

    found: list[float] = []
    for low, high in pairwise(_GRID):
        found.extend(_crossing(gap, low, high))
    return found


def _crossing(gap: Any, low: float, high: float) -> list[float]:
    """The point between the two at which the sign changes, if it does; a hole counts as a change."""
    first, last = gap(low), gap(high)
    if first == 0:
        return [low]
    if first is None and last is None:
        return []
    if first is not None and last is not None and (first > 0) == (last > 0):
        return []
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        here = gap(middle)
        if here == 0:
            return [_settled(middle)]
        if (here is None) == (first is None) and (here is None or (here > 0) == (first > 0)):
            low = middle
        else:
            high = middle
    return [_settled(high)]


def _settled(root: float) -> float:
    """Zero, where halving stopped just beside it."""
    return 0.0 if abs(root) < 1e-12 else root


def _uses(node: Node, primary: str) -> bool:
    return any(isinstance(below, Name) and below.name == primary for below in walk(node))


def _value(node: Node, symbols: Symbols, point: Point, budget: Budget) -> float | None:
    try:
        with np.errstate(all="ignore"):
            found = Evaluator(FLOATS, point, symbols, budget).real(node)
    except (Undefined, Overflow):
        return None
    return float(found) if abs(found) < INFINITE else None


def _holds(node: Node, symbols: Symbols, point: Point, budget: Budget) -> bool:
    try:
        with np.errstate(all="ignore"):
            return Evaluator(FLOATS, point, symbols, budget).truth(node)
    except (Undefined, Overflow):
        return False


@dataclass(frozen=True, slots=True)
class Ranges:
    """Both sets at every point."""

    got: tuple[tuple[Piece, ...], ...] = ()
    want: tuple[tuple[Piece, ...], ...] = ()
    problem: str = ""


def ranges(got: Node, want: Node, symbols: Symbols, primary: str) -> Ranges:
    """The two sets at six points of the other symbols."""
    limits = domain(symbols, primary)
    mine, theirs = (Logic("and", (side, limits)) if limits else side for side in (got, want))
    budget = Budget(OPERATIONS)
    found: list[tuple[tuple[Piece, ...], tuple[Piece, ...]]] = []
    try:
        for place in range(POINTS):
            both = [cuts(side, symbols, primary, place, budget) for side in (mine, theirs)]
            edges = merged([*both[0], *both[1]])
            sides = (tuple(pieces(side, symbols, primary, place, edges, budget)) for side in (mine, theirs))
            found.append((next(sides), next(sides)))
    except MathematicsError as problem:
        return Ranges(problem=str(problem))
    except RecursionError:
        return Ranges(problem="This is nested too deeply to be worked out.")
    return Ranges(tuple(row[0] for row in found), tuple(row[1] for row in found))
