"""gradebook.csv and items.csv: a row per hand-in, and a row per hand-in and criterion.

UTF-8 with a byte order mark, because the readers of these files are spreadsheets and Excel takes an unmarked file for
the local code page (in Python, open them with encoding="utf-8-sig"). Lines end as RFC 4180 asks and no cell holds one.
A mark that waits for a person is an empty cell, never a zero. `adjusted` is what lateness cost, so that criteria and
`adjusted` add up to the score. Text that a spreadsheet would compute gets an apostrophe.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import IO, Any

from grader.model import CriterionReport, Report, Status
from grader.reports._files import replacing
from grader.reports._numbers import PLACES, decimal
from grader.reports._text import one_line

GRADEBOOK = ("submission", "submitters", "status", "score", "points", "adjusted")
ITEMS = ("submission", "question", "criterion", "status", "score", "points", "credit", "mistake", "finding")

_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
# A formula begins a cell, or follows a semicolon: where the comma is the decimal sign, Excel splits at semicolons,
# and by then it has lost count of the quotes. The last four are the full-width forms, which East Asian editions read.
_FORMULA = re.compile(r"(^|;)([\s\"']*)(?=[=+\-@＝＋－＠])")


def write_class(reports: Iterable[Report], folder: Path) -> tuple[Path, Path]:
    """Write both files in one pass, in the order of the reports; only one report is held at a time."""
    gradebook, items = folder / "gradebook.csv", folder / "items.csv"
    with replacing(gradebook) as first, replacing(items) as second, _rows(first) as one, _rows(second) as two:
        two.writerow(ITEMS)
        columns: tuple[str, ...] | None = None
        for report in reports:
            if columns is None:
                columns = tuple(criterion.id for criterion in report.criteria)
                one.writerow([*GRADEBOOK, *map(cell, columns)])
            one.writerow(_gradebook(report, columns))
            two.writerows(_items(report))
        if columns is None:
            one.writerow(GRADEBOOK)
    return gradebook, items


def cell(text: str) -> str:
    """Text on one line that no spreadsheet takes for a formula; plain numbers stay numbers.

    >>> cell("=1+1"), cell("-3.5"), cell("you have -3"), cell("a; =b")
    ("'=1+1", '-3.5', 'you have -3', "a;' =b")
    """
    line = one_line(text)
    return line if _NUMBER.fullmatch(line) else _FORMULA.sub(r"\1'\2", line)


def _gradebook(report: Report, columns: tuple[str, ...]) -> list[str]:
    waits = report.status is Status.UNDECIDED
    scores = {criterion.id: _score(criterion) for criterion in report.criteria}
    return [
        cell(report.submission),
        cell("; ".join(report.submitters)),
        report.status.value,
        "" if waits else _number(report.score),
        _number(report.points),
        "" if waits else _number(report.score - report.earned),
        *(scores.get(column, "") for column in columns),
    ]


def _items(report: Report) -> Iterator[list[str]]:
    for question in report.questions:
        for criterion in question.criteria:
            waits = criterion.status is Status.UNDECIDED
            yield [
                cell(report.submission),
                cell(question.id),
                cell(criterion.id),
                criterion.status.value,
                _score(criterion),
                _number(criterion.points),
                "" if waits else _number(criterion.credit),
                cell(criterion.mistake or criterion.cause or ""),
                cell(criterion.finding),
            ]


def _score(criterion: CriterionReport) -> str:
    return "" if criterion.status is Status.UNDECIDED else _number(criterion.score)


def _number(value: Fraction) -> str:
    return decimal(value, PLACES)


class _rows:  # noqa: N801 - reads as the verb it is, in a `with`
    """A CSV writer over a binary file."""

    def __init__(self, file: IO[bytes]) -> None:
        self.text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")

    def __enter__(self) -> Any:
        return csv.writer(self.text, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")

    def __exit__(self, *_: object) -> None:
        self.text.flush()
        self.text.detach()
