"""Which of otter's files are for graders and which for students: what is solved never becomes a starter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grader.importers import _notebooks
from grader.importers._draft import Skipped
from grader.importers._notebooks import Notebook
from grader.importers._sources import Files, below, beside, notebooks, stem

GRADERS, STUDENTS = "autograder", "student"  # the folders that `otter assign` writes


@dataclass(frozen=True, slots=True)
class Rooms:
    """The files that graders have, those that students get, and whether the former hold the solution."""

    grading: Files
    given: Files
    solved: bool


def whole(source: Path) -> Path:
    """The folder that holds both rooms, where one of them was named."""
    both = all((source.parent / room).is_dir() for room in (GRADERS, STUDENTS))
    return source.parent if source.name in (GRADERS, STUDENTS) and both else source


def rooms(files: Files, source: Path) -> Rooms:
    """The two sides of a source. A notebook that holds hidden tests is the graders', and so is its solution."""
    grading = _room(files, GRADERS)
    given = _room(files, STUDENTS)
    if grading:
        return Rooms(grading, given or {}, True)
    solved = source.name == GRADERS or any(_hides(_notebooks.read(files[name], name)) for name in notebooks(files))
    return Rooms(files, given or ({} if solved else files), solved)


def _room(files: Files, folder: str) -> Files:
    """The files of the topmost folder of this name, wherever it stands."""
    homes = []
    for name in files:
        parents = PurePosixPath(name).parts[:-1]
        if folder in parents:
            homes.append("/".join(parents[: parents.index(folder) + 1]))
    return below(files, min(homes, key=len)) if homes else {}


def _hides(book: Notebook) -> bool:
    """Whether the tests in a notebook's metadata have hidden cases."""
    held = book.metadata.get("otter")
    tests = held.get("tests") if isinstance(held, dict) else None
    return isinstance(tests, dict) and any(_hidden(body) for body in tests.values())


def _hidden(body: object) -> bool:
    if isinstance(body, str):
        return "hidden=True" in body.replace(" ", "")
    suites = body.get("suites") if isinstance(body, dict) else None
    cases = [case for suite in suites or [] if isinstance(suite, dict) for case in suite.get("cases") or []]
    return any(isinstance(case, dict) and case.get("hidden", True) for case in cases)


def starter(held: Rooms, main: str) -> Iterator[tuple[str, bytes]]:
    """What students start from: the notebook without outputs and without the tests in its metadata."""
    yield from beside(held.given)
    for name in notebooks(held.given):
        if stem(name) == stem(main):
            yield name, _bare(held.given[name], name)


def solution(held: Rooms, main: str) -> Iterator[tuple[str, bytes]]:
    """What must earn everything, where the graders' side is known to hold it."""
    if held.solved and main:
        yield from beside(held.grading)
        yield main, _bare(held.grading[main], main)


def others(held: Rooms, main: str) -> Iterator[Skipped]:
    """Notebooks that nobody gets, and a warning where nobody knows whether the starter is one."""
    for name in notebooks(held.grading):
        if stem(name) != stem(main):
            yield Skipped(name, "only the notebook that checks the tests is given out")


def _bare(data: bytes, name: str) -> bytes:
    book = _notebooks.read(data, name)
    return _notebooks.write(book.cells, book.metadata)
