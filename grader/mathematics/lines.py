"""A derivation as text: lines, chains of equalities, comments. Each member of a chain is one step.

v_t = (1-b) Σ …            one step per line, or several
    = …                    a line that starts with = goes on
\\begin{aligned} a &= b \\\\ &= c \\end{aligned}
⇒ w = …   (because …)      arrows, numbers and remarks are left out
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from grader.mathematics.answers import SIGNS, split
from grader.mathematics.parser import Parser
from grader.mathematics.problems import ReadingError
from grader.mathematics.symbols import Symbols
from grader.mathematics.tokens import Token, tokens
from grader.mathematics.tree import Call, Index, Mean, Name, Node

BETWEEN = (",", ";", "and")
MOST_LINES = 60
MOST_STEPS = 80
MOST_CHARACTERS = 12_000

_ENVIRONMENT = re.compile(r"\\(?:begin|end)\{(?:aligned|align|split|gather|gathered|equation|math|displaymath)\*?\}")
_REMARK = re.compile(r"(?:#|//|\\quad|\\qquad|\\tag|\\label|\\because|∵).*$|\\text\{[^{}]*\}\s*$")
_NUMBERED = re.compile(r"\s*(?:[-*•]\s+(?=\S*\s*=)|\(?\d{1,2}[.):](?=\s))?\s*")
_ARROWS = re.compile(r"^\s*(?:⇒|=>|⟹|⟺|⇔|→|∴|\\Rightarrow|\\implies|\\iff|\\Leftrightarrow|\\therefore|\\to)\s*")
_CONTINUED = re.compile(r"^\s*(?:&\s*)?(?:\+|\*|/|\\cdot|\\times|·)")
_WORDS = re.compile(r"[A-Za-z]{3,}")


@dataclass(frozen=True, slots=True)
class Step:
    """One member of a chain; `node` is None where it cannot be read."""

    line: int  # 1-based, in the student's text
    text: str
    node: Node | None = None
    problem: ReadingError | None = None
    starts: bool = False  # the first member of its line, and of a chain of its own
    label: bool = False  # only names what is being worked out


def steps(text: str, symbols: Symbols) -> tuple[Step, ...]:
    """The steps of a derivation in order; ReadingError only where the whole text is beyond reading.

    >>> from grader.mathematics.symbols import declare
    >>> [(step.line, step.text) for step in steps("y = 2*x\\n  = x + x", declare({"x": "real"}))]
    [(1, 'y'), (1, '2*x'), (2, 'x + x')]
    """
    if len(text) > MOST_CHARACTERS:
        raise ReadingError(f"This is {len(text)} characters long; at most {MOST_CHARACTERS} are read.")
    found: list[Step] = []
    rows = list(_rows(text))
    if len(rows) > MOST_LINES:
        raise ReadingError(f"This has {len(rows)} lines; at most {MOST_LINES} are read.")
    for number, row in rows:
        for equation in _apart(row):
            found.extend(_members(number, equation, symbols))
    if len(found) > MOST_STEPS:
        raise ReadingError(f"This has {len(found)} steps; at most {MOST_STEPS} are read.")
    return tuple(found)


@lru_cache(maxsize=256)
def final(text: str, symbols: Symbols) -> Node:
    """What a teacher's formula or model derivation leads to: its last step; every step must be readable."""
    found = steps(text, symbols)
    for step in found:
        if step.problem is not None and not step.label:
            raise step.problem
    if not found or found[-1].node is None:
        raise ReadingError("There is nothing to read.", text, 0)
    return found[-1].node


def _rows(text: str) -> Iterator[tuple[int, str]]:
    """The lines that hold a formula, with their numbers; a broken line is put together again."""
    waiting: tuple[int, str] | None = None
    for number, row in enumerate(_broken(text), 1):
        bare = _clean(row)
        if not bare:
            continue
        if waiting and (_CONTINUED.match(bare) or (bare[0] in "-−" and "=" in waiting[1] and "=" not in bare)):
            waiting = (waiting[0], f"{waiting[1]} {bare}")
            continue
        if waiting:
            yield waiting
        waiting = (number, bare)
    if waiting:
        yield waiting


def _broken(text: str) -> list[str]:
    r"""Cut at line breaks and at \\, but not inside cases."""
    kept = re.sub(
        r"\\begin\{cases\}.*?\\end\{cases\}",
        lambda found: found.group().replace("\\\\", "\0").replace("\n", " "),
        text,
        flags=re.DOTALL,
    )
    joined = re.sub(r"\\\\(?:\[[^\]\n]*\])?[ \t]*\n", "\n", kept).replace("\\\\", "\n")
    return [row.replace("\0", "\\\\") for row in joined.split("\n")]


def _clean(row: str) -> str:
    bare = (
        re.sub(r"```\w*", " ", _ENVIRONMENT.sub(" ", row))
        .replace("`", " ")
        .replace("$", " ")
        .replace("\\[", " ")
        .replace("\\]", " ")
    )
    bare = _ARROWS.sub("", _NUMBERED.sub("", _REMARK.sub("", bare), count=1))
    return bare.strip().rstrip(",;.").strip()


def _apart(row: str) -> list[str]:
    """`a = b, c = d` is two equations; a comma that parts anything else leaves the line as it is."""
    try:
        runs = split(tokens(row), BETWEEN)
    except ReadingError:
        return [row]
    equations = [row[run[0].at : run[-1].at] for run in runs if len(run) > 1]
    whole = all(len(split(run, SIGNS)) > 1 and run[0].text not in SIGNS for run in runs if len(run) > 1)
    return equations if len(equations) > 1 and whole else [row]


def _members(number: int, row: str, symbols: Symbols) -> Iterator[Step]:
    """The steps of one line; prose without any equality is no step."""
    try:
        runs = split(tokens(row), SIGNS)
    except ReadingError as problem:
        if "=" in row or not _is_prose(row):
            yield Step(number, row, problem=problem)
        return
    goes_on = runs[0][0].kind == "end" or (len(runs[0]) == 2 and runs[0][0].text == "&")
    for place, run in enumerate(runs[1:] if goes_on else runs):
        if run[0].kind == "end":
            yield Step(number, row, problem=ReadingError("Nothing stands beside this '='.", row, run[0].at))
            continue
        step = _step(number, row, run, symbols)
        first = place == 0 and not goes_on
        if first and len(runs) == 1 and step.node is None and _is_prose(row):
            return
        label = first and len(runs) > 1 and (step.node is None or _names(step.node))
        yield replace(step, starts=first, label=label)


def _names(node: Node) -> bool:
    """w_t, E[v_t], or w' for the new w."""
    if isinstance(node, Call) and node.function == "transpose":
        node = node.arguments[0]
    return isinstance(node, Name | Index | Mean)


def _step(number: int, row: str, run: list[Token], symbols: Symbols) -> Step:
    text = row[run[0].at : run[-1].at].strip(" &\t")
    parser = Parser(row, symbols, run)
    try:
        node = parser.formula()
        parser.finish()
    except ReadingError as problem:
        return Step(number, text, problem=problem)
    return Step(number, text, node)


def _is_prose(row: str) -> bool:
    """Words rather than a formula."""
    return len(_WORDS.findall(row)) >= 2 or row.endswith(":")
