"""ok: test files of the OK client, with their suites, setups and locked cases.

SOURCE is the folder of a project (a `.ok` file, `tests/*.py`, and what students start from), its `tests` folder, or
one test file. A question's points are shared equally by its scored suites, and a suite earns its share when all of its
cases pass. A case without `hidden` is visible, as in the OK client. Test files are read as text and never run.
"""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader.errors import RequestError
from grader.importers import _notebooks, _ok
from grader.importers._draft import Asked, Draft, Share, Skipped, exact, named, slug, unbroken, unique
from grader.importers._ok import Found, Unread
from grader.importers._prompts import prompts
from grader.importers._rows import NOTHING, Made, criterion, test
from grader.importers._sources import Files, beside, folder_of, notebooks, opened, stem

NOTES = (
    "Points: a question's are shared equally by its scored suites; a suite earns its share when all of its cases pass. "
    "A suite that is not scored only tells. A case without `hidden` is visible.",
    "Setup and teardown of a suite run with every case of it.",
    "`1.0` and `np.float64(1.0)`, `True` and `np.True_` are the same output here.",
)
OTHERS = "only doctests can be carried over"


def read(source: Path) -> tuple[Draft, ...]:
    """The assignment that stands there."""
    files, _ = opened(source)
    config = _config(files)
    made: list[tuple[str, Made]] = []
    skipped: list[Skipped] = []
    taken: set[str] = set()
    for name in _tests(files, config):
        text = unbroken(_notebooks.text_of(files[name])).replace("\r\n", "\n").replace("\r", "\n")
        try:
            held = _ok.ok_dict(text)
            called = held.get("name")
            called = called.strip() if isinstance(called, str) and called.strip() else stem(name)
            if slug(called).casefold() in taken:
                raise Unread(f"a second test is named {called!r}")
            made.append((called, _made(held, unique(slug(called), taken), called)))
        except Unread as unread:
            skipped.append(Skipped(name, str(unread)))
    if not made and not skipped:
        raise RequestError(f"{source} holds no test; expected tests/*.py, or a `.ok` file that names them")
    return (_draft(made, Draft(**_about(files, config, source), skipped=tuple(skipped)), files),)


def _about(files: Files, config: Mapping[str, Any], source: Path) -> dict[str, Any]:
    title = config.get("name")
    starter = dict(beside(files))
    for name in notebooks(files):
        book = _notebooks.read(files[name], name)
        starter[name] = _notebooks.write(book.cells, book.metadata)
    return {
        "name": named(str(title) if isinstance(title, str) else source.stem),
        "format": "ok",
        "source": str(source),
        "title": title if isinstance(title, str) else "",
        "questions": (),
        "points": Fraction(0),
        "starter": starter,
        "originals": {name: files[name] for name in _tests(files, config)},
        "notes": (*NOTES, "No solution was found, so no sample shows that a right hand-in gets all."),
    }


def _config(files: Files) -> Mapping[str, Any]:
    """The project's own file, where it can be read."""
    for name in sorted(files):
        if name.endswith(".ok"):
            try:
                held = json.loads(_notebooks.text_of(files[name]))
            except (ValueError, RecursionError):
                continue
            if isinstance(held, dict):
                return held
    return {}


def _tests(files: Files, config: Mapping[str, Any]) -> list[str]:
    """The test files in the order of the project's file, else by name."""
    named_ = config.get("tests")
    patterns = [str(pattern) for pattern in named_] if isinstance(named_, dict) else []
    python = sorted(name for name in files if name.endswith(".py") and stem(name) != "__init__")
    if patterns:
        chosen = [name for pattern in patterns for name in python if fnmatch.fnmatchcase(name, f"*{pattern}")]
        return list(dict.fromkeys(chosen))
    near = [name for name in python if folder_of(name).split("/")[-1] == "tests"]
    return near or [name for name in python if "test" in _ok_names(files[name])]


def _ok_names(data: bytes) -> set[str]:
    try:
        return set(_ok.assigned(_ok.parse(unbroken(_notebooks.text_of(data)))))
    except Unread:
        return set()


def _made(held: Mapping[str, Any], name: str, called: str) -> Made:
    """A criterion whose parts are the suites of a test."""
    points = _points(held.get("points"))
    suites = _ok.suites(held)
    scored = [suite for suite in suites if suite.get("scored", True)]
    if not points or not scored:
        return Made(None, points, (Skipped(f"test {called}", NOTHING if not points else "no suite is scored", points),))
    share = points / len(scored)
    shares: list[tuple[Share, Fraction]] = []
    skipped: list[Skipped] = []
    for number, suite in enumerate(suites, 1):
        worth = share if suite.get("scored", True) else Fraction(0)
        try:
            shares.append((Share(id=f"suite-{number}", weight=worth, tests=_cases(suite, called)), worth))
        except Unread as unread:
            skipped.append(Skipped(f"suite {number} of {called}", str(unread), worth))
    kept = sum((worth for _, worth in shares), Fraction(0))
    if not kept:
        return Made(None, points, tuple(skipped))
    weighed = [replace(part, weight=worth / kept) for part, worth in shares]
    return Made(criterion(name, kept, weighed, called), points, tuple(skipped))


def _points(given: Any) -> Fraction:
    if given is None:
        return Fraction(1)
    try:
        points = exact(given)
    except ValueError as error:
        raise Unread(f"its points cannot be read: {error}") from None
    if points < 0:
        raise Unread(f"its points are {points}, expected 0 or more")
    return points


def _cases(suite: Mapping[str, Any], called: str) -> tuple[Any, ...]:
    """The cases of a suite; Unread where one of them cannot be run, since the suite hangs on all."""
    kind = suite.get("type", "doctest")
    if kind != "doctest":
        raise Unread(f"it is of type {kind!r}, and {OTHERS}")
    cases = _ok.cases(suite, called, hidden=False)
    lost = [case for case in cases if case.why_not]
    if lost:
        raise Unread(f"{lost[0].name}: {lost[0].why_not}; a suite earns its share only with all of its cases")
    if not cases:
        raise Unread("it has no cases")
    return tuple(test(_around(case, suite)) for case in cases)


def _around(case: Found, suite: Mapping[str, Any]) -> Found:
    """A case between the setup and the teardown of its suite."""
    parts = [suite.get("setup"), case.doctest, suite.get("teardown")]
    texts = [_ok.trimmed(part) for part in parts if isinstance(part, str) and part.strip()]
    return replace(case, doctest="\n".join(texts))


def _draft(made: list[tuple[str, Made]], draft: Draft, files: Files) -> Draft:
    books = [_notebooks.read(files[name], name) for name in notebooks(files)]
    names = [called for called, _ in made]
    asked = {name: told for book in books for name, told in prompts(book, names).items()}
    return replace(
        draft,
        questions=tuple(_questions(made, asked)),
        points=sum((one.points for _, one in made), Fraction(0)),
        skipped=(*draft.skipped, *(skipped for _, one in made for skipped in one.skipped)),
    )


def _questions(made: list[tuple[str, Made]], asked: Mapping[str, tuple[str, str]]) -> Iterator[Asked]:
    for called, one in made:
        if one.row is not None:
            title, prompt = asked.get(called, ("", ""))
            prompt = prompt or f"See the question {called} in what you were given."
            yield Asked(id=one.row.id, title=title or called, prompt=prompt, rows=(one.row,))
