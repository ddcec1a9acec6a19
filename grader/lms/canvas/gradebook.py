"""Canvas's gradebook CSV: who is in the course, and which column is which.

    Student,ID,SIS User ID,SIS Login ID,Section,HW1 (4567),Current Score
    ,,,,,Manual Posting,                          perhaps
        Points Possible,,,,,20.00,(read only)
    "Lee, Ann",12,007,ann,Section 1,17.50,87.50

What stands in the row of points is applied by an import, and a blank cell clears a grade.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from grader.errors import RequestError
from grader.lms._csv import Row, Sheet
from grader.roster import Person

POINTS = "Points Possible"
READ_ONLY = "(read only)"
TITLED = re.compile(r"(?P<title>.*)\((?P<id>\d+)\)\s*", re.S)
NUMBER = re.compile(r"-?[0-9.,]+%?")
# Canvas takes a column for a total of its own when one of these stands anywhere in its header.
TOTAL = re.compile(r"(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)")
IDS = {"sis": "SIS User ID", "login": "SIS Login ID", "integration": "Integration ID"}


@dataclass(frozen=True, slots=True)
class Student:
    """One row under the points."""

    row: Row
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gradebook:
    """A gradebook whose columns are known."""

    sheet: Sheet
    info: int  # how many columns tell about people, the section last
    posting: tuple[Row, ...]  # rows between the headers and the points
    points: Row
    students: tuple[Student, ...]

    def title(self, column: int) -> tuple[str, str]:
        """The title and the id of an assignment's column; without an id it is none."""
        match = TITLED.fullmatch(self.sheet.header.cells[column])
        return (match["title"].strip(), match["id"]) if match else ("", "")

    def maximum(self, column: int) -> Fraction | None:
        """The points possible; None where the row has none."""
        text = self.points.cells[column].strip()
        return number(text) if text and text != READ_ONLY else None

    def person(self, student: Student) -> Person:
        """Who stands in a row, with every id there."""
        header = self.sheet.header.cells
        ids = {"user": student.user}
        for kind, name in IDS.items():
            if name in header[: self.info]:
                ids[kind] = student.row.cells[header.index(name)].strip()
        names = student.row.cells[: header.index("ID")]
        return Person(
            key=f"user:{student.user}",
            name=", ".join(filter(None, map(str.strip, names))),
            ids={kind: (value,) for kind, value in ids.items() if value},
        )


def number(text: str) -> Fraction | None:
    """A number as Canvas reads it: the last point or comma is the decimal sign; None where it is none.

    >>> number("17.50"), number("1,234"), number("1.234,5"), number("EX")
    (Fraction(35, 2), Fraction(617, 500), Fraction(2469, 2), None)
    """
    if not NUMBER.fullmatch(text) or not any(character.isdigit() for character in text):
        return None
    plain = text.rstrip("%")
    at = max(plain.rfind("."), plain.rfind(","))
    digits = re.sub("[.,]", "", plain)
    places = 0 if at < 0 else len(plain) - at - 1
    return Fraction(int(digits), 10**places)


def understand(sheet: Sheet) -> Gradebook:
    """The gradebook in a file; RequestError where an import would refuse it."""
    header = sheet.header.cells
    whole = len(header) > 1 and "Student" in header[0] and header[1] == "ID"
    if not whole and tuple(header[:3]) != ("LastName", "FirstName", "ID"):
        raise RequestError(
            f"{sheet.name} begins with {', '.join(map(repr, header[:3]))}, expected Student, ID, … as Canvas exports a "
            "gradebook"
        )
    if "Section" not in header:
        raise RequestError(f"{sheet.name} has no column 'Section', which a gradebook of Canvas has after the ids")
    at = next((n for n, row in enumerate(sheet.rows) if POINTS in row.cells[0]), None)
    if at is None:
        raise RequestError(f"{sheet.name} has no row {POINTS!r}; export the gradebook again")
    students = tuple(_student(sheet, row, header.index("ID")) for row in sheet.rows[at + 1 :])
    _refuse_twice(sheet, students)
    return Gradebook(
        sheet=sheet,
        info=header.index("Section") + 1,
        posting=sheet.rows[:at],
        points=sheet.rows[at],
        students=students,
    )


def _student(sheet: Sheet, row: Row, column: int) -> Student:
    user = row.cells[column].strip()
    if not user.isdecimal():
        raise RequestError(
            f"{sheet.where(row)}: the ID of {row.cells[0]!r} is {user!r}, expected a number; a spreadsheet may have "
            "rewritten the file, export it again"
        )
    return Student(row, user)


def _refuse_twice(sheet: Sheet, students: Sequence[Student]) -> None:
    """A student of two sections stands in one row; in two rows nobody knows which one counts."""
    seen: dict[str, Student] = {}
    for student in students:
        first = seen.setdefault(student.user, student)
        if first is not student:
            raise RequestError(
                f"{sheet.where(student.row)}: user {student.user} stands in line {first.row.line} already"
            )


def column_of(gradebook: Gradebook, wanted: str, names: Sequence[str]) -> int:
    """The assignment's column, by its id or title, otherwise by one of our names; RequestError with all there are."""
    sheet = gradebook.sheet
    columns = [n for n in range(gradebook.info, len(sheet.header.cells)) if gradebook.title(n)[1]]
    words = [wanted] if wanted else list(dict.fromkeys(names))
    found = [n for n in columns if set(gradebook.title(n)) & set(words) or sheet.header.cells[n].strip() in words]
    if len(found) == 1:
        return found[0]
    listed = ", ".join(repr(sheet.header.cells[n]) for n in columns) or "none"
    what = f"{wanted!r}" if wanted else f"called {' or '.join(map(repr, words))}"
    how = "fits none" if not found else f"fits {len(found)}"
    raise RequestError(
        f"{sheet.name}: the assignment {what} {how} of its columns: {listed}; name one with --assignment ID"
    )


def refuse_unwritable(gradebook: Gradebook, column: int) -> None:
    """Columns that an import drops without a word."""
    header = gradebook.sheet.header.cells[column]
    if gradebook.points.cells[column].strip() == READ_ONLY:
        raise RequestError(f"{gradebook.sheet.name}: {header!r} is read only, so an import would drop it")
    total = TOTAL.search(header)
    if total:
        raise RequestError(
            f"{gradebook.sheet.name}: Canvas takes {header!r} for one of its own totals, because of {total[0]!r} in "
            "the title, and drops it; use `grader lms canvas push`, or rename the assignment there"
        )
