"""Marks go back to Moodle as files: a worksheet with grades, and a zip with every student's report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader import roster, spec
from grader.errors import RequestError
from grader.lms import _comments, _csv
from grader.lms._marks import Filled, roster_of, scaled, some, standing
from grader.lms._zips import packed
from grader.lms.moodle import taking
from grader.lms.moodle.filling import Given, Wishes, columns, fill
from grader.lms.moodle.worksheet import Worksheet, understand
from grader.places import Place
from grader.reports import html
from grader.reports._files import write_bytes_atomically
from grader.reports._words import count

REPORT = "report.html"
REMEMBERED = 50  # exports that were filled in


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How a worksheet is to be filled in."""

    wishes: Wishes
    scale: bool = False
    decimal: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    out: Path | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What was said, and whether a mark was held back."""

    lines: tuple[str, ...]
    held: bool


def worksheet(place: Place, path: Path, order: Order) -> Written:
    """Fill in one worksheet; it is written only when all that is in it will be taken."""
    assignment = spec.load(place.spec)
    known = roster_of(place, "moodle")
    found = understand(_csv.read(path), order.columns)
    if order.decimal:
        found = _with_sign(found, order.decimal)
    if order.wishes.comments and "comments" not in found.columns:
        raise RequestError(f"{path.name} has no column of comments; leave out --comments, or name it with --column")
    factor = scaled(assignment, found.maximum, order.scale, path.name)
    given: dict[str, Given | str] = {}
    for one in standing(place, known, assignment):
        report = one.report
        if report is None:
            given[one.handed.submission] = one.why
            continue
        share = report.score / assignment.points
        given[one.handed.submission] = Given(share, report.score * factor, _comments.html(report))
    filled = fill(found, known, given, order.wishes, taking.newest(place))
    out = order.out or path.with_name(f"{path.stem}.graded.csv")
    if out.resolve() == path.resolve():
        raise RequestError(f"{out} is the worksheet itself; name another file with --out")
    used = bool(filled.rows) and _used(place, known, path)
    if filled.rows:
        _csv.write(out, found.sheet.text(columns(found, order.wishes), filled.rows))
    return Written(tuple(_lines(filled, order.wishes, out, used)), bool(filled.held))


def _with_sign(found: Worksheet, sign: str) -> Worksheet:
    if found.decimal not in ("", sign):
        raise RequestError(f"--decimal is {sign!r}, but {found.sheet.name} writes its numbers with {found.decimal!r}")
    return replace(found, decimal=sign)


def _used(place: Place, known: roster.Roster, path: Path) -> bool:
    """Whether this very export was filled in before; what was uploaded from it makes the rows in it stale."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    before = known.site.get("filled", "").split()
    if digest not in before:
        filled = " ".join([*before[-REMEMBERED:], digest])
        roster.save(replace(known, site={**known.site, "filled": filled}), place.roster)
    return digest in before


def _lines(filled: Filled, wishes: Wishes, out: Path, used: bool) -> Iterator[str]:
    if filled.rows:
        changed, comments = len(filled.changed), len(filled.rows) if wishes.comments else 0
        grades = filled.new + changed
        yield f"{out}: {count(len(filled.rows), 'row')} to upload, {count(filled.new, 'new grade')}, {changed} changed"
        if changed:
            yield f"changed: {some(filled.changed)}"
        fewer = (
            "fewer grades mean skipped rows, fewer comments that they were there"
            if comments
            else "fewer means skipped rows"
        )
        yield f'Moodle should say "Updated {grades} grades and {comments} feedback instances"; {fewer}'
    else:
        yield "nothing to upload: no grade differs from what the worksheet shows"
    if filled.same:
        yield f"{count(filled.same, 'grade is', 'grades are')} there already"
    if filled.absent:
        alone = count(filled.absent, "person handed in nothing and is", "people handed in nothing and are")
        yield f"{alone} left alone; --zero-missing gives 0"
    yield from (f"held back: {line}" for line in filled.held)
    if used:
        yield (
            "note: this export was filled in before. Rows uploaded since then are newer than it, and Moodle skips "
            "such rows without a word: export the worksheet again, or tick that it may update newer records"
        )


def feedback(place: Place, out: Path) -> Written:
    """Every finished report, under the names by which Moodle finds people and groups."""
    assignment = spec.load(place.spec)
    known = roster_of(place, "moodle")
    files: dict[str, bytes] = {}
    held = []
    for one in standing(place, known, assignment):
        if one.report is None:
            held.append(f"{one.handed.submission} {one.why}")
            continue
        page = html.render(one.report).encode("utf-8")
        for folder in _folders(known, one.handed):
            files[f"{folder}_assignfeedback_file/{REPORT}"] = page
    if files:
        write_bytes_atomically(out, packed(files))
    said = f"{out}: {count(len(files), 'report')}" if files else "nothing to upload: there is no finished report"
    return Written((said, *(f"held back: {line}" for line in held)), bool(held))


def _folders(known: roster.Roster, handed: roster.Handed) -> list[str]:
    """The download's own names; those without a number, of people in no group, for each person."""
    if handed.group is None or handed.group.id:
        return [handed.site["folder"]]
    return [f"{handed.group.name}_{person.id('participant')}" for person in known.whose(handed)]
