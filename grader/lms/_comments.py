"""A report in a few lines, for the comment that a site shows beside the grade."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from grader.model import Report, Status
from grader.reports._numbers import decimal
from grader.reports._text import clean, one_line, shorten
from grader.reports._words import adjusting, likeness

OURS = "Graded by homework-grader"  # every comment of ours begins with it
LONGEST = 4000
LONGEST_LINE = 400


def plain(report: Report) -> str:
    """As text, a line for everything that is not right."""
    return shorten("\n".join(_lines(report)), LONGEST)


def html(report: Report) -> str:
    """As HTML in which nothing that a student wrote is markup."""
    first, *others = _lines(report)
    said = "".join(f"<li>{escape(line.removeprefix('- '))}</li>" for line in others)
    return f"{escape(first)}{f'<ul>{said}</ul>' if said else ''}"


def _lines(report: Report) -> Iterator[str]:
    yield f"{OURS}: {decimal(report.score)} of {decimal(report.points)} points."
    yield from (f"- {clean(line)}" for line in adjusting(report))
    for row in report.criteria:
        if row.status is not Status.PASSED:
            found = " ".join(filter(None, [likeness(row.mistake) if row.mistake else "", row.finding]))
            said = f"- {row.id}: {decimal(row.score)} of {decimal(row.points)}. {found}"
            yield one_line(said[:LONGEST_LINE])
