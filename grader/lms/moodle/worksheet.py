"""Moodle's offline grading worksheet: which column is which, in any language, and what stands in it.

Headers and the word before a participant's number are translated by the site, so columns are known by their place and
shape: the identifier comes first, the grade stands before the maximum (or the scale), and the last column of dates is
when the grade was changed. English headers are known by name. What cannot be told is asked for with `--column`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from fractions import Fraction

from grader.errors import RequestError
from grader.lms._csv import Row, Sheet
from grader.lms.moodle.dates import looks_like_a_date, moment

ENGLISH = {
    "identifier": "Identifier",
    "name": "Full name",
    "email": "Email address",
    "idnumber": "ID number",
    "status": "Status",
    "group": "Group",
    "grade": "Grade",
    "maximum": "Maximum Grade",
    "scale": "Scale",
    "submitted": "Last modified (submission)",
    "text": "Online text",
    "modified": "Last modified (grade)",
    "comments": "Feedback comments",
}
NEEDED = ("identifier", "grade", "modified")
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
NOTHING = ("", "-")
NO = frozenset(
    {"no", "nein", "non", "não", "nee", "nej", "nei", "ei", "nie", "ne", "нет", "否", "不", "いいえ", "아니오"}
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: a participant."""

    row: Row
    participant: str
    grade: str  # as it stands there
    modified: str
    submitted: str
    comment: str
    locked: bool = False  # the grade cannot be changed here


@dataclass(frozen=True, slots=True, kw_only=True)
class Worksheet:
    """A worksheet whose columns are known."""

    sheet: Sheet
    columns: Mapping[str, int]
    entries: tuple[Entry, ...]
    word: str  # before the number, "Participant" in English
    maximum: Fraction | None  # None where a scale is used
    items: tuple[str, ...]  # of the scale
    decimal: str  # the site's decimal sign; empty where nothing in the file shows it

    def number(self, text: str) -> Fraction | None:
        """A grade as the site writes it; None where there is none."""
        return None if text in NOTHING else Fraction(text.replace(",", "."))

    def cell(self, entry: Entry, column: str) -> str:
        """What stands in a column of a row; nothing where the file has no such column."""
        return entry.row.cells[self.columns[column]] if column in self.columns else ""

    def when(self, entry: Entry, zone: tzinfo) -> datetime | None:
        """When a row's hand-in was changed last; None where there is none or the language is not known."""
        return moment(entry.submitted, zone)


def understand(sheet: Sheet, named: Mapping[str, str] | None = None) -> Worksheet:
    """The worksheet in a file; RequestError that names the column which cannot be told."""
    columns = _columns(sheet, named or {})
    word = _word(sheet, columns["identifier"])
    entries = tuple(_entry(sheet, row, columns) for row in sheet.rows)
    _refuse_twice(sheet, entries)
    maximum: Fraction | None = None
    items: tuple[str, ...] = ()
    decimal = ""
    if "maximum" in columns:
        maximum, decimal = _maximum(sheet, columns)
    else:
        items = tuple(item.strip() for item in sheet.rows[0].cells[columns["scale"]].split(",")) if sheet.rows else ()
    return Worksheet(
        sheet=sheet,
        columns=columns,
        entries=entries,
        word=word,
        maximum=maximum,
        items=items,
        decimal=decimal,
    )


def _columns(sheet: Sheet, named: Mapping[str, str]) -> dict[str, int]:
    headers = sheet.header.cells
    found = {key: headers.index(name) for key, name in ENGLISH.items() if headers.count(name) == 1}
    for key, name in named.items():
        found[key] = sheet.column(name)
    found.setdefault("identifier", 0)
    if "maximum" not in found and "scale" not in found:
        found |= _maximum_by_shape(sheet, found)
    limit = found.get("maximum", found.get("scale"))
    if limit is not None:
        found.setdefault("grade", limit - 1)
    dated = [column for column in range(len(headers)) if column > found.get("grade", 0) and _dated(sheet, column)]
    if "modified" not in found and len(dated) == 2:
        found["modified"] = dated[1]
    if "submitted" not in found and len(dated) == 2:
        found["submitted"] = dated[0]
    if "modified" in found and "comments" not in found and found["modified"] == len(headers) - 2:
        found["comments"] = len(headers) - 1
    if "text" not in found and "submitted" in found and found.get("modified") == found["submitted"] + 2:
        found["text"] = found["submitted"] + 1
    _refuse_unclear(sheet, found)
    return found


def _maximum_by_shape(sheet: Sheet, found: Mapping[str, int]) -> dict[str, int]:
    """The one column that is the same in every row and has grades before it."""
    options: dict[str, list[int]] = {"maximum": [], "scale": []}
    for column in range(2, len(sheet.header.cells)):
        values = {row.cells[column] for row in sheet.rows}
        before = {row.cells[column - 1] for row in sheet.rows} - set(NOTHING)
        if len(values) != 1 or ("grade" in found and column != found["grade"] + 1):
            continue
        (value,) = values
        if NUMBER.fullmatch(value) and all(NUMBER.fullmatch(cell) for cell in before):
            options["maximum"].append(column)
        elif value.count(",") and before <= {item.strip() for item in value.split(",")}:
            options["scale"].append(column)
    return {
        key: columns[0]
        for key, columns in options.items()
        if len(columns) == 1 and sum(map(len, options.values())) == 1
    }


def _dated(sheet: Sheet, column: int) -> bool:
    cells = {row.cells[column] for row in sheet.rows}
    return bool(cells) and all(cell == "-" or looks_like_a_date(cell) for cell in cells)


def _refuse_unclear(sheet: Sheet, found: Mapping[str, int]) -> None:
    missing = [key for key in NEEDED if key not in found]
    if "maximum" not in found and "scale" not in found:
        missing.append("maximum")
    if missing:
        headers = ", ".join(map(repr, sheet.header.cells))
        raise RequestError(
            f"{sheet.name}: it is not clear which column holds the {' and the '.join(missing)} among {headers}; "
            f"say so with --column {missing[0]}=HEADER"
        )


def _word(sheet: Sheet, column: int) -> str:
    words = set()
    for row in sheet.rows:
        match = re.fullmatch(r"(\D*)(\d+)(\D*)", row.cells[column])
        if match is None:
            raise RequestError(
                f"{sheet.where(row)}: {row.cells[column]!r} stands under {sheet.header.cells[column]!r}, expected a "
                "word and a number such as 'Participant 12'; is this a grading worksheet, as Moodle wrote it?"
            )
        words.add(match[1].strip() or match[3].strip())
    if len(words) > 1:
        raise RequestError(
            f"{sheet.name}: the identifiers begin with {' and '.join(sorted(map(repr, words)))}, expected one word"
        )
    return words.pop() if words else ""


def _entry(sheet: Sheet, row: Row, columns: Mapping[str, int]) -> Entry:
    def cell(key: str) -> str:
        return row.cells[columns[key]] if key in columns else ""

    digits = re.search(r"\d+", cell("identifier"))
    grade = cell("grade")
    if "maximum" in columns and grade not in NOTHING and not NUMBER.fullmatch(grade):
        raise RequestError(f"{sheet.where(row)}: the grade is {grade!r}, expected a number or nothing")
    return Entry(
        row=row,
        participant=str(int(digits[0])) if digits else "",
        grade=grade,
        modified=cell("modified"),
        submitted=cell("submitted"),
        comment=cell("comments"),
        locked=any(row.cells[column].strip().casefold() in NO for column in _between(columns)),
    )


def _between(columns: Mapping[str, int]) -> range:
    """Where it stands whether a grade can be changed: after the maximum, before the dates."""
    limit = columns.get("maximum", columns.get("scale", 0))
    return range(limit + 1, columns.get("submitted", columns["modified"]))


def _refuse_twice(sheet: Sheet, entries: Sequence[Entry]) -> None:
    seen: dict[str, Entry] = {}
    for entry in entries:
        first = seen.setdefault(entry.participant, entry)
        if first is not entry:
            raise RequestError(
                f"{sheet.where(entry.row)}: participant {entry.participant} stands in line {first.row.line} already"
            )


def _maximum(sheet: Sheet, columns: Mapping[str, int]) -> tuple[Fraction | None, str]:
    """The maximum, and the decimal sign that this and the grades are written with."""
    texts = [row.cells[columns["maximum"]] for row in sheet.rows]
    grades = [row.cells[columns["grade"]] for row in sheet.rows]
    signs = {sign for text in (*texts, *grades) for sign in ".," if sign in text}
    if len(signs) > 1:
        raise RequestError(f"{sheet.name}: some grades have a decimal comma and some a point; download the file again")
    values = {Fraction(text.replace(",", ".")) for text in texts if NUMBER.fullmatch(text)}
    if texts and (len(values) != 1 or min(values) <= 0):
        raise RequestError(
            f"{sheet.name}: the maximum grade is {texts[0]!r} in the first row, expected one number above 0"
        )
    return (values.pop() if values else None), (signs.pop() if signs else "")
