"""A report as Markdown, for comments in an LMS, a pull request or a mail.

Whatever a student can write is escaped, so that it makes no link, no picture, no mention and no markup; values stand
in code spans whose fence is longer than any row of backticks in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from grader.model import CriterionReport, PartReport, Report, ShownCase, Status
from grader.reports._files import write_bytes_atomically
from grader.reports._numbers import decimal, share
from grader.reports._text import one_line, shorten
from grader.reports._words import MARKS, SMALLEST, adjusting, beyond, count, keeps, likeness, waiting

LONGEST = 600
SHOWN_CASES = 3
_ACTIVE = re.compile(r"([\\`*_{}\[\]()<>#+\-!|~$&@:])")
# GitHub makes people, issues and links out of these after Markdown is done, so a backslash does not help.
_CALLING = re.compile(r"([@#](?=\w)|\bwww(?=\.))", re.IGNORECASE)
_CODE = re.compile(r"`([^`\n]{1,200})`")


def write(report: Report, folder: Path) -> Path:
    """Write report.md into the hand-in's folder."""
    path = folder / "report.md"
    write_bytes_atomically(path, render(report).encode("utf-8"))
    return path


def render(report: Report) -> str:
    """The report, a table first, then what is not right yet."""
    return "\n".join(_lines(report)) + "\n"


def plain(text: str) -> str:
    """Text on one line in which nothing is markup.

    >>> plain("[x](http://y) <b>")
    '\\\\[x\\\\]\\\\(http\\\\://y\\\\) \\\\<b\\\\>'
    """
    return _escaped(one_line(text))


def code(text: str) -> str:
    """Text on one line as a code span.

    >>> code("a`b")
    '`` a`b ``'
    """
    line = one_line(shorten(text, LONGEST))
    fence = "`" * (1 + max((len(row) for row in re.findall("`+", line)), default=0))
    return f"{fence} {line} {fence}" if "`" in line or not line.strip() else f"{fence}{line}{fence}"


def said(text: str) -> str:
    """A finding: plain text, in which only `code` is set apart."""
    parts = _CODE.split(one_line(shorten(text, LONGEST)))
    return "".join(code(part) if i % 2 else _escaped(part) for i, part in enumerate(parts))


def _escaped(line: str) -> str:
    return _ACTIVE.sub(r"\\\1", _CALLING.sub("\\1\u200b", line))


def _lines(report: Report) -> Iterator[str]:
    waits = any(row.status is Status.UNDECIDED for row in report.criteria)
    points = f"{decimal(report.score)} of {decimal(report.points)} points{' so far' if waits else ''}"
    yield f"## {plain(report.title)}: {points}"
    yield ""
    if report.notes:
        yield from (f"- {said(note)}" for note in report.notes)
        yield ""
    if report.adjustments:
        yield from (f"- {plain(line)}" for line in adjusting(report))
        yield ""
    yield "| criterion | status | points |"
    yield "|---|---|--:|"
    for row in report.criteria:
        score = "–" if row.status is Status.UNDECIDED else decimal(row.score)
        name = plain(f"{row.id} {row.title}")
        yield f"| {name} | {MARKS[row.status]} {row.status.value} | {score} of {decimal(row.points)} |"
    for row in report.criteria:
        if row.status is not Status.PASSED or row.own_result or waiting(row.withheld):
            yield ""
            yield f"**{plain(row.id)}** {MARKS[row.status]} {row.status.value}"
            yield ""
            yield from criterion(row)


def criterion(row: CriterionReport) -> Iterator[str]:
    """What there is to say about one criterion, as the lines of a list."""
    if row.mistake:
        yield f"- {plain(likeness(row.mistake))}"
    if row.finding:
        yield f"- {said(row.finding)}"
    if price := keeps(row):
        yield f"- {price}"
    if len(row.parts) > 1:
        yield from (_part(part, row) for part in row.parts if row.status is not Status.MISSING)
    yield from cases(row)
    if waits := waiting(row.withheld):
        yield f"- {waits}"


def cases(row: CriterionReport) -> Iterator[str]:
    """The visible cases that went wrong, and the smallest that does."""
    wrong = [case for case in row.shown if not case.passed and row.status is not Status.MISSING]
    for case in wrong[:SHOWN_CASES]:
        yield from _case(case)
    if len(wrong) > SHOWN_CASES:
        yield f"- and {count(len(wrong) - SHOWN_CASES, 'more visible case')}"
    for case in row.smallest:
        yield f"- {SMALLEST}"
        yield from _case(case)


def _part(part: PartReport, row: CriterionReport) -> str:
    facts = f"{part.passed} of {count(part.total, 'case')} right, {share(part.weight)} of the points"
    more = beyond(part.finding, row.finding)
    finding = f"; {said(more)}" if more else ""
    return f"- {plain(part.id)}: {MARKS[part.status]} {part.status.value}, {facts}{finding}"


def _case(case: ShownCase) -> Iterator[str]:
    yield f"- {code(case.call)}"
    yield f"  - you returned {code(case.got)}" if case.returned else f"  - what happened: {said(case.got)}"
    yield f"  - expected {code(case.want)}"
