"""Labelled rows of a written table: in front or on top, in lines, Markdown, dicts and nested lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from grader.checkers._cells import ENUMERATOR, LONGEST, RULE, Words, lines, rows_of, split_line
from grader.model import Value

MARKS = (re.compile(r"->|[:=|→⇒]"), re.compile(r"\s[–—-]\s"))  # a dash only where nothing else stands behind a label
REMARK = re.compile(r"\s*\(([^()]*)\)")
BEFORE = re.compile(r"^\W*(?:(?:for|against|with|the)\s+)+", re.IGNORECASE)
SHARED = re.compile(r"\s*[;,.]\s*(?=[^;,.:=→⇒|]{1,60}[:=→⇒])")  # before a second label of a line


def labelled(got: Value, labels: Sequence[str], words: Words) -> Iterator[tuple[str, list[Value]]]:
    """The rows of an answer by label: a dict, lines `label: a, b`, a table with the labels in front or on top."""
    due = {words(label) for label in labels}
    if isinstance(got, dict):
        yield from _of_dict(got, due, words)
    elif isinstance(got, str):
        yield from _of_text(got, due, words)
    elif isinstance(got, list | tuple) and all(isinstance(row, dict) for row in got):
        yield from _of_dict(dict(enumerate(got)), due, words)
    else:
        yield from _of_rows(rows_of(got), due, words)


def _of_dict(got: dict[Value, Value], due: set[str], words: Words) -> Iterator[tuple[str, list[Value]]]:
    for key, value in got.items():
        label = named(str(key), due, words)
        if label:
            yield label, _inside(value)
        elif isinstance(value, dict):  # {underfit: {train: high, val: high}, …}: the labels stand inside
            yield from _of_dict(value, due, words)


def _inside(value: Value) -> list[Value]:
    if isinstance(value, str):
        return [part for line in lines(value) for part in line]
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, list | tuple | np.ndarray) else [value]


def _of_rows(rows: Sequence[Sequence[Value]], due: set[str], words: Words) -> Iterator[tuple[str, list[Value]]]:
    top = [named(str(heading), due, words) for heading in rows[0]] if rows else []
    if due <= set(top):
        for at, label in enumerate(top):
            if label:
                yield label, [row[at] if at < len(row) else None for row in rows[1:]]
        return
    for row in rows:
        label = named(str(row[0]), due, words) if row else ""
        if label:
            yield label, list(row[1:])


def _of_text(text: str, due: set[str], words: Words) -> Iterator[tuple[str, list[Value]]]:
    table = [row for row in rows_of(text) if len(row) > 1] if "|" in text else []
    if table and due <= {named(str(heading), due, words) for heading in table[0]}:
        yield from _of_rows(table, due, words)
        return
    current = ""
    for line in (part for whole in text[:100_000].splitlines() for part in _shared(whole[:LONGEST], due, words)):
        label, rest = _label(line, due, words)
        current = label or current
        if current and rest:
            yield current, list(rest)


def _shared(line: str, due: set[str], words: Words) -> list[str]:
    """A line, or its parts where each of them begins with a label of its own."""
    parts = SHARED.split(line) if "|" not in line else [line]
    return parts if len(parts) > 1 and all(_label(part, due, words)[0] for part in parts) else [line]


def _label(line: str, due: set[str], words: Words) -> tuple[str, list[str]]:
    """A line's label, if it begins with one, and its cells."""
    for bare in (line.strip("| \t"), ENUMERATOR.sub("", line.strip()).strip("| ")):  # a label may be a letter itself
        for mark in MARKS:
            marked = mark.search(bare)
            label = named(bare[: marked.start()] if marked else bare, due, words)
            if label:
                tail = bare[marked.end() :].strip() if marked else ""
                return label, split_line(f"|{tail}|" if "|" in line else tail) if tail else []
    return "", [] if RULE.match(line) else split_line(line)


def named(text: str, due: set[str], words: Words) -> str:
    """The label that a text is, with or without a remark in brackets; empty if it is none.

    >>> words = Words.of({"high bias": ["underfitting"]})
    >>> named("Underfitting (high bias)", {"highbias"}, words), named("bias", {"highbias"}, words)
    ('highbias', '')
    """
    bare = BEFORE.sub("", text)
    spellings = [text, bare, REMARK.sub(" ", bare), *REMARK.findall(bare)]
    return next((label for label in map(words, spellings) if label in due), "")
