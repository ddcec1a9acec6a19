"""A Draft becomes files of a course: assignment.yaml, starter, sample with its marks, hand-ins, and what to know.

    assignments/NAME/assignment.yaml     to be edited
    assignments/NAME/import.md           what was carried over and what was not (import.json: the same for programs)
    assignments/NAME/starter/            what students start from, without solutions and hidden tests
    assignments/NAME/samples/            the author's solution, and the marks it must get
    assignments/NAME/original/           the tests as they were, for people to look at
    submissions/NAME/STUDENT/            what was handed in, where the source holds it
    rosters/NAME.json                    who handed in and when, so that a late policy can be set

Nothing that exists is overwritten. Before anything is written, the text is read back and its points are counted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader import spec
from grader.errors import InternalError, RequestError, SpecError
from grader.importers import _emitting, _rosters, _telling
from grader.importers._draft import Draft
from grader.importers._emitting import number
from grader.intake.arrivals import identity
from grader.model import Assignment
from grader.places import SPEC, Place
from grader.reports._files import write_bytes_atomically
from grader.roster import save
from grader.spec.compose import MAX_BYTES
from grader.spec.emit import emit


@dataclass(frozen=True, slots=True)
class Written:
    """What was written where, for whoever typed the command."""

    place: Place
    draft: Draft
    assignment: Assignment
    files: tuple[Path, ...]


def write(draft: Draft, place: Place) -> Written:
    """Write everything that a draft holds; RequestError where something is there already, or nothing was found."""
    folder = place.spec.parent
    for path in (folder, place.submissions if draft.hand_ins else folder):
        if path.exists():
            raise RequestError(f"{path} is already there and nothing is overwritten; name another place with --into")
    if not draft.questions:
        raise RequestError(f"nothing of {draft.source} could be carried over:\n{_telling.left_out(draft)}")
    text = _emitting.text(draft, place.name)
    assignment = _proved(text, draft, str(place.spec))
    files = _files(draft, place, text, assignment)
    for path, data in files.items():
        write_bytes_atomically(path, data)
    roster = _rosters.of(draft, place.name)
    if roster is not None:
        save(roster, place.roster)
    return Written(place, draft, assignment, tuple(files))


def _files(draft: Draft, place: Place, text: str, assignment: Assignment) -> dict[Path, bytes]:
    folder = place.spec.parent
    files = {folder / SPEC: text.encode()}
    files[folder / "import.md"] = _telling.page(draft, place.name, assignment).encode("utf-8", "replace")
    files[folder / "import.json"] = _json(_telling.document(draft, place.name, assignment))
    for room, held in (("starter", draft.starter), ("original", draft.originals), ("samples/solution", draft.solution)):
        files |= _below(folder / room, held)
    if draft.solution:
        files[folder / "samples" / "marks.yaml"] = emit({"solution": marks(draft)}).encode()
    for student, held in _students(draft).items():
        files |= _below(place.submissions / student, held)
    return files


def marks(draft: Draft) -> dict[str, Any]:
    """What the author's solution must get; what a person marks is not listed and so is 0 until then."""
    return {row.id: number(Fraction(round(row.points, 4))) for row in draft.rows if not row.key_points}


def _below(folder: Path, held: Mapping[str, bytes]) -> dict[Path, bytes]:
    return {folder / name: data for name, data in sorted(held.items())}


def _students(draft: Draft) -> dict[str, Mapping[str, bytes]]:
    found: dict[str, tuple[str, Mapping[str, bytes]]] = {}
    for one in draft.hand_ins:
        name = identity(one.student, folder=True)
        before = found.setdefault(name.casefold(), (one.student, one.files))
        if before[0] != one.student:
            raise RequestError(f"the hand-ins of {before[0]!r} and {one.student!r} would both be {name!r}; rename one")
    return {identity(student, folder=True): held for student, held in found.values()}


def _proved(text: str, draft: Draft, file: str) -> Assignment:
    """The text read back: no faults, and every point of the original either there or among what was left out."""
    if len(text.encode()) > MAX_BYTES:
        raise RequestError(
            f"the tests of {draft.source} make an assignment of more than {MAX_BYTES // 2**20} MiB; take long data out "
            "of them, into files"
        )
    try:
        assignment = spec.parse(text.encode(), file)
    except SpecError as error:
        raise InternalError(f"what was made of {draft.source} cannot be read back: {error}") from None
    lost = sum((one.points for one in draft.skipped), Fraction(0))
    if assignment.points + lost != draft.points:
        raise InternalError(
            f"{draft.source} is worth {draft.points} points, but {assignment.points} were carried over and {lost} "
            "are listed as left out"
        )
    return assignment


def _json(document: Mapping[str, Any]) -> bytes:
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "replace")
