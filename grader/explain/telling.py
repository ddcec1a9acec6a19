"""The explanation in the terminal, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from grader.explain.gathering import ByHand, CaseLine, Explanation, PartLine
from grader.explain.margins import Margin
from grader.explain.replaying import Replay
from grader.model import PartReport, Status
from grader.reports import terminal
from grader.reports._numbers import decimal, share
from grader.reports._text import clean, one_line
from grader.reports._words import LEVELS, MARKS, count, keeps

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

STAFF = "For staff: this shows hidden cases and what was expected of them."
Row = tuple[int, str, str]  # indent, text, style


def render(told: Explanation, console: Console | None = None, again: Replay | None = None) -> str:
    """Draw it on the console; without one, give it as plain text."""
    return terminal.draw(_drawn(told, again), console)


def _drawn(told: Explanation, again: Replay | None) -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.text import Text

    for indent, text, style in (*rows(told), *(_again(again) if again else ())):
        line = Text(clean(text), style=style, overflow="fold")
        yield Padding(line, (0, 0, 0, indent), expand=False) if text else line


def rows(told: Explanation) -> Iterator[Row]:
    """Line by line, from the mark to what it stands on."""
    yield 0, STAFF, "yellow"
    yield 0, "", ""
    yield from _mark(told)
    yield from _question(told)
    for part in told.parts:
        yield from _part(part, single=len(told.parts) == 1)
    yield from _mistakes(told)
    if told.key_points and told.by_hand is None:
        yield from _key_points(told)
    if told.by_hand is not None:
        yield from _by_hand(told.by_hand)
    yield from _past(told)
    yield from _conditions(told)


def _mark(told: Explanation) -> Iterator[Row]:
    row = told.row
    title = f"  {one_line(row.title)}" if row.title else ""
    yield 0, f"{one_line(told.meant.submission)}, {one_line(told.title)}", "bold"
    yield 0, f"{row.id}{title}", "bold"
    yield 0, f"{verdict(told)}", terminal.STYLES[row.status]
    if told.note:
        yield 0, told.note, "yellow"
    yield 2, reckoning(told), ""
    if row.finding:
        yield 2, f"The student reads: {row.finding}", ""
    if row.own_result:
        yield 2, f"Judged with the student's own result from {row.own_result}; {row.detail}", ""
    if row.cause:
        yield 2, f"Cause found by comparing: {row.cause}", ""
    for line in told.report.adjustments:
        yield 2, f"On the whole hand-in: {one_line(line.sentence)} ({decimal(line.points)} points)", ""


def verdict(told: Explanation) -> str:
    """The mark in a line."""
    row = told.row
    earned = "?" if row.status is Status.UNDECIDED else decimal(row.score)
    return f"{MARKS[row.status]} {row.status.value}: {earned} of {decimal(row.points)} points"


def reckoning(told: Explanation) -> str:
    """How the points come about."""
    row = told.row
    if told.by_hand is not None and told.by_hand.counts:
        return f"A person decided: {share(row.credit)} of {decimal(row.points)} points."
    if row.status is Status.UNDECIDED:
        return "It waits for a person; no mark was lost."
    parts = [f"{part.id} {_earned(part)} of {share(part.weight)}" for part in row.parts]
    told_parts = f"The parts earn {', '.join(parts)}" if len(parts) > 1 else ""
    mistake = f"the mistake {row.mistake} keeps {share(row.credit)} of the points" if keeps(row) else ""
    sentence = "; ".join(filter(None, [told_parts, mistake])) or f"It earns {share(row.credit)} of the points"
    return f"{sentence[0].upper()}{sentence[1:]}."


def _earned(part: PartReport) -> str:
    whole = {Status.PASSED: share(part.weight), Status.PARTIAL: "a share", Status.UNDECIDED: "nothing yet"}
    return whole.get(part.status, "0")


def _question(told: Explanation) -> Iterator[Row]:
    yield 0, "", ""
    yield 0, f"What was asked ({told.criterion.kind}, assignment.yaml line {told.criterion.at[0]})", "bold"
    yield 2, told.question.prompt.strip(), ""
    for convention in told.question.conventions:
        yield 2, f"· {convention}", ""


def _part(part: PartLine, single: bool) -> Iterator[Row]:
    yield 0, "", ""
    right = sum(case.status is Status.PASSED for case in part.cases)
    head = f"{MARKS[part.status]} Part {part.id}: {right} of {count(len(part.cases), 'case')} right"
    worth = "all" if part.weight == 1 else share(part.weight)
    yield 0, f"{head}, {worth} of the points" + (f", needs {part.needs}" if part.needs else ""), "bold"
    yield 2, f"judged by {part.judge}", ""
    if part.worst is not None:
        yield 2, margin(part.worst, "largest error"), ""
    if part.finding and not single:
        yield 2, part.finding, ""
    for case in part.cases:
        yield from _case(case)


def _case(case: CaseLine) -> Iterator[Row]:
    yield 0, "", ""
    yield 2, f"{MARKS[case.status]} {case.id} ({'visible' if case.visible else 'hidden'})", terminal.STYLES[case.status]
    yield 4, case.call, ""
    yield from _value("came back" if case.returned else "what happened", case.got)
    yield from _value(f"expected ({case.source})", case.want)
    if case.margin is not None:
        yield 4, margin(case.margin, "error"), ""
    if case.changed:
        yield 4, f"changed its arguments: {', '.join(case.changed)}", ""
    for text in dict.fromkeys((case.finding, case.detail)):
        if text and text not in (case.got, case.trace):
            yield 4, text, ""
    if case.trace:
        yield 6, case.trace.rstrip(), "dim"


def _value(name: str, text: str) -> Iterator[Row]:
    """On the same line, or below it where a text has several."""
    if "\n" in text.strip():
        yield 4, f"{name}:", ""
        yield 6, text.strip(), ""
    else:
        yield 4, f"{name}: {text.strip()}", ""


def margin(found: Margin, name: str) -> str:
    """An error against what was allowed for it.

    >>> margin(Margin(error=2e-7, allowed=1e-5, at="[0, 1]"), "error")
    'error 2.00e-07 at [0, 1], allowed 1.00e-05: 0.02 of it'
    """
    at = f" at {found.at}" if found.at else ""
    if found.error == 0:
        return f"{name} 0, allowed {found.allowed:.2e}"
    return f"{name} {found.error:.2e}{at}, allowed {found.allowed:.2e}: {found.share:.3g} of it"


def _mistakes(told: Explanation) -> Iterator[Row]:
    if not told.mistakes:
        return
    yield 0, "", ""
    yield 0, "Known mistakes", "bold"
    for one in told.mistakes:
        price = "the parts decide" if one.credit is None else f"keeps {share(one.credit)}"
        yield 2, f"{'→' if one.claimed else '·'} {one.id} ({price}): {one.why}", "bold" if one.claimed else ""


def _key_points(told: Explanation) -> Iterator[Row]:
    """What a person looks for, where nobody has looked yet."""
    yield 0, "", ""
    yield 0, "Key points, for a person to decide", "bold"
    for say, worth in told.key_points:
        yield 2, f"· {say} ({share(worth)})", ""


def _by_hand(found: ByHand) -> Iterator[Row]:
    mark = found.mark
    yield 0, "", ""
    yield 0, f"Marked by {mark.by or 'a person'}" + (f" on {mark.when}" if mark.when else ""), "bold"
    if not found.counts:
        yield 2, "It was given to another answer, or by key points that are gone, and does not count.", "yellow"
    if mark.credit is not None:
        yield 2, f"a share of {share(mark.credit)}, given outright", ""
    for say, met in found.points:
        yield 2, f"[{'x' if met else ' '}] {say}", ""
    if mark.fatal:
        yield 2, "a fatal error: the answer earns nothing", ""
    if mark.comment:
        yield 2, f"“{mark.comment}”", ""


def _past(told: Explanation) -> Iterator[Row]:
    if not told.past:
        return
    yield 0, "", ""
    yield 0, "What this mark was", "bold"
    for entry in told.past:
        yield 2, past(entry), ""


def past(entry: Mapping[str, Any]) -> str:
    """One mark of the history."""
    mark = entry["mark"]
    if mark is None:
        told = "no such criterion"
    else:
        mistake = f" ({mark['mistake']})" if "mistake" in mark else ""
        by = f", decided by {mark['by']}" if "by" in mark else ""
        told = (
            f"{decimal(Fraction(mark['score']))} of {decimal(Fraction(mark['points']))} {mark['status']}{mistake}{by}"
        )
    why = "; ".join([*(entry["why"] or ()), *([f"reason given: {entry['because']}"] if entry["because"] else [])])
    return f"{entry['when']}  {told}, {entry['how']} by {entry['by']}" + (f": {why}" if why else "")


def _conditions(told: Explanation) -> Iterator[Row]:
    yield 0, "", ""
    yield 0, "Under which conditions", "bold"
    for name, text in conditions(told):
        yield 2, f"{name}: {text}", ""


def conditions(told: Explanation) -> Iterator[tuple[str, str]]:
    """What surrounded the run and the judging, in pairs."""
    found = told.evidence.conditions
    ran = f"ran {LEVELS[found.isolation.level]}" if found.versions else "nothing ran"
    yield "code", ran
    yield "versions", ", ".join(f"{name} {version}" for name, version in sorted(found.versions.items())) or "none"
    yield "seed", str(found.seed)
    yield "limits", ", ".join(f"{name} {value:g}" for name, value in told.limits.items())
    for name, digest in sorted(told.evidence.files.items()):
        yield f"file {one_line(name)}", f"sha256 {digest}"
    yield "assignment", f"sha256 {told.report.digest}" + (f", version {told.version}" if told.version else "")
    yield "reference/", f"sha256 {told.reference}"
    yield "evidence", str(told.meant.folder / "evidence" / "evidence.json")
    for note in told.evidence.notes:
        yield "note", one_line(note)
    if told.evidence.broken:
        yield "the grader failed", told.evidence.broken


def _again(found: Replay) -> Iterator[Row]:
    yield 0, "", ""
    yield 0, "Run again just now", "bold"
    for change in (*found.files, *found.versions):
        yield 2, f"not as it was: {change}", "yellow"
    if found.whole:
        yield 2, "put alone it answered otherwise, so everything was put as in grading", ""
    for one in found.cases:
        told = "as before" if one.same else f"DIFFERS: {one.now}"
        yield 2, f"{'✓' if one.same else '✗'} {one.case}: {told}", "" if one.same else "red"
