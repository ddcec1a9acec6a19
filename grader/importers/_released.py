"""What students start from, made of a source notebook: stubs for solutions, no hidden tests, no marking schemes."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from grader.importers import _marks, _notebooks
from grader.importers._marks import Odd
from grader.importers._notebooks import Cell, Notebook
from grader.importers._settings import Settings


def release(book: Notebook, settings: Settings) -> bytes:
    """The notebook as nbgrader would release it."""
    return _notebooks.write((_cell(cell, settings) for cell in book.cells), book.metadata)


def clean(book: Notebook, settings: Settings) -> bool:
    """Whether nothing in a notebook is only for staff."""
    regions = (settings.solution, settings.hidden, settings.scheme)
    return not any(region.within(cell.source) for cell in book.cells for region in regions)


def _cell(cell: Cell, settings: Settings) -> Cell:
    stub = settings.stub if cell.kind == "code" else settings.text
    source, solved = settings.solution.cut(cell.source, stub)
    source = settings.scheme.cut(settings.hidden.cut(source)[0])[0]
    try:
        mark = _marks.mark(cell)
    except Odd:
        return replace(cell, source=source)
    if mark is None:
        return replace(cell, source=source)
    if mark.kind in ("answer", "manual") and not solved:
        source = stub
    held = _marks.upgraded(cell.marks(_marks.KEY)) | {"cell_type": cell.kind}
    made = replace(cell, source=source).marked(_marks.KEY, held | {"checksum": checksum(source, cell.kind, held)})
    locks = {"deletable": False} | ({"editable": False} if mark.kind in ("tests", "read-only") else {})
    return replace(made, metadata={**made.metadata, **locks})


def checksum(source: str, kind: str, held: dict[str, object]) -> str:
    """nbgrader's fingerprint of a cell as it is given out; the lock counts as it holds, not as it is written."""
    grade, solution = held.get("grade") is True, held.get("solution") is True
    locked = not solution and (grade or held.get("locked") is True)
    text = f"{source}{kind}{grade}{solution}{locked}{held.get('grade_id')}"
    if grade:
        text += str(float(str(held.get("points"))))
    return hashlib.md5(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
