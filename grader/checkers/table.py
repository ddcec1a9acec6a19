"""table: lists, tables and bit patterns, typed, printed or returned, cell by cell.

What it checks
    The expected value says what kind of table it is:

    - `["1110", "0110"]`: rows of bits, left to right; also found in printed output between other text, with blanks or
      commas between the bits, as a 0/1 or true/false array, and as numbers that lost their leading zeros (YAML reads
      0110 as 110)
    - `[true, false]`: truth values, in many spellings (T/F, yes/no, 1/0, ✓/✗)
    - `[1, 1, 2]`: numbers, each within `atol`; arithmetic and separators as in `number`
    - `[max-norm, L2]`: words; capitals, blanks and hyphens do not count, `synonyms` are the same word
    - `{train: [High, Low]}`: rows of these by label; the label may stand in front or on top

    Lists may stand in a line, a line for each, numbered, or in a row or column of a Markdown table. Around a word that
    the question knows, a remark in brackets, a reason, a label, a percentage and words such as "the model is" do not
    count; a denial, a doubt or a second such word does.
    Order counts unless `ignore_order` is set; of labelled rows it is then free within each row. Nothing earns a share
    unless `partial` is set: then every right cell (every right row of bits) does, and a cell may be left blank.
    A finding tells which entries are wrong only where that does not tell what is right.

When to use it
    Answers with several parts that are typed. For results of functions use `close` or `exact`, for one answer among
    options `choice`.

In a spec
    judge: {kind: table}
    judge: {kind: table, ignore_order: true, partial: true, synonyms: {underfit: [high bias, underfitting]}}
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from fractions import Fraction
from typing import Any

import numpy as np

from grader.checkers import _patterns
from grader.checkers._cells import MOST, Cell, Kind, Odd, Words, cell, cut, kind_of_cells
from grader.checkers._entries import Reader
from grader.checkers._labels import labelled
from grader.checkers._tokens import Unreadable
from grader.checkers.exact import kind_of
from grader.model import Value, Verdict
from grader.showing import show

LONGEST = 20_000  # items of an answer, far beyond any table that a person asks for


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    ignore_order: bool = False
    partial: bool = False
    atol: float = 0.0
    synonyms: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0 <= self.atol < math.inf:
            raise ValueError(f"atol needs 0 <= atol and a finite number, not {self.atol!r}")
        for word, spellings in self.synonyms.items():
            listed = [spellings] if isinstance(spellings, str) else spellings
            if not isinstance(listed, list | tuple) or not all(isinstance(one, str) for one in listed):
                raise ValueError(f"synonyms of {word!r} need a word or a list of words, not {spellings!r}")

    def judge(self, got: Value, want: Value) -> Verdict:
        note = f"expected {show(want, 1000)}, got {show(got, 1000)}"
        size = got.size if isinstance(got, np.ndarray) else len(got) if isinstance(got, list | tuple | dict) else 0
        if size > LONGEST:
            return Verdict.failed(f"the answer has {size} items; give the table that was asked for", note)
        try:
            return self._judge(cut(got), want, note)
        except Unreadable as problem:
            return Verdict.failed(str(problem), note)

    def value(self, got: Value, want: Value) -> Value | None:
        """A list or the rows of bits that an answer stands for, written as what is due; None where it is not that.

        >>> Checker().value("1 0\\n01", ["11", "00"]), Checker().value("3; 4", [1, 2])
        (['10', '01'], [3, 4])
        """
        want = _plain(want)
        bits = _patterns.expected(want)
        kind = kind_of_cells(want) if isinstance(want, list) and want else None
        size = got.size if isinstance(got, np.ndarray) else len(got) if isinstance(got, list | tuple | dict) else 0
        if size > LONGEST or got is None or (bits is None and kind is None):
            return None
        got = cut(got)
        try:
            if bits is not None:
                return _patterns.rows(got, len(bits[0]))
            words = Words.of(self.synonyms)
            mine = Reader.of(want, kind or "words", words).entries(got)
            cells = [cell(one, kind or "words", words) for one in mine]
            return None if any(isinstance(one, Odd | None) for one in cells) else [_number(one) for one in cells]
        except (Unreadable, OverflowError):
            return None

    def _judge(self, got: Value, want: Value, note: str) -> Verdict:
        want = _plain(want)
        bits = _patterns.expected(want)
        if bits is not None:
            return self._patterns(_patterns.rows(got, len(bits[0])), bits, note)
        if isinstance(want, dict) and want and all(isinstance(row, list | tuple) for row in want.values()):
            return self._labelled(got, want, note)
        kind = kind_of_cells(want) if isinstance(want, list | tuple) and want else None
        if kind is None:
            return Verdict.undecided(f"the reference gave no table of one kind of cells: {show(want)}")
        if got is None:
            raise Unreadable(f"a list is due; you have {kind_of(got)}")
        words = Words.of(self.synonyms)
        mine = Reader.of(want, kind, words).entries(got)
        _few_enough(len(mine))
        row = self._row([cell(one, kind, words) for one in mine], [cell(one, kind, words) for one in want], kind)
        return self._verdict([("", row)], note)

    def _patterns(self, mine: list[str], due: list[str], note: str) -> Verdict:
        width = len(due[0])
        odd = {number: len(row) for number, row in enumerate(mine, 1) if row and len(row) != width}
        right, wrong = _matching(mine, due, ignore_order=self.ignore_order)
        if right == len(mine) == len(due):
            return Verdict.passed()
        remarks = [f"row {number} has {length} digits; {width} are due" for number, length in list(odd.items())[:3]]
        if len(mine) != len(due):
            remarks.append(f"there are too {'few' if len(mine) < len(due) else 'many'} rows: you have {len(mine)}")
        blank = [number for number in wrong if not mine[number - 1]]
        off = [number for number in wrong if mine[number - 1] and number not in odd]
        if len(mine) == len(due):
            remarks += [_named("row", off, "not right")] if off else []
            remarks += [_named("row", blank, "blank")] if blank else []
        return self._share(right, max(len(mine), len(due)), "; ".join(remarks), note)

    def _labelled(self, got: Value, want: dict[Value, Any], note: str) -> Verdict:
        kind = kind_of_cells([one for row in want.values() for one in row])
        if kind is None:
            return Verdict.undecided(f"the reference gave no table of one kind of cells: {show(want)}")
        words = Words.of(self.synonyms)
        found: dict[str, list[Value]] = {}
        for label, cells in labelled(got, list(map(str, want)), words):
            found.setdefault(label, []).extend(cells)
        _few_enough(sum(map(len, found.values())))
        if not any(words(str(label)) in found for label in want):
            names = ", ".join(f"{label if str(label).isprintable() else ascii(label)}: …" for label in want)
            raise Unreadable(f"no labelled row was found; write a line for each: {names}")
        rows = []
        known = Reader.of([one for row in want.values() for one in row], kind, words)
        for label, due in want.items():
            given = replace(known, due=len(due)).entries(_alone(found.get(words(str(label)), [])))
            mine = [cell(one, kind, words) for one in given]
            rows.append((str(label), self._row(mine, [cell(one, kind, words) for one in due], kind)))
        return self._verdict(rows, note)

    def _row(self, mine: list[Cell], due: list[Cell], kind: Kind) -> _Row:
        if self.ignore_order:
            return _unordered(mine, due)
        same = [self._same(a, b) for a, b in zip(mine, due, strict=False)]
        wrong = [number for number, right in enumerate(same, 1) if not right]
        return _Row(sum(same), mine, due, wrong, telling=kind != "flags" and len(set(due)) > 2)

    def _same(self, mine: Cell, due: Cell) -> bool:
        if isinstance(mine, Fraction) and isinstance(due, Fraction):
            return abs(mine - due) <= Fraction(repr(float(self.atol)))
        return type(mine) is type(due) and mine == due

    def _verdict(self, rows: Sequence[tuple[str, _Row]], note: str) -> Verdict:
        right = sum(row.right for _, row in rows)
        total = sum(max(len(row.mine), len(row.due)) for _, row in rows)
        if right == total:
            return Verdict.passed()
        remarks = [f"{label}: {row.remark}" if label else row.remark for label, row in rows if row.remark]
        return self._share(right, total, "; ".join(remarks), note)

    def _share(self, right: int, total: int, finding: str, note: str) -> Verdict:
        if self.partial and right:
            return Verdict.partial(Fraction(right, total), finding, note)
        return Verdict.failed(finding, note)


@dataclass(frozen=True, slots=True)
class _Row:
    """How many cells of a row are right, and which are not (1-based)."""

    right: int
    mine: list[Cell]
    due: list[Cell]
    wrong: list[int]
    telling: bool = False  # whether an entry may be named without telling what is right
    ordered: bool = True

    @property
    def remark(self) -> str:
        """What a student may know about it."""
        said = []
        for number, one in enumerate(self.mine, 1):
            if isinstance(one, Odd):
                said.append(f"entry {number} cannot be read: {show(one.text, 40)}")
        blank = sum(one is None for one in self.mine)
        if blank:
            said.append(f"{blank} {'entry is' if blank == 1 else 'entries are'} blank")
        if len(self.mine) != len(self.due):
            said.append(self._length())
        off = [number for number in self.wrong if not isinstance(self.mine[number - 1], Odd | None)]
        if off and (not self.ordered or len(self.mine) == len(self.due)):
            said.append(self._off(off))
        return "; ".join(said[:4])

    def _length(self) -> str:
        if self.ordered:
            return f"{len(self.due)} entries are due; you have {len(self.mine)}"
        return f"there are too {'few' if len(self.mine) < len(self.due) else 'many'} entries: you have {len(self.mine)}"

    def _off(self, off: list[int]) -> str:
        if self.telling or not self.ordered:
            return _named("entry", off, "not right")
        return f"{len(off)} of {len(self.due)} entries {'is' if len(off) == 1 else 'are'} not right"


def _few_enough(entries: int) -> None:
    if entries > MOST:
        raise Unreadable(f"{entries} entries were given; give those asked for")


def _alone(cells: list[Value]) -> Value:
    """A row that is one text may hold several entries: `a, b, c` in a cell of a Markdown table."""
    return cells[0] if len(cells) == 1 and isinstance(cells[0], str) else cells


def _number(value: Cell) -> Value:
    if not isinstance(value, Fraction):
        return value
    return value.numerator if value.denominator == 1 else float(value)


def _plain(want: Value) -> Value:
    """An expected table in Python's own lists and scalars."""
    if isinstance(want, np.ndarray | np.generic):
        return want.tolist()
    if isinstance(want, dict):
        return {key: _plain(row) for key, row in want.items()}
    return [_plain(item) for item in want] if isinstance(want, list | tuple) else want


def _unordered(mine: list[Cell], due: list[Cell]) -> _Row:
    """Each entry may stand anywhere, but only as often as it is due."""
    left = Counter(due)
    wrong = []
    for number, one in enumerate(mine, 1):
        if one is not None and left[one] > 0:
            left[one] -= 1
        else:
            wrong.append(number)
    return _Row(len(mine) - len(wrong), mine, due, wrong, ordered=False)


def _matching(mine: list[str], due: list[str], *, ignore_order: bool) -> tuple[int, list[int]]:
    """How many rows are right, and the numbers of those that are not."""
    if ignore_order:
        row = _unordered([one or None for one in mine], list(due))
        return row.right, row.wrong
    if len(mine) == len(due):
        wrong = [number for number, (a, b) in enumerate(zip(mine, due, strict=True), 1) if a != b]
        return len(due) - len(wrong), wrong
    blocks = SequenceMatcher(None, mine[:MOST], due, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks), []


def _named(noun: str, numbers: list[int], what: str) -> str:
    """Which rows or entries, in words.

    >>> _named("row", [3], "blank"), _named("row", [3, 5, 8], "not right")
    ('row 3 is blank', 'rows 3, 5 and 8 are not right')
    """
    if len(numbers) == 1:
        return f"{noun} {numbers[0]} is {what}"
    plural = "entries" if noun == "entry" else f"{noun}s"
    shown = [str(number) for number in numbers]
    if len(shown) > 8:
        return f"{len(shown)} {plural} are {what}, the first is {shown[0]}"
    return f"{plural} {', '.join(shown[:-1])} and {shown[-1]} are {what}"
