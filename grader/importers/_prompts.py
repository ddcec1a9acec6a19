"""What is asked in a notebook, question by question: the Markdown that stands before a cell that checks it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from grader.importers._notebooks import Cell, Notebook, body, heading

CHECK = re.compile(r"""\.(?:check|grade)\(\s*(?:q\s*=\s*)?["']([^"'\n]+)["']""")
MAX_PROMPT = 4_000


def prompts(book: Notebook, names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Test → (title, prompt), for those that some cell of the notebook checks."""
    wanted = set(names)
    found: dict[str, tuple[str, str]] = {}
    told: list[str] = []
    for cell in book.cells:
        if cell.kind == "markdown":
            told.append(cell.source)
        for name in checked(cell):
            if name in wanted and told:
                found.setdefault(name, asked(told))
            told = []
    return found


def checked(cell: Cell) -> list[str]:
    """The tests that a cell checks: by a call, or by otter's note in its metadata."""
    noted = cell.marks("otter").get("tests")
    named = [name for name in noted if isinstance(name, str)] if isinstance(noted, list) else []
    return [*named, *(CHECK.findall(cell.source) if cell.kind == "code" else [])]


def asked(told: list[str]) -> tuple[str, str]:
    """The last Markdown cell that says something, with its heading as the title."""
    for text in reversed(told):
        said = body(text)
        if said:
            return heading(text), said[:MAX_PROMPT]
    return "", ""
