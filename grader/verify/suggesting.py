"""Writes a case into an assignment.yaml: one line at the end of one list of cases, everything else as it was.

At the end, because every draw is seeded by its place in the list: a case before it would move the others. The new text
is read again before it is written, and must say the same but for that one case.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader import spec
from grader.errors import GraderError, SpecError
from grader.model import Assignment, Criterion
from grader.reports._files import write_bytes_atomically
from grader.spec.compose import Map, Seq, read
from grader.verify.keeping import content


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A case to add: as an item of `cases:` of a part, or of the criterion where no part is named."""

    criterion: str
    part: str | None
    case: str


class Unplaced(GraderError):
    """A case for which no place is found; nothing was written."""


def add(path: Path, suggestions: Sequence[Suggestion]) -> str:
    """Write the cases into the file; the difference, as a unified diff. Raises Unplaced and leaves the file alone."""
    before = path.read_text("utf-8")
    text = before
    for suggestion in suggestions:
        text = _with_case(text, str(path), suggestion)
    if text != before:
        write_bytes_atomically(path, text.encode())
    lines = (before.splitlines(keepends=True), text.splitlines(keepends=True))
    return "".join(difflib.unified_diff(*lines, path.name, f"{path.name}, with the suggested cases", n=2))


def _with_case(text: str, file: str, suggestion: Suggestion) -> str:
    cases = _list(read(text.encode(), file), suggestion)
    if cases is None:
        raise Unplaced(f"{file}: {_place(suggestion)} has no list `cases:` to add {suggestion.case} to")
    lines = text.splitlines(keepends=True)
    if lines[cases.at[0] - 1][cases.at[1] - 1] == "[":
        changed = _in_brackets(lines, cases, suggestion.case)
    else:
        changed = _on_its_own(lines, cases.items_at[-1][0] - 1, suggestion.case)
    made = "".join(changed)
    _check(text, made, file, suggestion)
    return made


def _place(suggestion: Suggestion) -> str:
    return f"criterion {suggestion.criterion!r}" + (f", part {suggestion.part!r}," if suggestion.part else "")


def _list(document: Map, suggestion: Suggestion) -> Seq | None:
    for question in document["questions"]:
        for criterion in question["criteria"]:
            if criterion["id"] == suggestion.criterion:
                holder = criterion["parts"][suggestion.part] if suggestion.part else criterion
                cases = holder.get("cases")
                return cases if isinstance(cases, Seq) and cases else None
    return None


def _on_its_own(lines: list[str], last: int, case: str) -> list[str]:
    """After the last item, which goes on as long as lines stand further in than its dash."""
    dash = len(lines[last]) - len(lines[last].lstrip(" "))
    end = last + 1
    while end < len(lines) and lines[end].strip() and len(lines[end]) - len(lines[end].lstrip(" ")) > dash:
        end += 1
    if not lines[end - 1].endswith("\n"):
        lines = [*lines[: end - 1], lines[end - 1] + "\n", *lines[end:]]
    return [*lines[:end], f"{' ' * dash}- {case}\n", *lines[end:]]


def _in_brackets(lines: list[str], cases: Seq, case: str) -> list[str]:
    """Before the bracket that closes the list."""
    row, column = cases.at[0] - 1, cases.at[1] - 1
    depth, quote = 0, ""
    while row < len(lines):
        for at in range(column, len(lines[row])):
            sign = lines[row][at]
            if quote or sign in "\"'":
                quote = sign if not quote else "" if sign == quote else quote
                continue
            depth += (sign in "[{") - (sign in "]}")
            if depth == 0 and sign == "]":
                return [*lines[:row], f"{lines[row][:at]}, {case}{lines[row][at:]}", *lines[row + 1 :]]
        row, column = row + 1, 0
    return lines


def _check(before: str, after: str, file: str, suggestion: Suggestion) -> None:
    """Only the one case was added, or nothing is written."""
    try:
        old, new = spec.parse(before.encode(), file), spec.parse(after.encode(), file)
    except SpecError as error:
        raise Unplaced(f"{file}: {suggestion.case} could not be added to {_place(suggestion)}: {error}") from None
    if _told(_without_last(new, suggestion)) != _told(old):
        raise Unplaced(f"{file}: {suggestion.case} could not be added to {_place(suggestion)} by itself; do it by hand")


def _without_last(assignment: Assignment, suggestion: Suggestion) -> Assignment:
    def shorter(row: Criterion) -> Criterion:
        if row.id != suggestion.criterion:
            return row
        if suggestion.part is None:
            return replace(row, cases=row.cases[:-1])
        parts = (replace(one, cases=one.cases[:-1]) if one.id == suggestion.part else one for one in row.parts)
        return replace(row, parts=tuple(parts))

    questions = (
        replace(question, criteria=tuple(map(shorter, question.criteria))) for question in assignment.questions
    )
    return replace(assignment, questions=tuple(questions))


def _told(assignment: Assignment) -> list[str]:
    """All that an assignment says, wherever in its file it says it."""
    outside = replace(assignment, questions=(), digest="")
    asked = [repr(replace(question, criteria=())) for question in assignment.questions]
    return [repr(outside), *asked, *map(content, assignment.criteria)]
