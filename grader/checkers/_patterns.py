"""Rows of zeros and ones, as typed, printed or returned.

In a text, a row is a word of the right width (`1110010000`), or as many digits in a line with blanks, commas or bars
between them (`[1 1 1 0 0 1 0 0 0 0]`); True and False count as digits. Whatever else stands in the line is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.checkers._tokens import Unreadable
from grader.checkers.exact import kind_of
from grader.model import Value
from grader.showing import show

LONGEST = 200_000  # characters of printed text that are looked through
BETWEEN = r"[ \t,;|]{0,3}"
RUN = re.compile(rf"(?<![\w.-])[01](?:{BETWEEN}[01])*(?![\w.])")
BLANK = frozenset({"", "?", "-", "–", "—", "…", "...", "n/a"})


def expected(want: Value) -> list[str] | None:
    """The rows of an expected table of bits, or None if it is another kind of table.

    >>> expected(["10", "01"]), expected([[1, 0, 0]]), expected([1, 0]), expected(["1", "0"])
    (['10', '01'], ['100'], None, None)
    """
    if not isinstance(want, list) or not want:
        return None
    rows = [_literal(row) for row in want]
    found = [row for row in rows if row is not None]
    same = len(found) == len(rows) and len({len(row) for row in found}) == 1 and len(found[0]) > 1
    return found if same else None


def _literal(row: Value) -> str | None:
    if isinstance(row, str):
        return row if set(row) <= {"0", "1"} else None
    if isinstance(row, list | tuple) and all(type(bit) in (int, float) and bit in (0, 1) for bit in row):
        return "".join(str(int(bit)) for bit in row)
    return None


def rows(got: Value, width: int) -> list[str]:
    """Every row that an answer holds, "" for one left blank; Unreadable with a sentence where there is none."""
    if isinstance(got, np.ndarray):
        got = got.tolist()
    if isinstance(got, str):
        found = _in_text(got, width)
    elif isinstance(got, list | tuple):
        found = [_bits(got)] if _is_row(got, width) else _listed(got, width)
    else:
        raise Unreadable(f"rows of zeros and ones are due; you have {kind_of(got)}")
    if not any(found):
        raise Unreadable(f"no row of {width} zeros and ones was found")
    return found


def _in_text(text: str, width: int) -> list[str]:
    found: list[str] = []
    for line in text[:LONGEST].splitlines():
        plain = re.sub(r"\btrue\b", "1", re.sub(r"\bfalse\b", "0", line, flags=re.I), flags=re.I)
        words = _last_cells(plain, width) or re.findall(rf"(?<![\w.-])[01]{{{width}}}(?![\w.])", plain)
        found += words or [bits for run in RUN.findall(plain) if (bits := _digits(run)) and 2 * len(bits) > width]
    return found


def _last_cells(line: str, width: int) -> list[str]:
    """The row of a Markdown table with a bit in each cell, behind the number of the row.

    >>> _last_cells("| 1 | 1 | 0 | 0 |", 3), _last_cells("| unit | 0 | 1 | 2 |", 3)
    (['100'], [])
    """
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    bits = cells[-width:] if len(cells) > width > 2 else []
    return ["".join(bits)] if bits and all(cell in ("0", "1") for cell in bits) else []


def _digits(run: str) -> str:
    return "".join(c for c in run if c in "01")


def _is_row(items: Sequence[Any], width: int) -> bool:
    """One row alone, given digit by digit."""
    return len(items) == width and all(isinstance(item, int | float) and item in (0, 1) for item in items)


def _bits(items: Sequence[Any]) -> str:
    return "".join(str(int(item)) for item in items)


def _listed(items: Sequence[Any], width: int) -> list[str]:
    found: list[str] = []
    for number, item in enumerate(items, 1):
        if item is None or (isinstance(item, str) and item.strip() in BLANK):
            found.append("")
        elif isinstance(item, str):
            found += _in_text(item, width) or [_refused(number, item)]
        elif isinstance(item, int) and not isinstance(item, bool):
            found.append(_padded(number, item, width))
        elif isinstance(item, list | tuple) and all(isinstance(bit, int | float) and bit in (0, 1) for bit in item):
            found.append(_bits(item))
        else:
            _refused(number, item)
    return found


def _padded(number: int, item: int, width: int) -> str:
    """YAML reads 0110 as the number 110: only zeros in front can be lost, so they are put back."""
    digits = show(item)
    if set(digits) <= {"0", "1"} and len(digits) <= width:
        return digits.zfill(width)
    raise Unreadable(f"row {number} was read as the number {digits}; put every pattern in quotes")


def _refused(number: int, item: Any) -> str:
    raise Unreadable(f"row {number} holds no zeros and ones: {show(item, 60)}")
