"""Cells of a typed table: how a text falls into rows and cells, and when two cells say the same.

Rows are lines; cells are parted by bars (a Markdown table), tabs, semicolons, commas or arrows, else the whole line is
one cell. Bullets, numbers in front, emphasis and quotes do not count; nor do capitals, blanks and hyphens in words.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

import numpy as np

from grader.checkers._patterns import BLANK
from grader.checkers._tokens import Unreadable
from grader.checkers._typed import read
from grader.model import Value
from grader.showing import show

Kind = Literal["flags", "numbers", "words"]
MOST = 2000  # cells
LONGEST = 2000  # characters of a line; some patterns take the square of it
TRUE = frozenset({"t", "true", "yes", "y", "right", "correct", "1", "✓", "✔", "☑", "✅", "wahr", "w", "ja", "richtig"})
FALSE = frozenset({"f", "false", "no", "n", "wrong", "incorrect", "0", "✗", "✘", "☐", "❌", "falsch", "nein"})
ENUMERATOR = re.compile(r"^\s*(?:[-*•]\s+|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.):]+(?=\s|$)\s*)+")
RULE = re.compile(r"^[\s|:=+-]+$")
ARROWS = re.compile("->|→|⇒")
PARTS = re.compile(
    r"\s*(?:[,;\t]|->|→|⇒|≻|≺|[<>]|(?<=\s)then(?=\s))\s*(?:(?:and|und|then)\s+)?|(?<=[^\W\d])\s+/\s+(?=[^\W\d])"
)
QUOTED = re.compile(r"^[\d\s%/.,;-]*\d[\d\s%/.,;-]*:\s*(?=[^\W\d])")  # "45/42: underfit" quotes the question
AND = re.compile(r"(?<=\s)(?:and|und|&)(?=\s)")
NUMBERED = re.compile(r"\s+\(?\d{1,2}[.):]+\s+")


@dataclass(frozen=True, slots=True)
class Words:
    """How words are compared: spelling after spelling to the one that stands for them all."""

    synonyms: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, synonyms: Mapping[str, Any]) -> Words:
        """From {canonical: spelling or list of spellings}."""
        spelled = {}
        for canonical, spellings in synonyms.items():
            for spelling in [spellings] if isinstance(spellings, str) else spellings:
                spelled[fold(str(spelling))] = fold(str(canonical))
        return cls(spelled)

    def __call__(self, text: str) -> str:
        word = fold(text)
        return self.synonyms.get(word, word)


RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉")
TELLING = re.compile(r"(?<=\d)[.,/](?=\d)|(?<![^\s=<>≤≥(\[,:+*/^])[-−](?=[\d.])|[+<>≤≥]|[^\W_]+")
SAME = {",": ".", "−": "-"}
SET = re.compile(r"\\(?:text|mathrm|mathbf|textbf|operatorname)\s*\{([^{}]*)\}")


def simple(text: str) -> str:
    """A text in plain letters: ℓ₂ and \\ell_2 are L2, regularise is regularize.

    >>> simple("ℓ₂"), simple("L²"), simple("2²"), simple("stabilising"), simple("<=")
    ('l2', 'l2', '2²', 'stabilizing', '≤')
    """
    plain: list[str] = []
    for sign in SET.sub(r"\1", text[:LONGEST]).replace("<=", "≤").replace(">=", "≥"):
        one = unicodedata.normalize("NFKC", sign)
        power = sign in RAISED and not (plain and plain[-1].isalpha())
        plain += one if len(one) == 1 and not power else sign
    letters = re.sub(r"\\?(?<![a-z])ell(?=[\d_^{])", "l", "".join(plain).casefold())
    return re.sub(r"is(?=e[srd]?\b|ing\b|ation)", "iz", letters)


def fold(text: str) -> str:
    """A word without what does not matter: capitals, blanks, hyphens, quotes. The points and signs of numbers matter.

    >>> fold("Max-Norm"), fold("L2 + KL"), fold("**Regularisation**"), fold("1,00"), fold("-1/2"), fold("w > 0")
    ('maxnorm', 'l2+kl', 'regularization', '1.00', '-1/2', 'w>0')
    """
    return "".join(SAME.get(part, part) for part in TELLING.findall(simple(text)))


FORMULA = re.compile(r"[*/^+=<>≤≥()]")


def tight(text: str) -> str:
    """A text as it is told from others: of a formula every sign matters, of other words nothing that `fold` drops.

    >>> tight("w − lr·g"), tight("$w*lr - g$"), tight("Max-Norm")
    ('w-lr*g', 'w*lr-g', 'maxnorm')
    """
    plain = simple(text.strip("*_`$\"' .;,!")).translate(str.maketrans("−·×", "-**"))
    return re.sub(r"\s+", "", plain) if FORMULA.search(plain) else fold(text)


def kind_of_cells(cells: Sequence[Value]) -> Kind | None:
    """What the cells of an expected table are; None if they are not of one kind.

    >>> kind_of_cells([True, False]), kind_of_cells([1, 2.5]), kind_of_cells(["a"]), kind_of_cells([1, "a"])
    ('flags', 'numbers', 'words', None)
    """
    if all(isinstance(cell, bool) for cell in cells):
        return "flags"
    if all(type(cell) is int or (isinstance(cell, float) and math.isfinite(cell)) for cell in cells):
        return "numbers"
    return "words" if all(isinstance(cell, str) for cell in cells) else None


@dataclass(frozen=True, slots=True)
class Odd:
    """A cell that cannot be read as what it should be."""

    text: str


Cell = bool | Fraction | str | Odd | None  # None: left blank


def cell(value: Value, kind: Kind, words: Words) -> Cell:
    """One cell as it is compared."""
    if isinstance(value, np.generic) or (isinstance(value, np.ndarray) and value.ndim == 0):
        value = value.item()
    if value is None or (isinstance(value, str) and value.strip() in BLANK):
        return None
    match kind:
        case "flags":
            return _flag(value)
        case "numbers":
            return _number(value)
    if isinstance(value, str):
        return words(value)
    return words(show(value)) if isinstance(value, int | float) else Odd(show(value, 40))


def _flag(value: Value) -> Cell:
    if isinstance(value, bool):
        return value
    text = show(value) if isinstance(value, int) else value
    if not isinstance(text, str):
        return Odd(show(value, 40))
    word = re.sub(r"^\d{1,2}\s+(?=\S)", "", text.strip()).strip("*_`.!\"'()[]").casefold()
    reasoned = re.match(r"(\w+)(?:[.:(]|\s+[(–—-])\s*\S", word)  # "False. The sign is cheap."
    if reasoned and not {"true", "t", "false", "f"} & set(re.findall(r"\w+", word[reasoned.end() - 1 :])):
        word = reasoned[1]
    return True if word in TRUE else False if word in FALSE else Odd(text.strip())


def _number(value: Value) -> Cell:
    if isinstance(value, str):
        try:
            values = {answer.value for answer in read(value)}
        except Unreadable:
            return Odd(value.strip())
        return values.pop() if len(values) == 1 else Odd(value.strip())
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    return Fraction(repr(value)) if isinstance(value, float) and math.isfinite(value) else Odd(show(value, 40))


def flat(got: Value, kind: Kind) -> list[Value]:
    """All cells of an answer that is one list."""
    if isinstance(got, np.ndarray):
        got = got.tolist()
    if isinstance(got, str):
        return _flat_text(got, kind)
    if isinstance(got, list | tuple):
        return list(got[0]) if len(got) == 1 and isinstance(got[0], list | tuple) else list(got)
    if isinstance(got, dict):
        return list(got.values())
    return [got]


def _flat_text(text: str, kind: Kind) -> list[Value]:
    if kind == "numbers" and not any(part in BLANK for part in re.split(r"[\s,;|]+", text.strip())):
        return [str(answer.value) for answer in read(ARROWS.sub("; ", text), several=True)]
    rows = lines(text)
    if len(rows) > 1 and len(rows[1]) > 1 and rows[0] == [str(number) for number in range(1, len(rows[1]) + 1)]:
        rows = rows[1:]  # a table with the numbers of the statements on top
    cells = [part for line in rows for part in line]
    if len(cells) == 1:
        return _run_together(cells[0]) if kind == "flags" else list(NUMBERED.split(cells[0]))
    return list(cells)


def _run_together(text: str) -> list[Value]:
    """`T F F`, `TFF` or `1) T 2) F 3) F` in one line."""
    bare = re.sub(r"\(?\b(?:\d{1,2}|[a-z])[.):]+(?=\s)|\b\d{1,2}(?=[tf]\b)", " ", f" {text}", flags=re.I)
    words = bare.replace("/", " ").split()
    if len(words) == 1 and len(words[0]) > 1 and re.fullmatch("[tfwyn01]+", words[0], flags=re.I):
        return list(words[0]) if words[0].casefold() not in TRUE | FALSE else list(words)
    return list(words)


def spread(cells: list[Value], due: int) -> list[Value]:
    """`High Low Low` is three cells where three are due.

    >>> spread(["High Low Low"], 3), spread(["more data"], 3)
    (['High', 'Low', 'Low'], ['more data'])
    """
    parts = cells[0].split() if len(cells) == 1 and isinstance(cells[0], str) else []
    if len(parts) == due > 1:
        return list(parts)
    joined = [
        part.strip() if isinstance(part, str) else part
        for one in cells
        for part in (AND.split(one) if isinstance(one, str) else [one])
    ]
    return joined if len(cells) < due == len(joined) else cells


def cut(got: Value) -> Value:
    """The same answer; text inside lists and dicts is no longer than a line, and a whole text is cut line by line.

    >>> cut(["a" * 3000, {"b": 1}])[0] == "a" * LONGEST
    True
    """
    if isinstance(got, dict):
        return {key: _cut(item) for key, item in got.items()}
    return [_cut(item) for item in got] if isinstance(got, list | tuple) else got


def _cut(item: Value) -> Value:
    return item[:LONGEST] if isinstance(item, str) else cut(item)


def lines(text: str) -> list[list[str]]:
    """The rows of a text, each as its cells.

    >>> lines("| a | b |\\n|---|---|\\n| 1 | 2 |"), lines("- x\\n- y, z")
    ([['a', 'b'], ['1', '2']], [['x'], ['y', 'z']])
    """
    rows = [line[:LONGEST] for line in text[:100_000].splitlines()]
    return [cells for line in rows if not RULE.match(line) for cells in [split_line(line)] if cells]


def split_line(line: str) -> list[str]:
    """The cells of one line."""
    bare = line.strip()
    if "|" in bare:
        return [part.strip() for part in bare.strip("|").split("|")]
    bare = ENUMERATOR.sub("", bare).strip()
    bare = QUOTED.sub("", bare)
    noted = re.sub(r"\([^()]*\d[^()]*\)\s*[:=]?", " ", bare)  # "(45, 42): underfit" quotes the question
    parts = PARTS.split((noted if noted.strip(" ,;") else bare).strip("[](){} "))
    return [ENUMERATOR.sub("", part).strip() for part in parts] if any(parts) else []


def rows_of(got: Value) -> list[list[Value]]:
    """The rows of an answer that is laid out in rows: lines of a text, lists in a list.

    >>> rows_of("1. a\\n2. b"), rows_of([["a", "b"]]), rows_of([1, 2])
    ([['a'], ['b']], [['a', 'b']], [])
    """
    if isinstance(got, str):
        return [list(row) for row in lines(got)]
    plain = got.tolist() if isinstance(got, np.ndarray) else got
    if not isinstance(plain, list | tuple) or not all(isinstance(row, list | tuple) for row in plain):
        return []
    return [list(row) for row in plain]
