"""What a student reads where a system shows the log: plain text, cleaned, with a head and a paragraph per criterion."""

from __future__ import annotations

from grader.lms import _results
from grader.model import Report, Visibility
from grader.reports._numbers import decimal
from grader.reports._text import one_line
from grader.reports._words import MARKS

CAP = 200_000  # bytes


def text(report: Report, hidden: Visibility) -> str:
    """The whole report as lines."""
    waits = " so far" if _results.waits(report) else ""
    lines = [f"{one_line(report.title)}: {decimal(report.score)} of {decimal(report.points)} points{waits}"]
    lines += [_results.summary(report).plain]
    for row in _results.rows(report, hidden):
        score = "–" if row.score is None else decimal(row.score)
        lines += ["", f"{MARKS[row.status]} {row.name}: {score} of {decimal(row.points)}"]
        if not row.silent:
            lines += [f"  {line}" for line in row.said.plain.splitlines()]
    return _results.capped("\n".join(lines), CAP)
