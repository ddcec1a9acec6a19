"""nbgrader: courses of source, release and submitted notebooks.

SOURCE is one of
    a course: source/NAME/*.ipynb, perhaps release/NAME/, submitted/STUDENT/NAME/ and nbgrader_config.py
    one assignment in it: COURSE/source/NAME
    a folder of notebooks, or one notebook, with nbgrader's notes in its cells

A graded cell becomes a criterion of its points. Test cells run beside the student's code, as they do there; cells that
a person marks become rubrics. Nothing of a course is run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from grader.errors import RequestError
from grader.importers import _marks, _notebooks, _released, _settings, _submitted
from grader.importers._draft import Asked, Draft, HandIn, Row, Skipped, named, slug, unbroken, unique
from grader.importers._graded import Reading
from grader.importers._notebooks import Notebook
from grader.importers._settings import Settings
from grader.importers._solutions import Unpaired
from grader.importers._sources import Files, beside, notebooks, opened, stem, unread

NOTES = (
    "A test cell runs on the names as they were before it; where a hand-in has lost the cell, on those after its last "
    "one (nbgrader gives such a cell no points). Of two cells with one id the last counts, as there.",
    "A number that a test cell ends with is that many of its points, from none to all; everything else is full credit. "
    "For nbgrader a negative number is full credit, too, and more than all is an error.",
    "What a test cell writes to stderr costs nothing; nbgrader gives such a cell no points.",
    "A cell that a person marks earns nothing while it is as it was given out, and waits for `grader mark` otherwise.",
    "Read-only cells run as they were handed in; hand-ins that changed one are named.",
)
ROOMS = ("source", "release")


@dataclass(frozen=True, slots=True)
class _Place:
    """One assignment: its own folder or file, and the course around it."""

    name: str
    home: Path
    course: Path | None
    solved: bool  # source notebooks, with solutions and hidden tests
    told: str  # as somebody would type it


def read(source: Path) -> tuple[Draft, ...]:
    """Every assignment of a course, or the one that was named."""
    return tuple(_draft(place) for place in _places(source))


def _places(source: Path) -> Iterator[_Place]:
    real = source.resolve()
    if not real.exists():
        raise RequestError(
            f"{source} cannot be read (no such file or folder); name a course, an assignment or a notebook"
        )
    found = False
    for room in ROOMS:
        for home in sorted(path for path in (real / room).glob("*") if path.is_dir() and not path.name.startswith(".")):
            if room == "source" or not (real / "source" / home.name).is_dir():
                found = True
                yield _Place(home.name, home, real, room == "source", str(source / room / home.name))
    if found:
        return
    if real.parent.name in ROOMS and real.is_dir():
        yield _Place(real.name, real, real.parent.parent, real.parent.name == "source", str(source))
    else:
        yield _Place(real.stem, real, None, True, str(source))


def _draft(place: _Place) -> Draft:
    files, left_out = opened(place.home)
    settings, unknown = _config(place)
    books = {name: _notebooks.read(files[name], name) for name in notebooks(files)}
    marked = {name: book for name, book in books.items() if any(cell.marks(_marks.KEY) for cell in book.cells)}
    if not marked:
        raise RequestError(f"{place.told} holds no notebook with cells of nbgrader's")
    stems = [stem(name) for name in marked]
    if len(set(stems)) < len(stems):
        raise RequestError(f"{place.told} holds two notebooks of one name in different folders; rename one")
    released = _release(place, settings)
    skipped = [*unread(left_out), *unknown]
    readings = []
    for name, book in marked.items():
        if book.language not in _notebooks.PYTHON:
            skipped.append(Skipped(name, f"it is written for {book.language}, and only Python is graded here"))
            continue
        reading = Reading(stem(name), len(marked) == 1, settings, _cells(released.get(f"{stem(name)}.ipynb")))
        reading.read(book)
        readings.append((name, reading))
    return _assembled(place, files, readings, _Given(marked, released, settings, tuple(skipped)))


@dataclass(frozen=True, slots=True)
class _Given:
    """What belongs to all notebooks of an assignment."""

    books: Mapping[str, Notebook]
    released: Files
    settings: Settings
    skipped: tuple[Skipped, ...]


def _assembled(place: _Place, files: Files, readings: list[tuple[str, Reading]], given: _Given) -> Draft:
    books = {stem(name): book for name, book in given.books.items()}
    data = dict(beside(files, _settings.FILE))
    notes = NOTES if place.solved else (*NOTES, "Only the release was found: it has no solutions and no hidden tests.")
    submitted = place.course / "submitted" if place.course else None
    hand_ins = _submitted.read(submitted, place.name, books, given.settings) if submitted else ()
    return Draft(
        name=named(place.name),
        format="nbgrader",
        source=place.told,
        questions=tuple(_questions(readings, given.books)),
        points=sum((reading.points for _, reading in readings), Fraction(0)),
        title=_notebooks.title(given.books.values()) if len(given.books) == 1 else place.name,
        starter=_starter(files, given, data),
        solution={**_without_outputs(given.books), **data} if place.solved and _has_solutions(given) else {},
        originals={} if place.solved else {name: files[name] for name in given.books},
        hand_ins=tuple(_with(one, data) for one in hand_ins),
        skipped=(*given.skipped, *(one for _, reading in readings for one in reading.skipped)),
        notes=(*notes, *(note for _, reading in readings for note in reading.notes)),
    )


def _config(place: _Place) -> tuple[Settings, tuple[Skipped, ...]]:
    file = (place.course or place.home) / _settings.FILE
    if not file.is_file():
        return Settings(), ()
    files, _ = opened(file)
    return _settings.read(unbroken(_notebooks.text_of(files[_settings.FILE])))


def _release(place: _Place, settings: Settings) -> Files:
    """What students got, where it is kept and holds nothing that is for staff."""
    folder = place.course / "release" / place.name if place.course else None
    if folder is None or not folder.is_dir():
        return {}
    files, _ = opened(folder)
    held = dict(files)
    for name in notebooks(files):
        if not _released.clean(_notebooks.read(files[name], name), settings):
            del held[name]
    return held


def _cells(data: bytes | None) -> dict[str, str]:
    """The cells of a released notebook by their ids."""
    book = _notebooks.read(data, "release") if data else Notebook(cells=())
    named_ = ((cell.marks(_marks.KEY).get("grade_id"), cell.source) for cell in book.cells)
    return {name: source for name, source in named_ if isinstance(name, str)}


def _questions(readings: list[tuple[str, Reading]], books: Mapping[str, Notebook]) -> Iterator[Asked]:
    taken: set[str] = set()
    used: set[str] = set()
    for name, reading in readings:
        rows = tuple(_own(row, used) for row in reading.rows)
        if rows:
            title = _notebooks.title([books[name]]) or reading.stem
            prompt = f"Work through {reading.stem}.ipynb."
            yield Asked(id=unique(slug(reading.stem), taken), title=title, prompt=prompt, rows=rows)


def _own(row: Row, used: set[str]) -> Row:
    return replace(row, id=unique(row.id, used))


def _starter(files: Files, given: _Given, data: Files) -> dict[str, bytes]:
    """The release where there is one, else what nbgrader would make of the source."""
    made = dict(data)
    for name in notebooks(files):
        held = given.released.get(f"{stem(name)}.ipynb")
        try:
            book = _notebooks.read(files[name], name)
            made[name] = held if held is not None else _released.release(book, given.settings)
        except Unpaired as unpaired:
            raise RequestError(f"{name}: {unpaired}; nothing can be given out before that is mended") from None
    return made


def _without_outputs(books: Mapping[str, Notebook]) -> dict[str, bytes]:
    return {name: _notebooks.write(book.cells, book.metadata) for name, book in books.items()}


def _has_solutions(given: _Given) -> bool:
    """Whether the answer cells of a source hold more than stubs."""
    for book in given.books.values():
        for cell in book.cells:
            held = cell.marks(_marks.KEY)
            if held.get("solution") is True and cell.kind == "code" and given.settings.stub not in cell.source:
                return True
    return False


def _with(one: HandIn, data: Files) -> HandIn:
    """A hand-in with the files that the course gives out, which go before a student's of the same name."""
    return replace(one, files={**one.files, **data})
