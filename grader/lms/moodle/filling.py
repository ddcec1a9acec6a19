"""Grades into Moodle's worksheet: only rows that we grade, and nothing that the site would skip without a word.

Moodle skips without an error: grades out of range, rows that were graded online after the export, participants it does
not know, cells that are no item of the scale. It stores 91 for `91,25` on an English site, and an empty comment erases
the one that is there. So all of this is looked at before anything is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from fractions import Fraction

from grader.errors import RequestError
from grader.lms._comments import OURS
from grader.lms._marks import Filled, some
from grader.lms.moodle.dates import moment
from grader.lms.moodle.downloads import cleaned
from grader.lms.moodle.worksheet import NOTHING, Entry, Worksheet
from grader.reports._numbers import decimal
from grader.roster import Handed, Person, Roster

PLACES = 5  # that Moodle keeps


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the teacher asked for."""

    comments: bool = False
    replace: bool = False  # comments that somebody else wrote
    zeros: bool = False  # for those who handed in nothing
    items: Mapping[str, Fraction] = field(default_factory=dict)  # of a scale: the share of the points from which on


@dataclass(frozen=True, slots=True)
class Given:
    """What one hand-in gets."""

    share: Fraction  # of the assignment's points
    mark: Fraction  # on the site's range
    comment: str = ""


def fill(
    worksheet: Worksheet,
    roster: Roster,
    given: Mapping[str, Given | str],
    wishes: Wishes,
    newest: Worksheet | None = None,
) -> Filled:
    """Fill in the marks by hand-in; a text in place of a mark is why there is none.

    `newest` is the latest export that was seen; a row that was changed online since the worksheet is held back.
    """
    _refuse_range(worksheet, given)
    done = Filled()
    handed = {key: one for one in roster.handed for key in one.people}
    seen = {entry.participant: entry for entry in newest.entries} if newest else {}
    filling: list[tuple[Entry, Person, Given]] = []
    for entry in worksheet.entries:
        person = _whose(worksheet, roster, entry)
        one = handed.get(person.key)
        value = _value(one, entry, given, wishes)
        if value is None:
            done.absent += 1
        elif why := value if isinstance(value, str) else _skipped(entry, seen.get(entry.participant), one):
            done.held.append(f"{person} {why}")
        elif isinstance(value, Given):
            filling.append((entry, person, value))
    if wishes.comments and not wishes.replace:
        _refuse_comments([(entry, person) for entry, person, _ in filling])
    for entry, person, value in filling:
        _put(done, worksheet, entry, person, value, wishes)
    return done


def columns(worksheet: Worksheet, wishes: Wishes) -> list[int]:
    """The site's columns, without typed text, and without the comments unless we fill them all."""
    out = {worksheet.columns.get("text")} | ({worksheet.columns.get("comments")} if not wishes.comments else set())
    return [column for column in range(len(worksheet.sheet.header.cells)) if column not in out]


def _whose(worksheet: Worksheet, roster: Roster, entry: Entry) -> Person:
    """The person of a row, by every id in it: numbers of another assignment's participants would fit somebody else."""
    ids = {"participant": entry.participant, **{kind: worksheet.cell(entry, kind) for kind in ("email", "idnumber")}}
    where = worksheet.sheet.where(entry.row)
    if not roster.among({"participant": entry.participant}):
        raise RequestError(
            f"{where}: participant {entry.participant} is not in the roster of {roster.assignment}; if somebody joined "
            "the course, run the intake again with this worksheet, otherwise it is one of another assignment"
        )
    person = roster.find(ids, where)
    if person.name and cleaned(person.name) not in map(cleaned, entry.row.cells):
        raise RequestError(
            f"{where}: participant {entry.participant} is {person.name!r} in the roster, and that name is not here; "
            f"is the worksheet one of another assignment than {roster.assignment}?"
        )
    return person


def _value(one: Handed | None, entry: Entry, given: Mapping[str, Given | str], wishes: Wishes) -> Given | str | None:
    if one is not None:
        return given.get(one.submission, "is not graded yet")
    if entry.grade not in NOTHING:
        return None  # somebody gave it for something else
    return Given(Fraction(0), Fraction(0), f"{OURS}: nothing was handed in.") if wishes.zeros else None


def _refuse_range(worksheet: Worksheet, given: Mapping[str, Given | str]) -> None:
    """Moodle drops a grade out of range and keeps the comment beside it."""
    if worksheet.maximum is None:
        return
    over = [name for name, one in given.items() if isinstance(one, Given) and not 0 <= one.mark <= worksheet.maximum]
    if over:
        raise RequestError(
            f"the marks of {some(over)} are outside of 0 to {decimal(worksheet.maximum, PLACES)}; Moodle would drop "
            "them without a word, so nothing was written"
        )


def _refuse_comments(ours: Sequence[tuple[Entry, Person]]) -> None:
    theirs = [str(person) for entry, person in ours if entry.comment.strip() and not entry.comment.startswith(OURS)]
    if theirs:
        raise RequestError(
            f"--comments would replace what somebody wrote to {some(theirs)}; leave it out (the feedback zip takes the "
            "reports along), or add --replace-comments"
        )


def _skipped(entry: Entry, newer: Entry | None, one: Handed | None) -> str:
    """Why Moodle would skip a row, or why its mark belongs to something else."""
    if entry.locked:
        return "has a grade that the site does not let be changed; unlock it there, or leave it"
    then = one.site.get("submitted", "") if one else ""
    if then and entry.submitted and not any(_same(entry.submitted, before) for before in then.split(" | ")):
        return f"handed in again since the intake ({entry.submitted}); take in the download anew"
    if newer is None or newer.modified == entry.modified:
        return ""
    if newer.modified in NOTHING:
        return ""
    if entry.modified in NOTHING or not _later(entry.modified, newer.modified):
        return f"was graded online after this export ({newer.modified}); export the worksheet again"
    return ""


def _same(one: str, other: str) -> bool:
    """Whether two exports tell the same time, be it in two languages."""
    return one == other or (moment(one, UTC) is not None and moment(one, UTC) == moment(other, UTC))


def _later(one: str, other: str) -> bool:
    first, second = moment(one, UTC), moment(other, UTC)
    return first is not None and second is not None and first > second


def _put(done: Filled, worksheet: Worksheet, entry: Entry, person: Person, value: Given, wishes: Wishes) -> None:
    text = _text(worksheet, value, wishes)
    cells = {worksheet.columns["grade"]: text}
    before = worksheet.number(entry.grade) if worksheet.maximum is not None else None
    same = before == _shown(value.mark) if before is not None else entry.grade == text
    if wishes.comments:
        cells[worksheet.columns["comments"]] = value.comment
    elif same:
        done.same += 1
        return
    if same:
        done.same += 1
    elif entry.grade in NOTHING or (worksheet.maximum is not None and before is None):
        done.new += 1
    else:
        done.changed.append(f"{person}: {entry.grade} → {text}")
    done.rows.append(worksheet.sheet.changed(entry.row, cells))


def _shown(mark: Fraction) -> Fraction:
    """A mark as an export shows it, with two decimals."""
    return Fraction(decimal(mark, 2))


def _text(worksheet: Worksheet, value: Given, wishes: Wishes) -> str:
    if worksheet.maximum is None:
        return _item(worksheet, value.share, wishes)
    text = decimal(value.mark, PLACES)
    if "." in text and not worksheet.decimal:
        raise RequestError(
            f"{worksheet.sheet.name} shows no decimal sign, and {text} has one; say with --decimal whether it is . or ,"
        )
    return text.replace(".", worksheet.decimal or ".")


def _item(worksheet: Worksheet, share: Fraction, wishes: Wishes) -> str:
    unknown = [item for item in wishes.items if item not in worksheet.items]
    if unknown or not wishes.items:
        listed = ", ".join(map(repr, worksheet.items))
        said = f"there is no item {unknown[0]!r}" if unknown else "nothing says from how many points on each is given"
        raise RequestError(f"{worksheet.sheet.name} grades by the scale {listed}: {said}; use --item ITEM=PERCENT")
    fitting = [(least, item) for item, least in wishes.items.items() if share >= least]
    if not fitting:
        raise RequestError(f"no --item is given for {decimal(100 * share)} percent; add one with =0")
    return max(fitting)[1]
