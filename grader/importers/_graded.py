"""The graded cells of one nbgrader notebook as criteria, in the order of the notebook."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from fractions import Fraction

from grader.importers import _marks, _rubrics
from grader.importers._carried import needed
from grader.importers._draft import BESIDE, Row, Share, Skipped, Test, slug, unique
from grader.importers._marks import Mark, Odd
from grader.importers._notebooks import Cell, Notebook
from grader.importers._python import parsed
from grader.importers._rows import NOTHING
from grader.importers._settings import Settings
from grader.importers._solutions import Unpaired

AUTO = "its tests are written by `nbgrader generate_assignment` (### {}); generate a release, and import again"


@dataclass(slots=True)
class Reading:
    """One notebook being read."""

    stem: str  # its name without ending
    alone: bool  # the only one of the assignment
    settings: Settings
    released: dict[str, str] = field(default_factory=dict)  # grade id → the cell as students got it
    rows: list[Row] = field(default_factory=list)
    points: Fraction = Fraction(0)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    hidden: list[str] = field(default_factory=list)  # the hidden parts of the tests so far
    open: list[str] = field(default_factory=list)  # what a hand-in may define itself

    def read(self, book: Notebook) -> None:
        """Every cell; what nbgrader itself would refuse is left out by name."""
        self.open = [self._open(cell) for cell in book.cells if cell.kind == "code"]
        for number, cell in enumerate(book.cells, 1):
            where = f"cell {number} of {self.stem}.ipynb"
            try:
                mark = _marks.mark(cell)
                if mark is not None:
                    self._take(cell, mark)
            except (Odd, Unpaired) as odd:
                self.points += _worth(cell)
                self.skipped.append(Skipped(where, str(odd), _worth(cell)))

    def _open(self, cell: Cell) -> str:
        try:
            return self.settings.hidden.cut(cell.source)[0]
        except Unpaired:
            return ""

    def _take(self, cell: Cell, mark: Mark) -> None:
        if mark.id in self.ids:
            raise Odd(f"a second cell is called {mark.id!r}; nbgrader takes no notebook with two")
        self.ids.add(mark.id)
        if mark.points is None:
            return
        if not mark.points:
            self.skipped.append(Skipped(f"the cell {mark.id!r}", NOTHING))
            return
        row = self._tests(cell, mark, mark.points) if mark.kind == "tests" else self._manual(cell, mark, mark.points)
        self.points += mark.points
        if row is not None:
            self.rows.append(row)

    def _name(self, mark: Mark) -> str:
        return unique(slug(mark.id if self.alone else f"{self.stem}.{mark.id}"), self.taken)

    def _manual(self, cell: Cell, mark: Mark, points: Fraction) -> Row:
        scheme = self.settings.scheme.cut(cell.source)[1] if mark.kind == "task" else ""
        name = self._name(mark)
        if name != mark.id and name != f"{self.stem}.{mark.id}":
            said = f"answers to {mark.id!r} are found under the heading {name!r} only, since its id has odd characters"
            self.notes.append(said)
        return Row(id=name, points=points, key_points=_rubrics.key_points(points, scheme))

    def _tests(self, cell: Cell, mark: Mark, points: Fraction) -> Row | None:
        source = self._generated(cell, mark, points)
        if source is None:
            return None
        hidden, open_ = self.settings.hidden, self.settings.hidden.cut(source)[0].strip("\n")
        whole = hidden.opened(source).strip("\n")
        if _nothing(whole):
            self.skipped.append(Skipped(f"the cell {mark.id!r}", "it holds no test, so everybody passes it", points))
            return None
        secret = hidden.within(source)
        carried = needed(self.hidden, whole, self.open)
        if secret:
            self.hidden.append(hidden.cut(source)[1])
        full = f"{carried}\n{whole}" if carried else whole
        if carried:
            self.notes.append(f"{mark.id}: what the hidden part of an earlier cell defines stands in front of the test")
        tests = [Test(code=open_, visible=True)] if not _nothing(open_) and (secret or not carried) else []
        tests += [Test(code=full)] if secret or carried else []
        name = self._name(mark)
        return Row(
            id=name,
            points=points,
            shares=(Share(id="core", weight=Fraction(1), tests=tuple(tests)),),
            title=f"{name} ({BESIDE})",
            file="" if self.alone else self.stem,
            at=mark.id,
            out_of=points if _gives(full) else None,
        )

    def _generated(self, cell: Cell, mark: Mark, points: Fraction) -> str | None:
        """The source of a test; where nbgrader writes it, that of the release."""
        if self.settings.autotest not in cell.source:
            return cell.source
        made = self.released.get(mark.id)
        if made is None or self.settings.autotest in made:
            said = AUTO.format(self.settings.autotest)
            self.skipped.append(Skipped(f"the cell {mark.id!r}", said, points))
            return None
        self.notes.append(f"{mark.id}: the generated tests of the release are used")
        return made


def _worth(cell: Cell) -> Fraction:
    """The points of a cell that cannot be taken, as far as they can be read."""
    try:
        return max(_rubrics.points(cell.marks(_marks.KEY)), Fraction(0))
    except (ValueError, Odd):
        return Fraction(0)


def _nothing(code: str) -> bool:
    """Whether a test holds no statement at all."""
    tree = parsed(code)
    return not code.strip() if isinstance(tree, str) else not tree.body


def _gives(code: str) -> bool:
    """Whether a test ends with a value, which may be a number of points."""
    tree = parsed(code)
    if isinstance(tree, str):
        return True
    body = tree.body
    return bool(body) and isinstance(body[-1], ast.Expr) and not _asserting(body[-1].value)


def _asserting(node: ast.expr) -> bool:
    """A call of `np.testing.assert_allclose`, `print` and the like gives nothing."""
    function = node.func if isinstance(node, ast.Call) else None
    called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return str(called).lower().startswith(("assert", "print"))
