"""otter: tests in the OK format and as functions, in files or in a notebook, and master notebooks of Otter Assign.

SOURCE is one of
    a folder with `tests/*.py` and a notebook, an `autograder.zip`, or one test file
    a notebook whose metadata holds the tests
    a master notebook (`# BEGIN QUESTION` …), or the folder that holds it
    the folder that `otter assign` wrote: its autograder/ has the solution, its student/ what students get

A question becomes a criterion, a case a part of it; points are shared as otter shares them. A doctest's expected output
stays outside the sandbox. Test files are read as text and never run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader.errors import RequestError
from grader.importers import _assign, _exceptions, _notebooks, _ok, _rows
from grader.importers._draft import Asked, Draft, Skipped, named, slug, unbroken, unique
from grader.importers._notebooks import Notebook
from grader.importers._ok import File, Unread
from grader.importers._prompts import prompts
from grader.importers._rooms import Rooms, others, rooms, solution, starter, whole
from grader.importers._sources import Files, notebooks, opened, stem, unread

NOTES = (
    "Points: those of a case count; what is left of the question's is shared equally by the other cases; a question "
    "without points is worth 1. A case without `hidden` is hidden, as in otter.",
    "A test runs on the names as they were after the last cell that checks it, as in otter; where no cell does, on "
    "those after the last cell.",
    "`1.0` and `np.float64(1.0)`, `True` and `np.True_` are the same output here; in otter they are not.",
    "Seeds that otter puts in front of every cell are not put there.",
)


UNSOLVED = (
    "No solution was found, so no sample shows that a right hand-in gets all. Look whether the notebook in starter/ is "
    "one before you give it out."
)


@dataclass(slots=True)
class _Found:
    """What was gathered of one source."""

    tests: list[File] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def take(self, what: str, read: Any) -> None:
        """A test, or why there is none."""
        try:
            test: File = read()
        except Unread as unread:
            self.skipped.append(Skipped(what, str(unread)))
            return
        if test.name in self.names:
            self.skipped.append(Skipped(what, f"a second test is named {test.name!r}, and otter keeps only one"))
            return
        self.names.add(test.name)
        self.tests.append(test)


def read(source: Path) -> tuple[Draft, ...]:
    """The assignment that stands there."""
    source = whole(source)
    files, notes = opened(source)
    masters = [name for name in notebooks(files) if _is_master(files[name], name)]
    if len(masters) > 1:
        raise RequestError(f"{source} holds {len(masters)} master notebooks ({', '.join(masters)}); name one of them")
    draft = _assign.read(masters[0], files, str(source)) if masters else _distributed(files, source)
    return (replace(draft, skipped=(*unread(notes), *draft.skipped)),)


def _is_master(data: bytes, name: str) -> bool:
    try:
        return _assign.is_one(_notebooks.read(data, name))
    except RequestError:
        return False


def _distributed(files: Files, source: Path) -> Draft:
    """Tests and a notebook that need no cutting up."""
    held = rooms(files, source)
    found = _Found()
    books = {name: _notebooks.read(held.grading[name], name) for name in notebooks(held.grading)}
    tests = _test_files(held.grading)
    for name in tests:
        found.take(name, lambda name=name: _file(held.grading[name], name))
    for name, book in books.items():
        _embedded(book, name, found)
    if not found.tests and not found.skipped:
        raise RequestError(f"{source} holds no test: no tests/*.py, none in a notebook's metadata, no master notebook")
    main = _main(books, found.tests)
    draft = _draft(found, main, books.get(main), held, source)
    return replace(draft, originals={name: held.grading[name] for name in tests})


def _test_files(files: Files) -> list[str]:
    """The files in folders called tests; where there is nothing but Python, all of it."""
    python = sorted(name for name in files if name.endswith(".py"))
    return python if len(python) == len(files) else [name for name in python if "tests" in name.split("/")[:-1]]


def _file(data: bytes, name: str) -> File:
    text = unbroken(_notebooks.text_of(data)).replace("\r\n", "\n").replace("\r", "\n")
    if _ok.is_exceptions(text):
        return _exceptions.read(text, stem(name))
    return _ok_file(_ok.ok_dict(text), stem(name))


def _ok_file(held: Mapping[str, Any], name: str) -> File:
    """A test by otter's rules: one suite, of doctests, without anything around it."""
    suites = _ok.suites(held)
    kind = suites[0].get("type", "doctest")
    if len(suites) > 1:
        raise Unread(f"it has {len(suites)} suites, and otter takes one; `grader import ok` takes several")
    if kind != "doctest":
        raise Unread(f"its suite is of type {kind!r}, and only doctests can be carried over")
    if suites[0].get("setup") or suites[0].get("teardown"):
        raise Unread("it has a setup or teardown, which otter does not take; `grader import ok` does")
    called = held.get("name")
    called = called.strip() if isinstance(called, str) and called.strip() else name
    all_or_nothing = bool(held.get("all_or_nothing", False))
    points, cases = held.get("points"), _ok.cases(suites[0], called, hidden=True)
    return File(name=called, points=points, all_or_nothing=all_or_nothing, cases=cases)


def _embedded(book: Notebook, name: str, found: _Found) -> None:
    """The tests in a notebook's metadata: dicts in the OK format, or the text of a test file."""
    held = book.metadata.get("otter")
    tests = held.get("tests") if isinstance(held, dict) else None
    for test, body in (tests if isinstance(tests, dict) else {}).items():
        what = f"test {test} of {name}"
        if test in found.names:
            continue  # its file goes before
        if isinstance(body, dict):
            found.take(what, lambda body=body, test=test: _ok_file(body, str(test)))
        elif isinstance(body, str):
            found.take(what, lambda body=body, test=test: _exceptions.read(body, str(test)))
        else:
            found.skipped.append(Skipped(what, f"it is a {type(body).__name__}, expected a dict or text"))


def _main(books: Mapping[str, Notebook], tests: list[File]) -> str:
    """The notebook that checks most of the tests."""
    names = {test.name for test in tests}
    return max(books, key=lambda name: (len(prompts(books[name], names)), -len(name)), default="")


def _draft(found: _Found, main: str, book: Notebook | None, held: Rooms, source: Path) -> Draft:
    asked = prompts(book, {test.name for test in found.tests}) if book else {}
    title = _notebooks.title([book] if book else [])
    solved = dict(solution(held, main))
    draft = Draft(
        name=named(stem(main) if main else source.stem),
        format="otter",
        source=str(source),
        questions=(),
        points=Fraction(0),
        title=title,
        starter=dict(starter(held, main)),
        solution=solved,
        skipped=(*found.skipped, *others(held, main), *_settings(held.grading)),
        notes=NOTES if solved else (*NOTES, UNSOLVED),
    )
    return assembled(found.tests, asked, draft)


def _settings(files: Files) -> Iterator[Skipped]:
    """Settings that grading here has no place for."""
    for name in sorted(files):
        if name.endswith(("otter_config.json", "environment.yml", "requirements.txt")):
            yield Skipped(name, "what is installed here, and the settings here, decide; look whether it asks for more")


def assembled(tests: list[File], asked: Mapping[str, tuple[str, str]], draft: Draft) -> Draft:
    """The draft with a question and a criterion for every test."""
    taken: set[str] = set()
    questions, skipped, total = [], list(draft.skipped), draft.points
    for test in tests:
        try:
            made = _rows.row(test, unique(slug(test.name), taken), test.name)
        except Unread as unread:
            skipped.append(Skipped(f"test {test.name}", str(unread)))
            continue
        total += made.points
        skipped += made.skipped
        if made.row is not None:
            title, prompt = asked.get(test.name, ("", ""))
            prompt = prompt or f"See the question {test.name} in the notebook."
            questions.append(Asked(id=made.row.id, title=title or test.name, prompt=prompt, rows=(made.row,)))
    return replace(draft, questions=(*draft.questions, *questions), points=total, skipped=tuple(skipped))
