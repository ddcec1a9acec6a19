"""A report as systems show it: a row per criterion with its points, and what the student may read about it.

Every text is there twice, as Markdown and as plain text, cleaned of whatever could act on a terminal or a page. Where a
row may be read only later, `open` holds what may be read at once: the cases that the assignment shows anyway.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate, pairwise

from grader.model import CriterionReport, PartReport, Report, ShownCase, Status, Visibility
from grader.reports import markdown
from grader.reports._numbers import PLACES, decimal, number, share
from grader.reports._text import clean, one_line, shorten
from grader.reports._words import LEVELS, MARKS, SMALLEST, adjusting, beyond, count, keeps, likeness, waiting

ORDER = (Visibility.VISIBLE, Visibility.AFTER_DUE, Visibility.AFTER_PUBLISHED, Visibility.HIDDEN)  # soonest first
WHEN = {
    Visibility.AFTER_DUE: "What was found is shown after the due date.",
    Visibility.AFTER_PUBLISHED: "What was found is shown when the marks are published.",
    Visibility.HIDDEN: "What was found is not shown.",
}
LONGEST = 600  # characters of one value or sentence
SHOWN_CASES = 3
CAP = 20_000  # bytes of one row's text


@dataclass(frozen=True, slots=True)
class Said:
    """One text, for two kinds of readers."""

    plain: str = ""
    markdown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One criterion; a remark about one is a row without points."""

    id: str
    question: str
    number: str  # "2.1", the first criterion of the second question; "2.1.3", a remark about it
    name: str
    status: Status
    points: Fraction
    score: Fraction | None  # None: it waits for a person, or is a remark
    visibility: Visibility
    full: Said
    open: Said
    silent: bool  # right, and nothing to say about it
    remarks: tuple[Row, ...] = ()  # without points: what may be read sooner than this row

    @property
    def said(self) -> Said:
        """What a system says that shows everything at once."""
        if self.visibility is Visibility.VISIBLE:
            return self.full
        later = WHEN[self.visibility]
        return Said(_joined(self.open.plain, later), _joined(self.open.markdown, markdown.said(later)))


def rows(report: Report, hidden: Visibility = Visibility.VISIBLE) -> tuple[Row, ...]:
    """The criteria in order; what the assignment calls hidden is shown as `hidden` says."""
    return tuple(
        _row(question.id, f"{first}.{second}", criterion, hidden)
        for first, question in enumerate(report.questions, 1)
        for second, criterion in enumerate(question.criteria, 1)
    )


def waits(report: Report) -> str:
    """What is not decided yet, as a sentence; nothing where everything is."""
    open_ = [row for row in report.criteria if row.status is Status.UNDECIDED]
    if not open_:
        return ""
    points = sum((row.points for row in open_), Fraction(0))
    named = ", ".join(one_line(row.id) for row in open_)
    worth = "1 point waits" if points == 1 else f"{decimal(points)} points wait"
    return f"{worth} for a person ({named}); no mark was lost."


def summary(report: Report, *, points: bool = True) -> Said:
    """What is said about a hand-in as a whole: notes, adjustments, what waits, and how the code was held.

    Without `points` it leaves out what tells how many were earned.
    """
    lines = [shorten(one_line(note), LONGEST) for note in report.notes]
    lines += [one_line(line) for line in adjusting(report)] if points else []
    if text := waits(report):
        lines.append(text)
    if report.conditions.versions:  # it ran
        lines.append(f"Your code ran {LEVELS[report.conditions.isolation.level]}.")
    return Said("\n".join(lines), "\n".join(f"- {markdown.said(line)}" for line in lines))


def veiled(report: Report, hidden: Visibility) -> Report:
    """The report without what is for later: points stay, the cases that everybody has, and parts that are visible."""
    questions = tuple(
        replace(question, criteria=tuple(_veiled(row, hidden) for row in question.criteria))
        for question in report.questions
    )
    return replace(report, questions=questions)


def _veiled(criterion: CriterionReport, hidden: Visibility) -> CriterionReport:
    until = strictest(criterion, hidden)
    if until is Visibility.VISIBLE or criterion.status is Status.UNDECIDED:
        return criterion
    now = tuple(part for part in criterion.parts if moment(part.visibility, hidden) is Visibility.VISIBLE)
    rest = PartReport(
        id="later",
        status=criterion.status,
        weight=1 - sum((part.weight for part in now), Fraction(0)),
        passed=0,
        total=0,
        visibility=until,
        finding=WHEN[until],
    )
    return replace(criterion, finding=WHEN[until], mistake=None, parts=(*now, rest))


def strictest(criterion: CriterionReport, hidden: Visibility) -> Visibility:
    """When the last of a criterion's parts may be read: only then may its points be."""
    moments = [moment(part.visibility, hidden) for part in criterion.parts]
    return max([*moments, *([] if moments else [moment(criterion.visibility, hidden)])], key=ORDER.index)


def spread(values: Sequence[Fraction]) -> list[int | float]:
    """Points as numbers whose sum is the rounded sum: where a system adds up, three thirds are a whole.

    >>> spread([Fraction(1, 3)] * 3)
    [0.3333, 0.3334, 0.3333]
    """
    ends = [Fraction(decimal(end, PLACES)) for end in accumulate(values)]
    return [number(end - before) for before, end in pairwise([Fraction(0), *ends])]


def moment(visibility: Visibility, hidden: Visibility) -> Visibility:
    """When something may be read, where `hidden` says what that word means here."""
    return hidden if visibility is Visibility.HIDDEN else visibility


def capped(text: str, limit: int = CAP) -> str:
    """The text in at most `limit` bytes, and how much of it is missing.

    >>> capped("é" * 5, 4)
    'éé\\n[truncated 6 bytes]'
    """
    data = text.encode("utf-8", "replace")
    if len(data) <= limit:
        return text
    kept = data[:limit].decode("utf-8", "ignore")
    return f"{kept}\n[truncated {len(data) - len(kept.encode())} bytes]"


def _row(question: str, number: str, criterion: CriterionReport, hidden: Visibility) -> Row:
    undecided = criterion.status is Status.UNDECIDED
    full = Said(_joined(*_plain(criterion)), _joined(*markdown.criterion(criterion)))
    row = Row(
        id=one_line(criterion.id),
        question=one_line(question),
        number=number,
        name=_name(criterion),
        status=criterion.status,
        points=criterion.points,
        score=None if undecided else criterion.score,
        visibility=strictest(criterion, hidden),
        full=_capped(full),
        open=_capped(_cases(criterion)),
        silent=criterion.status is Status.PASSED and not (criterion.own_result or waiting(criterion.withheld)),
    )
    return row if undecided else replace(row, remarks=tuple(_remarks(row, criterion, hidden)))


def _remarks(row: Row, criterion: CriterionReport, hidden: Visibility) -> Iterator[Row]:
    """The parts that may be read sooner than the whole, and the visible cases, which everybody has anyway."""
    bare = replace(row, points=Fraction(0), score=None, open=Said())
    for place, part in enumerate(criterion.parts, 1):
        shown = moment(part.visibility, hidden)
        if shown is not row.visibility:
            text = _facts(part) + (f"; {shorten(one_line(part.finding), LONGEST)}" if part.finding else "")
            name = f"{row.name}, {one_line(part.id)}"
            said = _capped(Said(text, markdown.said(text)))
            yield replace(
                bare, number=f"{row.number}.{place}", name=name, status=part.status, visibility=shown, full=said
            )
    if criterion.shown and row.visibility is not Visibility.VISIBLE:
        right = sum(case.passed for case in criterion.shown)
        text = f"{right} of {count(len(criterion.shown), 'visible case')} right"
        yield replace(
            bare,
            number=f"{row.number}.{len(criterion.parts) + 1}",
            name=f"{row.name}, visible cases",
            status=Status.PASSED if right == len(criterion.shown) else Status.FAILED,
            visibility=Visibility.VISIBLE,
            full=Said(_joined(text, row.open.plain), _joined(f"- {text}", row.open.markdown)),
        )


def _name(criterion: CriterionReport) -> str:
    return one_line(shorten(f"{criterion.id}: {criterion.title}" if criterion.title else criterion.id, 120))


def _cases(criterion: CriterionReport) -> Said:
    return Said(_joined(*_plain_cases(criterion)), _joined(*markdown.cases(criterion)))


def _plain(criterion: CriterionReport) -> Iterator[str]:
    if criterion.mistake:
        yield likeness(criterion.mistake)
    if criterion.finding:
        yield shorten(clean(criterion.finding), LONGEST)
    if price := keeps(criterion):
        yield price
    if len(criterion.parts) > 1 and criterion.status is not Status.MISSING:
        yield from (_part(part, criterion) for part in criterion.parts)
    yield from _plain_cases(criterion)
    if waits := waiting(criterion.withheld):
        yield waits


def _part(part: PartReport, criterion: CriterionReport) -> str:
    more = beyond(part.finding, criterion.finding)
    finding = f"; {shorten(one_line(more), LONGEST)}" if more else ""
    return f"{one_line(part.id)}: {MARKS[part.status]} {part.status.value}, {_facts(part)}{finding}"


def _facts(part: PartReport) -> str:
    return f"{part.passed} of {count(part.total, 'case')} right, {share(part.weight)} of the points"


def _plain_cases(criterion: CriterionReport) -> Iterator[str]:
    wrong = [case for case in criterion.shown if not case.passed and criterion.status is not Status.MISSING]
    for case in wrong[:SHOWN_CASES]:
        yield from _plain_case(case)
    if len(wrong) > SHOWN_CASES:
        yield f"and {count(len(wrong) - SHOWN_CASES, 'more visible case')}"
    for case in criterion.smallest:
        yield SMALLEST
        yield from _plain_case(case)


def _plain_case(case: ShownCase) -> Iterator[str]:
    got = "you returned" if case.returned else "what happened:"
    yield _value(case.call)
    yield f"  {got} {_value(case.got)}"
    yield f"  expected {_value(case.want)}"


def _value(text: str) -> str:
    return one_line(shorten(text, LONGEST))


def _capped(said: Said) -> Said:
    return Said(capped(said.plain), capped(said.markdown))


def _joined(*lines: str) -> str:
    return "\n".join(line for line in lines if line)
