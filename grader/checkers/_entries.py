"""Which entries a written list holds: the answer is laid out in every way that people use, and the best reading counts.

A reading is better if it has as many entries as are due, and if more of them are words that the question knows: those
expected, their synonyms, truth values. It never matters which of these words would be right.

    readings    one after the other; a line for each; by their numbers; a row or a column of a table
    an entry    is read without a remark in brackets, a reason, a label in front, percentages, and words such as "the"
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from grader.checkers._cells import LONGEST, MOST, RULE, Cell, Kind, Odd, Words, cell, flat, fold, rows_of, spread
from grader.model import Value

INTRODUCTION = re.compile(
    r"\A\W*(?:my\s+)?(?:answers?|solutions?|order|ranking|antworten|antwort)\s*[:=\n]\s*", re.IGNORECASE
)
REASON = re.compile(r"[,;:.]?\s*\b(?:because|since|as|weil|da|denn)\b|[,;:.(]|\s+[–—-](?=\s)", re.IGNORECASE)
REMARK = re.compile(r"\s*\([^()]*\)")
DOUBT = re.compile(
    r"\(\s*(?:or|not|no|maybe|perhaps|less|fewer|weaker|without|remove|reduce|instead|oder|nicht|weniger)\b|\?",
    re.IGNORECASE,
)
DENIED = re.compile(r"[:=]\s*(?:no|not|never|false|wrong|nein|falsch)\b|[✗✘❌]", re.IGNORECASE)  # more data: no
RANKED = re.compile(r"(.*\S)(?:\s+|\s*[:=(#]\s*)(\d{1,2})[.)]?")
LABEL = re.compile(r"\s*(?:[:=→⇒]|->|(?<=\s)[–—-](?=\s))\s*")
NUMBERED = re.compile(r"\W*(\d{1,2})\s*(?:[.):=→]|->|-)+\s*(\S.*)")
BARE_NUMBERED = re.compile(r"\W*(\d{1,2})\s*[.):=→>-]*\s*(\S.*)")
QUANTITY = re.compile(r"\(?[\d.,/]*\d[\d.,/]*(?:\s*%)?\)?|%")
FILLERS = """
the a an is it its this that of then model models case net network statement method methods error errors answer line row
one last first second third fourth fifth sixth seventh 1st 2nd 3rd 4th 5th 6th 7th
"""
ABOUT = frozenset(FILLERS.split())
WORDY = 200  # characters beyond which an entry is an essay


@dataclass(frozen=True, slots=True)
class Reader:
    """What the entries of one list may say."""

    kind: Kind
    words: Words
    vocabulary: frozenset[str]
    due: int

    @classmethod
    def of(cls, due: Sequence[Value], kind: Kind, words: Words) -> Reader:
        known = {*words.synonyms.values(), *(words(one) for one in due if isinstance(one, str))}
        return cls(kind, words, frozenset(known), len(due))

    def known(self, value: Value) -> Cell:
        """The entry as it is compared, if the question knows it; None otherwise."""
        one = cell(value, self.kind, self.words)
        if self.kind == "words":
            return one if one in self.vocabulary else None
        return None if isinstance(one, Odd) else one

    def entries(self, got: Value) -> list[Value]:
        """The entries of an answer, one after the other, as the best reading has them."""
        got = INTRODUCTION.sub("", got, count=1) if isinstance(got, str) else got
        plain = spread(flat(got, self.kind), self.due)
        if self.kind == "numbers" or len(plain) > 100 + 10 * self.due:  # no layout has so much around its entries
            return plain
        reduced = cache(self.reduced)
        readings = [
            [reduced(one) if isinstance(one, str) else one for one in reading] for reading in self._readings(got, plain)
        ]
        best = max(readings, key=self._fit)
        return best if self._fit(best)[0] else [reduced(one) if isinstance(one, str) else one for one in plain]

    def _fit(self, reading: Sequence[Value]) -> tuple[bool, int]:
        return len(reading) == self.due, sum(self.known(one) is not None for one in reading)

    def _readings(self, got: Value, plain: list[Value]) -> Iterator[list[Value]]:
        """Of readings that are as good the first counts: numbers in front of the entries decide about their order."""
        numbered = self._by_number(got) if isinstance(got, str) else None
        if numbered is not None:
            yield numbered
        yield from self._by_rank(got, plain)
        yield plain
        if isinstance(got, str) and "(" in got and not DOUBT.search(got):
            yield spread(flat(REMARK.sub(self._unsaid, got), self.kind), self.due)
        yield [one for one in plain if not (isinstance(one, str) and QUANTITY.fullmatch(one.strip()))]
        sums = [
            part for one in plain for part in (re.split(r"(?<=\s)\+(?=\s)", one) if isinstance(one, str) else [one])
        ]
        if all(isinstance(part, str) and self.known(self.reduced(part)) is not None for part in sums):
            yield sums
        rows = rows_of(got)
        yield from self._rows(rows)
        if rows and self._silent(rows[0]):  # a heading
            yield from self._rows(rows[1:])

    def _rows(self, rows: Sequence[Sequence[Value]]) -> Iterator[list[Value]]:
        """An entry in each row, or all of them in the only row that says anything."""
        counted = rows and all(row and fold(str(row[0])) == str(n) for n, row in enumerate(rows, 1))
        bare = [row[1:] for row in rows] if counted else rows
        if len(bare) == self.due > 1:
            yield [self._said(row) for row in bare]
        telling = [row for row in rows[:MOST] if not self._silent(row)]
        if len(telling) == 1 < len(rows):
            yield list(telling[0])
            if self._silent(telling[0][:1]):  # the label of a row
                yield list(telling[0][1:])

    def _silent(self, row: Sequence[Value]) -> bool:
        """Whether a row says nothing that the question knows, but for the numbers 1, 2, 3 of a heading."""
        digits = [str(one).strip() for one in row if str(one).strip().isdigit()]
        counted = digits == [str(n) for n in range(1, len(digits) + 1)]
        return all(self.known(one) is None or (counted and str(one).strip() in digits) for one in row)

    def _unsaid(self, remark: re.Match[str]) -> str:
        """A remark of several words, if none of them is an entry of its own."""
        pieces = re.split("[,;]", remark[0].strip(" ()"))
        return " " if all(self.known(_without_fillers(one)) is None for one in pieces) else remark[0]

    def _said(self, row: Sequence[Value]) -> Value:
        """What a row says: its only word that the question knows, or all of it."""
        found = {self.known(self.reduced(one) if isinstance(one, str) else one): one for one in row}
        found.pop(None, None)
        return next(iter(found.values())) if len(found) == 1 else ", ".join(map(str, row))

    def _by_number(self, text: str) -> list[Value] | None:
        """Entries at the place of their numbers, where each has one; those left out are blank."""
        pieces = [line[:LONGEST] for line in text.splitlines() if line.strip() and not RULE.match(line)]
        if len(pieces) == 1:
            pieces = re.split(r"[,;]\s*|\s+(?=\(?\d{1,2}\s*[.):=-])", pieces[0].strip())
        pattern = BARE_NUMBERED if self.kind == "flags" else NUMBERED
        matches = [pattern.fullmatch(piece.strip()) for piece in pieces]
        found: Mapping[int, str] = {int(match[1]): match[2] for match in matches if match}
        if len(found) < len(pieces) or not 1 < len(found) <= self.due or not all(1 <= n <= self.due for n in found):
            return None
        return [found.get(number) for number in range(1, self.due + 1)]

    def _by_rank(self, got: Value, plain: Sequence[Value]) -> Iterator[list[Value]]:
        """Words with their places behind them, `L2: 2` or `L2 (2)`, in the order of the places."""
        if self.kind != "words":
            return
        rows = [" ".join(map(str, row)) for row in rows_of(got)]
        typed = re.split("[,;\n]", got[:LONGEST]) if isinstance(got, str) else []
        for given in (plain, rows, rows[1:], typed):
            matches = [RANKED.fullmatch(one.strip()[:WORDY]) for one in given if isinstance(one, str)]
            ranks = {int(match[2]): match[1] for match in matches if match}
            if len(given) == self.due > 1 and sorted(ranks) == list(range(1, self.due + 1)):
                yield [ranks[place] for place in sorted(ranks)]

    def reduced(self, text: str) -> str:
        """An entry without what stands around it, if something that the question knows is left."""
        if len(text) > WORDY or self.known(text) is not None or DOUBT.search(text):
            return text
        if self.kind == "words" and DENIED.search(text):
            return text
        return next((part for part in self._parts(text) if self._meant(part, text)), text)

    def _parts(self, text: str) -> Iterator[str]:
        bare = text.replace("*", "").replace("_", " ").strip()
        outer = REMARK.sub(" ", bare)
        for part in (bare, outer):
            yield part
            yield _without_fillers(part)
            yield from (_without_fillers(piece) for piece in LABEL.split(part, maxsplit=3))
        yield _without_fillers(REASON.split(outer, maxsplit=1)[0])

    def _meant(self, part: str, text: str) -> bool:
        """Whether this part is an entry, and nothing beside it is another one."""
        mine = self.known(part)
        beside = (self.known(_without_fillers(other)) for other in re.split(r"[:=→⇒(),;]|->", text))
        return mine is not None and all(other in (None, mine) for other in beside)


def _without_fillers(text: str) -> str:
    """A text without quantities and words at its ends that say nothing.

    >>> _without_fillers("The model is good, 95 %.")
    'good'
    """
    words = text.strip(" .,;:!").split()
    while words and (QUANTITY.fullmatch(words[0]) or words[0].casefold() in ABOUT):
        words = words[1:]
    while words and (QUANTITY.fullmatch(words[-1]) or words[-1].casefold() in ABOUT):
        words = words[:-1]
    return " ".join(words).strip(".,;:!")
