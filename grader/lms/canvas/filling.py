"""Marks into Canvas's gradebook CSV: one column, and only the rows that it is to change.

An import applies the row of points, takes a blank cell over a grade for a change, and compares at two decimals. So the
row of points is the site's own, nobody is in the file without a mark, and whoever has the mark already is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from grader import spec
from grader.errors import RequestError
from grader.lms import _csv
from grader.lms._marks import Filled, roster_of, scaled, some, standing
from grader.lms.canvas.gradebook import Gradebook, Student, column_of, number, refuse_unwritable, understand
from grader.places import Place
from grader.reports._numbers import decimal
from grader.reports._words import count
from grader.roster import Handed, Roster

PLACES = 2
EXCUSED, NOT_ASSIGNED = "EX", "N/A"
NOTHING = ("", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the teacher asked for."""

    assignment: str = ""
    scale: bool = False
    zeros: bool = False
    out: Path | None = None


def write(place: Place, path: Path, order: Order) -> tuple[list[str], bool]:
    """Write the file to import; what is said about it, and whether a mark is held back."""
    assignment = spec.load(place.spec)
    known = roster_of(place, "canvas")
    book = understand(_csv.read(path))
    column = column_of(book, order.assignment, (assignment.title, assignment.id, place.name))
    refuse_unwritable(book, column)
    factor = scaled(assignment, book.maximum(column), order.scale, f"{book.sheet.header.cells[column]!r} on Canvas")
    given: dict[str, Fraction | str] = {
        one.handed.submission: one.why if one.report is None else one.report.score * factor
        for one in standing(place, known, assignment)
    }
    filled = fill(book, column, known, given, order.zeros)
    out = order.out or path.with_name(f"{path.stem}.graded.csv")
    if out.resolve() == path.resolve():
        raise RequestError(f"{out} is the gradebook itself; name another file with --out")
    if filled.rows:
        keep = [*range(book.info), column]
        _csv.write(out, book.sheet.text(keep, [*book.posting, book.points, *filled.rows]))
    return list(_lines(filled, out)), bool(filled.held)


def fill(book: Gradebook, column: int, known: Roster, given: Mapping[str, Fraction | str], zeros: bool) -> Filled:
    """The rows of those whose mark is not there yet."""
    done = Filled()
    handed = {key: one for one in known.handed for key in one.people}
    met = set()
    for student in book.students:
        people = known.among({"user": student.user})
        one = handed.get(people[0].key) if people else None
        met.add(one.submission if one else "")
        value = _value(one, student, column, given, zeros)
        if value is None:
            done.absent += 1
            continue
        why = value if isinstance(value, str) else _untouchable(student.row.cells[column].strip())
        if why:
            done.held.append(f"{_called(book, student)} {why}")
        elif isinstance(value, Fraction):
            _put(done, book, student, column, value)
    for one in known.handed:
        if one.submission not in met:
            done.held.append(f"{one.submission} is of nobody in {book.sheet.name}{_anonymous(one)}")
    return done


def _value(
    one: Handed | None, student: Student, column: int, given: Mapping[str, Fraction | str], zeros: bool
) -> Fraction | str | None:
    if one is not None:
        return given.get(one.submission, "is not graded yet")
    return Fraction(0) if zeros and student.row.cells[column].strip() in NOTHING else None


def _untouchable(cell: str) -> str:
    if cell == EXCUSED:
        return "is excused on Canvas; a mark would end that, so give it there"
    return "is not assigned to it on Canvas" if cell == NOT_ASSIGNED else ""


def _anonymous(one: Handed) -> str:
    anonymous = one.people[0].startswith("anonymous:")
    return ", because the assignment is anonymous; use `grader lms canvas push`" if anonymous else ""


def _put(done: Filled, book: Gradebook, student: Student, column: int, value: Fraction) -> None:
    text, cell = decimal(value, PLACES), student.row.cells[column].strip()
    before = number(cell)
    if before is not None and before == Fraction(text):
        done.same += 1
        return
    if cell in NOTHING:
        done.new += 1
    else:
        done.changed.append(f"{_called(book, student)}: {cell} → {text}")
    done.rows.append(book.sheet.changed(student.row, {column: text}))


def _called(book: Gradebook, student: Student) -> str:
    return str(book.person(student))


def _lines(filled: Filled, out: Path) -> Iterator[str]:
    if filled.rows:
        changed = len(filled.changed)
        yield f"{out}: {count(len(filled.rows), 'row')} to import, {count(filled.new, 'new grade')}, {changed} changed"
        if changed:
            yield f"changed: {some(filled.changed)}"
        yield f"Canvas should show {count(len(filled.rows), 'change')} before you confirm, no more and no fewer"
    else:
        yield "nothing to import: no mark differs from what the gradebook shows"
    if filled.same:
        yield f"{count(filled.same, 'mark is', 'marks are')} there already"
    if filled.absent:
        alone = count(filled.absent, "person handed in nothing and is", "people handed in nothing and are")
        yield f"{alone} left alone; --zero-missing gives 0"
    yield from (f"held back: {line}" for line in filled.held)
