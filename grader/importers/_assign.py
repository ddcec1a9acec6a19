"""Master notebooks of Otter Assign: solutions, prompts and tests stand in one file, and are taken apart.

What students get has the prompts; the sample that must earn everything has the solutions; the tests go into the
specification, and what their cells put out when the notebook was saved is what they expect.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from grader.errors import RequestError
from grader.importers import _blocks, _notebooks, _rubrics, _solutions
from grader.importers._draft import Asked, Draft, Row, Skipped, exact, named, slug, unique
from grader.importers._mastertests import Settings, read_test, unsaved
from grader.importers._notebooks import Cell, Notebook
from grader.importers._ok import File, Found, Unread
from grader.importers._prompts import asked
from grader.importers._rows import NOTHING, row
from grader.importers._sources import Files, below, folder_of, stem

CARRIED = {"name", "files", "config_file", "tests"}
ONLY_OTTER = "it concerns cells, PDFs or checks that only otter needs"
INSTALLED = "what is installed here decides; look whether the assignment asks for more"
WHY = {
    "requirements": INSTALLED,
    "environment": INSTALLED,
    "python_version": INSTALLED,
    "generate": "its settings are for otter's own reports, and its seed is put in front of no cell; show what students "
    "may see by `visibility`",
    "seed": "nothing is put in front of the cells; the seed that a notebook sets itself counts",
}
PLACEHOLDER = "_Type your answer here, replacing this text._"
NOTES = (
    "Points: those of a case count; what is left of the question's is shared equally by the other cases; a question "
    "without points is worth 1.",
    "A test expects what its cell had put out when the notebook was saved; where outputs were cleared, run the master "
    "notebook, save it, and import it again.",
    "A test runs on the names as they were after the last code cell of its question.",
    "`1.0` and `np.float64(1.0)`, `True` and `np.True_` are the same output here; in otter they are not.",
)


@dataclass(slots=True)
class _Question:
    """The question that is being read."""

    name: str
    settings: Mapping[str, Any]
    told: list[str] = field(default_factory=list)
    tests: list[Found] = field(default_factory=list)
    prompted: bool = False  # students have a cell to answer in
    answered: bool = False  # and it is marked

    @property
    def manual(self) -> bool:
        return bool(self.settings.get("manual", False))

    @property
    def points(self) -> Any:
        """The question's points as its author wrote them, for as many cases as there are."""
        points = self.settings.get("points")
        if isinstance(points, dict):
            each = points.get("each", 1)
            return each * len(self.tests) if isinstance(each, (int, float)) else each
        return points


def is_one(book: Notebook) -> bool:
    """Whether a notebook is written for Otter Assign."""
    parts = _blocks.cells(book)
    return _blocks.is_old(book) or any(_blocks.is_config(part) or _blocks.boundary(part)[0] for part in parts)


def read(name: str, files: Files, source: str) -> Draft:
    """The assignment in a master notebook; RequestError with the cell where its blocks do not fit."""
    book = _notebooks.read(files[name], name)
    if book.language not in _notebooks.PYTHON:
        raise RequestError(f"{name} is written for {book.language}, and only Python is graded here")
    if _blocks.is_old(book):
        raise RequestError(
            f"{name} has the form that Otter Assign read before version 3 (settings in ``` fences); convert it with "
            "a version of otter that can, and import the result"
        )
    taking = _Taking(name, files)
    for number, cell in enumerate(_blocks.cells(book), 1):
        taking.take(cell, f"{name}, cell {number}")
    return taking.draft(book, source)


class _Taking:
    """Cells taken apart one by one."""

    def __init__(self, name: str, files: Files) -> None:
        self.name, self.files = name, files
        self.settings: dict[str, Any] = {}
        self.blocks: list[str] = []
        self.question: _Question | None = None
        self.questions: list[Asked] = []
        self.points = Fraction(0)
        self.skipped: list[Skipped] = []
        self.notes: list[str] = []
        self.student: list[Cell] = []
        self.solved: list[Cell] = []
        self.taken: set[str] = set()

    def take(self, cell: Cell, where: str) -> None:
        """One cell, by the block that it stands in."""
        deed, block = _blocks.boundary(cell)
        if _blocks.is_ignored(cell):
            return
        if _blocks.is_config(cell):
            self._configure(_blocks.config(cell.source, where))
        elif _blocks.is_plugin(cell):
            self.skipped.append(Skipped(f"the plugin of {where}", "plugins are otter's own"))
        elif deed == "begin":
            self._begin(block, cell, where)
        elif deed == "end":
            self._end(block, where)
        else:
            self._content(cell, where)

    def _configure(self, given: Mapping[str, Any]) -> None:
        file = given.get("config_file")
        if isinstance(file, str):
            path = "/".join(filter(None, [folder_of(self.name), file]))
            if path in self.files:
                text = _notebooks.text_of(self.files[path])
                self.settings |= _blocks.config(text, path)
            else:
                self.skipped.append(Skipped(f"the settings in {file}", "there is no such file beside the notebook"))
        self.settings |= given

    def _begin(self, block: str, cell: Cell, where: str) -> None:
        outer = self.blocks[-1] if self.blocks else ""
        if (block == "question") != (not outer) or len(self.blocks) > 1:
            inside = f"inside a {outer} block" if outer else "outside of a question"
            raise RequestError(
                f"{where}: a {block} block begins {inside}; expected tests, prompts and solutions in one"
            )
        self.blocks.append(block)
        if block != "question":
            return
        settings = _blocks.config(cell.source, where)
        called = settings.get("name")
        if called in (None, ""):
            raise RequestError(f"{where}: the question has no `name`, expected one")
        self.question = _Question(str(called), settings)

    def _end(self, block: str, where: str) -> None:
        if not self.blocks or self.blocks[-1] != block:
            open_ = f"the {self.blocks[-1]} block is open" if self.blocks else "nothing is open"
            raise RequestError(f"{where}: a {block} block ends, but {open_}")
        self.blocks.pop()
        if block == "question":
            self._finish(where)

    def _content(self, cell: Cell, where: str) -> None:
        if self.question is not None and self.blocks[-1] == "tests":
            self._test(cell, self.question, where)  # whole: the call of a function is marked `# IGNORE` there
            return
        try:
            cell = replace(cell, source=_solutions.without_ignored(cell.source))
            cut = replace(cell, source=_solutions.cut(cell.source)) if cell.kind == "code" else cell
        except _solutions.Unpaired as unpaired:
            raise RequestError(f"{where}: {unpaired}") from None
        block, question = self.blocks[-1] if self.blocks else "", self.question
        if question is None or block == "question":
            if question is not None and cell.kind == "markdown":
                question.told.append(cell.source)
            self.solved.append(cell)
            self.student.append(cut)
        elif block == "prompt":
            self._answer(cut, question)
            if not question.manual:
                self.solved.append(cell)
        else:
            self._solution(cell, cut, question)

    def _solution(self, cell: Cell, cut: Cell, question: _Question) -> None:
        if question.manual:
            cell = _rubrics.answer(cell, question.name, Fraction(0))
        self.solved.append(cell)
        if cell.kind == "code":
            self._answer(cut, question)
        elif not question.prompted and question.manual:
            self._answer(Cell(kind="markdown", source=PLACEHOLDER), question)

    def _answer(self, cell: Cell, question: _Question) -> None:
        """A cell in which students work; the last one of a question that a person marks is their answer."""
        question.prompted = True
        if question.manual and not question.answered:
            cell = _rubrics.answer(cell, question.name, Fraction(0))
            question.answered = True
        self.student.append(cell)

    def _test(self, cell: Cell, question: _Question, where: str) -> None:
        if cell.kind != "code":
            raise RequestError(f"{where}: a cell of the tests is {cell.kind}, expected code")
        called = f"{question.name} - {len(question.tests) + 1}"
        try:
            test = read_test(cell, called, Settings(where, self._functions()))
        except Unread as unread:
            test = Found(name=called, why_not=str(unread))
        self.notes += [f"{called}: nothing was saved as the output of its last line"] if unsaved(test) else []
        question.tests.append(test)

    def _functions(self) -> bool:
        tests = self.settings.get("tests")
        return isinstance(tests, dict) and tests.get("ok_format") is False

    def _finish(self, where: str) -> None:
        question, self.question = self.question, None
        assert question is not None  # a question block is open until here
        name = unique(slug(question.name), self.taken)
        if name != slug(question.name):
            raise RequestError(f"{where}: a second question is named {question.name!r}, expected different names")
        found = self._by_hand(question, name) if question.manual else self._tested(question, name)
        if found is not None:
            title, prompt = asked(question.told)
            prompt = prompt or f"See the question {question.name} in the notebook."
            self.questions.append(Asked(id=name, title=title or question.name, prompt=prompt, rows=(found,)))

    def _tested(self, question: _Question, name: str) -> Row | None:
        if not question.tests:
            self.skipped.append(Skipped(f"question {question.name}", "it has no tests, and no person marks it"))
            return None
        whole = bool(question.settings.get("all_or_nothing", False))
        file = File(name=question.name, points=question.points, all_or_nothing=whole, cases=tuple(question.tests))
        try:
            made = row(file, name, question.name)
        except Unread as unread:
            raise RequestError(f"question {question.name} of {self.name}: {unread}") from None
        self.points += made.points
        self.skipped += made.skipped
        self._mark(question.name)
        return made.row

    def _by_hand(self, question: _Question, name: str) -> Row | None:
        given = question.points
        try:
            points = sum(map(exact, given), Fraction(0)) if isinstance(given, list) else exact(given or 0)
        except ValueError as error:
            raise RequestError(f"question {question.name} of {self.name}: {error}") from None
        if question.tests:
            why = "a person marks the question, and its points are for that"
            self.skipped.append(Skipped(f"the tests of {question.name}", why))
        if points <= 0:
            self.skipped.append(Skipped(f"question {question.name}", NOTHING))
            return None
        self.points += points
        return Row(id=name, points=points, key_points=_rubrics.key_points(points))

    def _mark(self, test: str) -> None:
        """Note in the last code cell of both notebooks that the test runs after it."""
        for cells in (self.student, self.solved):
            place = max((at for at, cell in enumerate(cells) if cell.kind == "code"), default=None)
            if place is not None:
                tests = cells[place].marks("grader").get("tests", [])
                cells[place] = cells[place].marked("grader", {"tests": [*tests, test]})

    def draft(self, book: Notebook, source: str) -> Draft:
        """All of it; RequestError where a block is still open."""
        if self.blocks:
            raise RequestError(f"{self.name} ends, but a {self.blocks[-1]} block is open")
        file = stem(self.name) + ".ipynb"
        data = dict(self._data())
        title = self.settings.get("name")
        return Draft(
            name=named(str(title) if isinstance(title, str) else stem(self.name)),
            format="otter",
            source=source,
            questions=tuple(self.questions),
            points=self.points,
            title=str(title) if isinstance(title, str) else _notebooks.title([book]),
            starter={file: _notebooks.write(self.student, book.metadata), **data},
            solution={file: _notebooks.write(self.solved, book.metadata), **data},
            originals={file: self.files[self.name]},
            skipped=(*self._unset(), *self.skipped),
            notes=(*NOTES, *self.notes),
        )

    def _unset(self) -> Iterator[Skipped]:
        for key in self.settings:
            if key not in CARRIED:
                yield Skipped(f"the setting `{key}`", WHY.get(key, ONLY_OTTER))

    def _data(self) -> Iterator[tuple[str, bytes]]:
        """The files that the settings name; a name that leads elsewhere finds nothing."""
        near = below(self.files, folder_of(self.name))
        listed = self.settings.get("files")
        for file in listed if isinstance(listed, list) else []:
            found = {name: data for name, data in near.items() if name == file or name.startswith(f"{file}/")}
            if not found:
                self.skipped.append(Skipped(f"the file {file!r}", "it does not stand beside the notebook"))
            yield from found.items()
