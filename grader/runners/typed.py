"""Written answers: answers.md (a heading per criterion id), answers.yaml (id: answer), Markdown cells under headings.

A heading names a criterion when it is its id, alone or before a colon, dash or bracket, or in backticks; capitals do
not matter. The answer reaches to the next heading of the same or a higher level. In a notebook it is what stands below
the heading in its cell or, where nothing does, the next Markdown cell.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

from grader.evidence import clean
from grader.model import Observation, Returned, Unreadable
from grader.runners.plain_yaml import Unclear, read

MAX_BYTES = 2**20
SHEETS = ("answers.md", "answers.markdown", "answers.yaml", "answers.yml")

MAX_TITLE = 300  # characters of a heading that are looked at
MAX_OTHERS = 1_000  # headings that are compared with the id of an answer that is missing

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|(?=[`*\w]))(.*)$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_TICKED = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Written:
    """The answers found, and what the student should know about the sheets."""

    found: Mapping[str, Observation]
    notes: tuple[str, ...] = ()
    others: tuple[str, ...] = ()  # headings and keys that name nothing that was asked for


@dataclass(frozen=True, slots=True)
class _Answer:
    criterion: str
    value: Any
    place: str


def answers(
    files: Mapping[str, bytes], markdown: Mapping[str, Sequence[str]], wanted: Sequence[str]
) -> dict[str, Observation]:
    """Criterion id → what was answered; ids that nobody asked for are passed over.

    >>> answers({"answers.md": b"# number\\n661\\n"}, {}, ["number"])
    {'number': Returned(value='661', changed=(), printed='')}
    """
    return dict(look(files, markdown, wanted).found)


def look(files: Mapping[str, bytes], markdown: Mapping[str, Sequence[str]], wanted: Sequence[str]) -> Written:
    """The same, with remarks about sheets that could not be read."""
    ids = {one.lower(): one for one in wanted}
    given: list[_Answer] = []
    notes: list[str] = []
    others: list[str] = []
    for name, data in files.items():
        if wanted and PurePosixPath(name).name.lower() in SHEETS:
            given += _sheet(name, data, ids, notes, others)
    for name, cells in markdown.items():
        given += _cells(name, cells, ids)
        others += [words for cell in cells for _, _, words in _headings(cell) if _named(words, ids) is None]
    found: dict[str, Observation] = {}
    for criterion in wanted:
        own = [answer for answer in given if answer.criterion == criterion]
        if own:
            found[criterion] = _settled(own)
    different = list(dict.fromkeys(clean(words, 100) for words in others))
    return Written(found, tuple(notes), tuple(different[:MAX_OTHERS]))


def _settled(own: Sequence[_Answer]) -> Observation:
    if len({_bare(answer.value) for answer in own}) == 1:
        return Returned(_cleaned(own[0].value))
    places = " and in ".join(list(dict.fromkeys(answer.place for answer in own))[:5])
    return Unreadable("two answers", f"they stand in {places} and differ; keep one")


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value, MAX_BYTES)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(item) for key, item in value.items()}
    return value


def _bare(value: Any) -> str:
    return " ".join(str(value).split())


def _sheet(name: str, data: bytes, ids: Mapping[str, str], notes: list[str], others: list[str]) -> list[_Answer]:
    text, remark = _text(data)
    if remark:
        notes.append(f"{name}: {remark}.")
    if not name.lower().endswith((".yaml", ".yml")):
        text = _marked(text, ids)
        others += [words for _, _, words in _headings(text) if _named(words, ids) is None]
        return [_Answer(one, value, f"{name}, line {line}") for one, value, line in _sections(text, ids) if value]
    try:
        sheet = read(text)
        if sheet is not None and not isinstance(sheet, dict):
            raise Unclear("expected a map, `id: answer` on each line")
    except Unclear as unclear:
        notes.append(f"{name}: {unclear}. None of its answers could be read.")
        return []
    others += [str(key) for key in sheet or {} if str(key).strip().lower() not in ids]
    pairs = [(ids.get(str(key).strip().lower()), value) for key, value in (sheet or {}).items()]
    stripped = [(one, value.strip() if isinstance(value, str) else value) for one, value in pairs]
    return [_Answer(one, value, name) for one, value in stripped if one and value not in (None, "")]


def _text(data: bytes) -> tuple[str, str]:
    """The text of a sheet, and a remark where it is not simply UTF-8."""
    if len(data) > MAX_BYTES:
        return "", f"the sheet is larger than {MAX_BYTES // 2**20} MiB and was not read"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), "the sheet is saved as UTF-16 and was read as such"
    if b"\0" in data:
        return "", "the sheet holds NUL bytes, so it is not text, and was not read; save it as UTF-8 text"
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n"), ""
    except UnicodeError:
        return data.decode("latin-1").replace("\r\n", "\n"), "the sheet is not UTF-8 and was read as Latin-1"


def _cells(name: str, cells: Sequence[str], ids: Mapping[str, str]) -> Iterator[_Answer]:
    cells = [_marked(cell, ids) for cell in cells]
    for number, cell in enumerate(cells):
        for one, value, _ in _sections(cell, ids):
            following = cells[number + 1] if number + 1 < len(cells) else ""
            if not value and not _starts_with_heading(following):
                value = _tidy(following)
            if value:
                yield _Answer(one, value, f"{name}, Markdown cell {number + 1}")


def _starts_with_heading(cell: str) -> bool:
    lines = [line for line in cell.split("\n") if line.strip()]
    return bool(lines and _HEADING.match(lines[0]))


def _sections(text: str, ids: Mapping[str, str]) -> Iterator[tuple[str, str, int]]:
    """(criterion, text, line of the heading) for every heading that names a criterion."""
    headings = [(line, level, _named(title, ids)) for line, level, title in _headings(text)]
    lines = text.split("\n")
    for place, (line, level, one) in enumerate(headings):
        if one is None:
            continue
        following = (headings[later] for later in range(place + 1, len(headings)))
        ends = (at for at, other, named in following if other <= level or named)
        yield one, _tidy("\n".join(lines[line : next(ends, len(lines) + 1) - 1])), line


def _marked(text: str, ids: Mapping[str, str]) -> str:
    """Headings that Markdown underlines, with # in front; only where the words are an id, since --- is a rule, too."""
    written = text.split("\n")
    lines = list(written)
    for at, (title, below) in enumerate(pairwise(written)):
        words = title.strip(" \t`*_")
        underlined = _UNDERLINE.match(below) if words.lower() in ids else None
        if underlined and not (at and written[at - 1].strip()):
            lines[at : at + 2] = [f"{'#' if underlined[1][0] == '=' else '##'} {words}", ""]
    return "\n".join(lines)


def _headings(text: str) -> Iterator[tuple[int, int, str]]:
    """(line, level, words) of the headings that do not stand in a code block; lines count from 1."""
    fence = ""
    for number, line in enumerate(text.split("\n"), 1):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and line.strip() == line.strip()[0] * len(line.strip()) and mark[1].startswith(fence):
            fence = ""
        elif not fence and (heading := _HEADING.match(line)):
            yield number, len(heading[1]), heading[2].rstrip(" \t").rstrip("#").rstrip(" \t")[:MAX_TITLE]


def _named(title: str, ids: Mapping[str, str]) -> str | None:
    for ticked in _TICKED.findall(title):
        if ticked.strip().lower() in ids:
            return ids[ticked.strip().lower()]
    words = re.sub(r"[`*]+|^_+|_+$", "", title).strip()
    for candidate in (words, re.split(r"\s*[:(\[]|\s+[-–—]+(?:\s|$)", words, maxsplit=1)[0]):
        if candidate.strip(" .:").lower() in ids:
            return ids[candidate.strip(" .:").lower()]
    return None


def _tidy(text: str) -> str:
    """An answer without comments, blank edges, or a fence around all of it."""
    text = _without_comments(text).strip()
    lines = text.split("\n")
    mark = _FENCE.match(lines[0])
    if mark and len(lines) > 1 and lines[-1].strip() == mark[1] and not any(_FENCE.match(x) for x in lines[1:-1]):
        text = "\n".join(lines[1:-1]).strip("\n")
    return text


def _without_comments(text: str) -> str:
    """Found from left to right and never twice: as a pattern, openings without an end took minutes."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join([*kept, text[at:]])
