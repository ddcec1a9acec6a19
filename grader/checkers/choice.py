"""choice: one of several options, or several of them, by letter, text or value.

What it checks
    `options` are texts by letter ({a: more data, b: L2}), or a list of texts, which then have the letters a, b, c …
    An answer names an option by its letter (`b`, `(B)`, `b) L2`), its text, its value (`1` for `1.00`) or a synonym;
    capitals, blanks and hyphens do not count, nor does a reason behind `because` or `since`; `L2, not L1` is L2. Of a
    formula every sign counts. A letter beside the text of another option is two answers, and two answers are not one.
    If the expected value is a list, exactly these options are due; with `partial` every right one earns its share and
    every wrong one costs one. `feedback` holds a sentence per option, shown to those who chose it wrongly. Truth
    values answer options called yes and no, or true and false.

When to use it
    Multiple choice. For a list of true/false statements use `table`.

In a spec
    expect: {value: b}
    judge: {kind: choice, options: {a: more data, b: L2}, synonyms: {b: [weight decay, ridge]}, feedback: {a: Costly.}}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from grader.checkers._cells import fold, tight
from grader.checkers._options import Option, chosen, spelled
from grader.checkers._tokens import Unreadable
from grader.checkers.exact import kind_of
from grader.model import Value, Verdict
from grader.showing import show

LETTERS = "abcdefghijklmnopqrstuvwxyz"
TRUTH = {True: ("true", "yes"), False: ("false", "no")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    options: Any
    synonyms: Mapping[str, Any] = field(default_factory=dict)
    feedback: Mapping[str, str] = field(default_factory=dict)
    partial: bool = False

    def __post_init__(self) -> None:
        texts = _texts(self.options)
        if len(texts) < 2:
            raise ValueError(f"options needs at least two, by letter or as a list, not {self.options!r}")
        if len({tight(text) for text in texts.values()}) < len(texts):
            raise ValueError("options holds the same text twice")
        names = {fold(name) for pair in texts.items() for name in pair}
        for where, words in (("synonyms", self.synonyms), ("feedback", self.feedback)):
            strange = [name for name in words if fold(str(name)) not in names]
            if strange:
                raise ValueError(f"{where} speaks of {strange[0]!r}, which is none of the options")

    def judge(self, got: Value, want: Value) -> Verdict:
        synonyms = {str(name): _list(words) for name, words in self.synonyms.items()}
        sheet = spelled(_texts(self.options), synonyms, listed=not isinstance(self.options, Mapping))
        note = f"expected {show(want)}, got {show(got)}"
        several = isinstance(want, list | tuple)
        try:
            due = _meant(want, sheet)
        except Unreadable as problem:
            return Verdict.undecided(f"the expected value {show(want)} is none of the options: {problem}")
        if not due or (len(due) > 1 and not several):
            return Verdict.undecided(f"the expected value {show(want)} must be one option, or a list of options")
        try:
            mine = _meant(got, sheet)
        except Unreadable as problem:
            return Verdict.failed(str(problem), note)
        names = ", ".join(option.shown for option in sheet if option.key in mine) or "none"
        if several:
            return self._many(mine, due, names, note)
        if len(mine) != 1:
            return Verdict.failed(f"one option is due; we read {names}", note)
        if mine == due:
            return Verdict.passed()
        return Verdict.failed(self._said(mine[0]) or f"we read {names}, and that is not it", note)

    def _many(self, mine: Sequence[str], due: Sequence[str], names: str, note: str) -> Verdict:
        right, wrong = [key for key in mine if key in due], [key for key in mine if key not in due]
        if not wrong and len(right) == len(due):
            return Verdict.passed()
        remarks = [f"we read {names}, and these are not exactly the right ones"]
        remarks += filter(None, map(self._said, wrong))
        credit = Fraction(max(len(right) - len(wrong), 0), len(due))
        if self.partial and credit:
            return Verdict.partial(credit, "; ".join(remarks), note)
        return Verdict.failed("; ".join(remarks), note)

    def _said(self, key: str) -> str:
        own = {fold(key), fold(_texts(self.options)[key])}
        return next((sentence for name, sentence in self.feedback.items() if fold(str(name)) in own), "")


def _texts(options: Any) -> dict[str, str]:
    """Options by key, whichever way they were written."""
    if isinstance(options, Mapping):
        return {str(key): str(text) for key, text in options.items()}
    listed = options if isinstance(options, list | tuple) else []
    return {LETTERS[i]: str(text) for i, text in enumerate(listed[: len(LETTERS)])}


def _list(words: Any) -> list[str]:
    return [words] if isinstance(words, str) else [str(word) for word in words]


def _meant(value: Value, sheet: Sequence[Option]) -> tuple[str, ...]:
    """The keys that an answer names, each once."""
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, list | tuple):
        named = [key for item in value for key in _meant(item, sheet)]
        return tuple(dict.fromkeys(named))
    if isinstance(value, bool):
        for word in TRUTH[value]:
            if any(fold(word) in {fold(name) for name in (option.key, *option.spellings)} for option in sheet):
                return chosen(word, sheet)
    if isinstance(value, str) or (isinstance(value, int | float) and not isinstance(value, bool)):
        return chosen(value if isinstance(value, str) else show(value), sheet)
    raise Unreadable(f"an option is due; you have {kind_of(value)}")
