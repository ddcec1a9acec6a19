"""A report in the terminal: readable in 80 columns, in words as well as in colours.

`render(report)` and `summary(rows)` give plain text, the same every time; with a console they draw on it instead and
colours follow its terminal (none where NO_COLOR is set or the output is a file). What students write is never markup.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from grader.model import CriterionReport, PartReport, QuestionReport, Report, ShownCase, Status
from grader.reports._numbers import decimal, share
from grader.reports._text import clean, one_line, shorten
from grader.reports._words import MARKS, SMALLEST, adjusting, beyond, count, keeps, likeness, ran, waiting, why

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

WIDTH = 80
SHOWN_CASES = 3  # wrong visible cases drawn per criterion; the page has them all
LONGEST_ID = 28  # columns of a summary
LONGEST = 1200  # characters of one finding
PLAINER = str.maketrans("✓✗○–−─·…", "+xo---.~")
STYLES = {
    Status.PASSED: "green",
    Status.PARTIAL: "yellow",
    Status.FAILED: "red",
    Status.MISSING: "magenta",
    Status.UNDECIDED: "cyan",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a batch: small enough to keep ten thousand of them."""

    id: str
    score: Fraction
    points: Fraction
    status: Status
    why: str = ""


def row(report: Report) -> Row:
    """A hand-in's line in the summary."""
    return Row(
        id=report.submission,
        score=report.score,
        points=report.points,
        status=report.status,
        why=shorten(one_line(why(report)), 120).replace("\n", " "),
    )


def render(report: Report, console: Console | None = None, marks: bool = True) -> str:
    """Draw a student's report on the console; without one, give it as plain text.

    Without `marks` it says what each criterion is worth and not what was earned, as befits a check of visible cases.
    """
    return draw(_report(report, marks), console)


def summary(rows: Iterable[Row], console: Console | None = None, title: str = "") -> str:
    """Draw a batch, one line per hand-in and a line of totals; without a console, give it as plain text."""
    return draw(_summary(tuple(rows), title), console)


def draw(parts: Iterable[RenderableType], console: Console | None) -> str:
    """Draw these on a console, as far as its encoding goes; without one, give them as plain text."""
    from rich.console import Console  # 40 ms, so only when something is drawn

    if console is not None and console.encoding.startswith("utf"):
        for part in parts:
            console.print(part)
        return ""
    target = console or Console(file=io.StringIO(), width=WIDTH, color_system=None, force_terminal=False, _environ={})
    with target.capture() as captured:
        for part in parts:
            target.print(part)
    if console is not None:
        console.file.write(_writable(captured.get(), console.encoding))
        return ""
    return "\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n"


def _writable(text: str, encoding: str) -> str:
    """The text as a file of this encoding takes it; a terminal of old must not end a batch."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(PLAINER).encode(encoding, "backslashreplace").decode(encoding)
    return text


def _report(report: Report, marks: bool) -> Iterator[RenderableType]:
    points = f"{decimal(report.score)} of {decimal(report.points)} points" if marks else "visible cases only"
    who = ", ".join(map(one_line, report.submitters))
    yield _row(_text(one_line(report.title), "bold"), _text(points, "bold"))
    whole = _status(report.status) if report.criteria else _text("nothing to judge", "dim")
    yield _row(_text(one_line(report.submission) + (f" ({who})" if who else "")), whole)
    if waits := sum(criterion.status is Status.UNDECIDED for criterion in report.criteria):
        yield _text(f"{count(waits, 'criterion waits', 'criteria wait')} for a person; no mark was lost.", "cyan")
    for note in report.notes:
        yield _indented(_said(f"! {note}", "yellow"), 2)
    if marks:
        yield from (_indented(_said(line, "yellow"), 2) for line in adjusting(report))
    for question in report.questions:
        yield from _question(question, marks)
    yield _text("")
    yield _text(_conditions(report), "dim")


def _question(question: QuestionReport, marks: bool) -> Iterator[RenderableType]:
    yield _text("")
    yield _row(_text(one_line(question.title or question.id), "bold"), _worth(question, marks))
    for criterion in question.criteria:
        yield from _criterion(criterion, marks)


def _worth(row: QuestionReport | CriterionReport, marks: bool) -> Text:
    earned = f"{decimal(row.score)} of " if marks else "worth "
    return _text(f"{earned}{decimal(row.points)}")


def _criterion(criterion: CriterionReport, marks: bool) -> Iterator[RenderableType]:
    name = _text("  ") + _status(criterion.status, pad=True) + _text(f"  {one_line(criterion.id)}", "bold")
    if criterion.title:
        name += _text(f"  {one_line(criterion.title)}")
    yield _row(name, _worth(criterion, marks))
    if criterion.mistake:
        yield _indented(_text(likeness(criterion.mistake)), 6)
    if criterion.finding:
        yield _indented(_said(criterion.finding), 6)
    if price := keeps(criterion):
        yield _indented(_text(price), 6)
    if criterion.status not in (Status.PASSED, Status.MISSING):
        if len(criterion.parts) > 1:
            yield _indented(_parts(criterion), 6)
        yield from _cases([case for case in criterion.shown if not case.passed], criterion.finding)
        if criterion.smallest:
            yield _indented(_text(SMALLEST), 6)
            yield from _cases(criterion.smallest, "")
    if waits := waiting(criterion.withheld):
        yield _indented(_text(waits, "dim"), 6)


def _parts(criterion: CriterionReport) -> Table:
    from rich.table import Table

    table = Table.grid(padding=(0, 2), pad_edge=False)
    for part in criterion.parts:
        said = [_part_cases(part), clean(beyond(part.finding, criterion.finding))]
        table.add_row(_text(one_line(part.id)), _status(part.status), _text("; ".join(filter(None, said))))
    return table


def _part_cases(part: PartReport) -> str:
    return f"{part.passed} of {count(part.total, 'case')} right, {share(part.weight)} of the points"


def _cases(wrong: Sequence[ShownCase], said: str) -> Iterator[RenderableType]:
    from rich.table import Table

    for case in wrong[:SHOWN_CASES]:
        yield _indented(_said(case.call, "bold"), 6)
        table = Table.grid(padding=(0, 2), pad_edge=False)
        if case.got != said:
            table.add_row(_text("you returned" if case.returned else "what happened"), _said(case.got))
        table.add_row(_text("expected"), _said(case.want))
        yield _indented(table, 8)
    if len(wrong) > SHOWN_CASES:
        yield _indented(_text(f"and {count(len(wrong) - SHOWN_CASES, 'more visible case')}"), 6)


def _conditions(report: Report) -> str:
    conditions = report.conditions
    versions = ", ".join(
        f"{one_line(name)} {one_line(version)}" for name, version in sorted(conditions.versions.items())
    )
    return f"Your code {ran(conditions)}; {versions + '; ' if versions else ''}seed {conditions.seed}."


def _summary(rows: Sequence[Row], title: str) -> Iterator[RenderableType]:
    from rich import box
    from rich.table import Table

    if title:
        yield _text(one_line(title), "bold")
    scores = ["–" if row.status is Status.UNDECIDED else decimal(row.score) for row in rows]
    points = [f"{score} / {decimal(row.points)}" for score, row in zip(scores, rows, strict=True)]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=True)
    longest = min(LONGEST_ID, max((len(row.id) for row in rows), default=0))
    table.add_column("hand-in", overflow="ellipsis", no_wrap=True, width=max(longest, len("hand-in")))
    table.add_column("points", justify="right", no_wrap=True, min_width=max(map(len, ["points", *points])))
    table.add_column("status", no_wrap=True, min_width=len("? undecided"))
    table.add_column("why", overflow="ellipsis", no_wrap=True, ratio=1)
    for row, text in zip(rows, points, strict=True):
        table.add_row(_short(row.id), _text(text), _status(row.status), _short(row.why))
    yield table
    yield _text(_totals(rows))


def _totals(rows: Sequence[Row]) -> str:
    found = Counter(row.status for row in rows)
    statuses = ", ".join(f"{found[status]} {status.value}" for status in Status if found[status])
    marked = [row.score / row.points for row in rows if row.points and row.status is not Status.UNDECIDED]
    whose = "of the points" if len(marked) == len(rows) else f"in {len(marked)} marked"
    mean = f"; mean {decimal(100 * sum(marked, Fraction(0)) / len(marked), 0)} % {whose}" if marked else ""
    return f"{count(len(rows), 'hand-in')}{': ' if rows else ''}{statuses}{mean}"


def _status(status: Status, pad: bool = False) -> Text:
    return _text(f"{MARKS[status]} {status.value:{9 if pad else 0}}", STYLES[status])


def _said(text: str, style: str = "") -> Text:
    return _text(shorten(clean(text), LONGEST), style)


def _text(text: str, style: str = "") -> Text:
    """A Text, which rich does not read as markup; words longer than the line are folded."""
    from rich.text import Text

    return Text(text, style=style, overflow="fold")


def _short(text: str) -> Text:
    from rich.text import Text

    return Text(one_line(text), overflow="ellipsis", no_wrap=True)


def _indented(what: RenderableType, columns: int) -> RenderableType:
    from rich.padding import Padding

    return Padding(what, (0, 0, 0, columns))


def _row(left: Text, right: Text) -> Table:
    """Two texts at the two edges."""
    from rich.table import Table

    table = Table.grid(expand=True, padding=(0, 2), pad_edge=False)
    table.add_column(ratio=1)
    table.add_column(justify="right", no_wrap=True)
    table.add_row(left, right)
    return table
