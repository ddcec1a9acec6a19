"""Numbers that a student typed, in a line or in a sentence: what we read, and why not.

An answer is a run of arithmetic; words around it are its label or its unit. Runs joined by `=` are one answer,
whose value is the last one: `21*10+4*110+11 = 661`. Runs apart are several answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from grader.checkers._arithmetic import work_out
from grader.checkers._tokens import Token, Unreadable, tokens

SIGNS_OF = frozenset({"number", "sign", "open", "close", "function", "constant"})
DENIALS = frozenset({"not", "no", "isn't", "nicht", "kein", "between"})
HEDGES = frozenset({"about", "roughly", "approximately"})  # of a number that was to be exact
OTHERS = "sin cos tan sinh cosh tanh sigmoid softmax relu log1p expm1 floor ceil round max min"
NOT_WORKED_OUT = frozenset(OTHERS.split())
RATIO = re.compile(r"(?<=\d)(?::| : )(?=\d)")  # 100:4, but not the label in "1: 25"
SCALES = frozenset({"hundred", "thousand", "million", "billion", "dozen", "tausend", "k", "m", "mio", "tsd"})


@dataclass(frozen=True, slots=True)
class Answer:
    """One number as we read it."""

    value: Fraction
    decimals: int | None = None  # how many were written; None for the result of arithmetic
    thousands: bool = False  # whether a comma was read as a separator of thousands
    sides: tuple[Fraction, Fraction] | None = None  # two sides of an `=` that are not equal


def read(text: str, *, unit: str = "", several: bool = False, rounded: bool = False) -> tuple[Answer, ...]:
    """Every number that a text answers with, in order; Unreadable with a sentence for the student.

    rounded: the number need not be exact, so that "about" does no harm.

    >>> [float(answer.value) for answer in read("N = 21*10 + 4*110 + 11 = 661 parameters", unit="parameters")]
    [661.0]
    >>> [float(answer.value) for answer in read("-2.32, -5.775, 3.9", several=True)]
    [-2.32, -5.775, 3.9]
    """
    text = text if several else RATIO.sub("/", text)
    percent = unit.strip().casefold() in ("%", "percent")
    found = tokens(text if percent else _without(unit, text), several=several)
    for token in found:
        if token.kind == "odd":
            raise Unreadable(f"{token.text!r} cannot be read as part of a number")
        if token.kind == "word" and token.text.casefold() in (DENIALS if rounded else DENIALS | HEDGES):
            raise Unreadable(f"the word {token.text!r} leaves open which number is meant; give the number alone")
    for token, following in pairwise(found):
        if token.text.casefold() in NOT_WORKED_OUT and following.kind == "open" and not following.blank:
            raise Unreadable(f"`{token.text}` is not worked out; give the number")
    runs = list(_runs(_opened(found, several=several), several=several))
    answers = tuple(_answer(chain, percent) for chain in _chains(runs))
    if not answers:
        raise Unreadable("no number was found; write it in digits")
    return answers


def _without(unit: str, text: str) -> str:
    """The text without its unit, where that stands after a digit or bracket."""
    if not unit:
        return text
    return re.sub(rf"(?<=[\d)\].])\s*{re.escape(unit)}(?!\w)", " ", text, flags=re.IGNORECASE)


def _opened(found: Sequence[Token], *, several: bool) -> list[Token]:
    """Brackets that hold no arithmetic only part answers: a remark with words in it, a list (a, b) or [a, b]."""
    waiting: list[int] = []
    loose: set[int] = set()
    bare: set[int] = set()
    for at, token in enumerate(found):
        if token.kind == "open":
            waiting.append(at)
        elif token.kind == "close" and waiting:
            opening = waiting.pop()
            if opening in loose or (several and found[opening].text == "["):
                bare |= {opening, at}
                loose |= set(waiting[-1:])
        elif waiting and token.kind in ("break", "word", "equals", "about"):
            loose.add(waiting[-1])
    return [Token("break", token.text) if at in bare else token for at, token in enumerate(found)]


Run = list[Token]


def _runs(found: Sequence[Token], *, several: bool) -> Iterator[Run | str]:
    """Runs of arithmetic, and between them "=", "≈", "word" or "," (anything that parts two answers)."""
    run: Run = []
    for at, token in enumerate(found):
        joins = _joins(found, at)
        apart = bool(run) and _parts(run[-1], token, found[at + 1 : at + 2], several=several)
        if run and (apart or not joins):
            yield run
            run = []
        if apart:
            yield ","
        if joins:
            run.append(token)
        else:
            yield _between(token, found[at - 1] if at else None)
    if run:
        yield run


def _between(token: Token, before: Token | None) -> str:
    if token.kind == "word" and token.text.casefold() in SCALES and before is not None and before.kind == "number":
        raise Unreadable(f"write the number in full, without {token.text!r}")
    return {"equals": "=", "about": "≈", "break": ","}.get(token.kind, "word")


def _joins(found: Sequence[Token], at: int) -> bool:
    """Whether a token is arithmetic, and not a dash or a bracket between words."""
    token = found[at]
    before = found[at - 1].kind if at else None
    after = found[at + 1].kind if at + 1 < len(found) else None
    match token.kind:
        case "function":
            return after in ("open", "number", "function", "constant")
        case "constant":
            beside = ("sign", "open", "close", "number")
            return before in beside or after in beside or (before, after) in ((None, None), ("equals", None))
        case "open":
            return after != "word"
        case "close":
            return before != "word"
        case "sign":
            if token.text == "%":
                return before in ("number", "close")
            spaced = token.blank and at + 1 < len(found) and found[at + 1].blank
            dash = before == "word" and (token.text != "-" or spaced)
            return not dash and after not in ("word", None)
    return token.kind in SIGNS_OF


def _parts(last: Token, token: Token, following: Sequence[Token], *, several: bool) -> bool:
    """Whether a new answer begins although nothing but a blank separates the two."""
    ended = last.kind in ("number", "close", "constant") or last.text == "%"
    if ended and token.kind == "number":
        return last.kind != "close" or token.blank
    if ended and token.kind == "open" and token.blank:
        return True
    listed = several and token.text == "-" and token.blank and bool(following) and not following[0].blank
    return ended and listed


def _chains(parts: Sequence[Run | str]) -> Iterator[list[Run | str]]:
    """Runs joined by = or ≈, with these signs between them."""
    chain: list[Run | str] = []
    for at, part in enumerate(parts):
        if isinstance(part, list):
            if chain and isinstance(chain[-1], list):
                yield chain
                chain = []
            chain.append(part)
        elif part == ",":
            if chain and isinstance(chain[-1], list) and parts[at + 1 : at + 2] not in (["="], ["≈"]):
                yield chain
                chain = []
        elif part != "word" and chain:
            chain = [*chain[:-1], part] if isinstance(chain[-1], str) else [*chain, part]
    if chain:
        yield chain


def _answer(chain: list[Run | str], percent: bool) -> Answer:
    runs = [part for part in chain if isinstance(part, list)]
    values = [work_out(run, percent=percent) for run in runs]
    last = runs[-1]
    written = [token.decimals for token in last if token.kind == "number"]
    alone = written[0] if len(written) == 1 and all(t.kind == "number" or t.text in "+-" for t in last) else None
    return Answer(values[-1], alone, any(token.thousands for token in last), _unequal(chain, values, runs))


def _unequal(chain: list[Run | str], values: list[Fraction], runs: list[Run]) -> tuple[Fraction, Fraction] | None:
    signs = [part for part in chain if isinstance(part, str)]
    for at, (left, right) in enumerate(pairwise(values)):
        if signs[at] == "=" and abs(left - right) > _rounding(runs[at]) + _rounding(runs[at + 1]):
            return left, right
    return None


def _rounding(run: Run) -> Fraction:
    """What rounding may have taken away: half a unit of the last decimal that was written."""
    decimals = max((token.decimals or 0 for token in run if token.kind == "number"), default=0)
    return Fraction(1, 2 * 10**decimals) if decimals else Fraction(0)
