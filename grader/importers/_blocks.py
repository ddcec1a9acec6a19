"""The structure of a master notebook: raw cells, or fenced blocks in Markdown, that begin and end things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from grader.errors import RequestError, SpecError
from grader.importers._draft import unbroken
from grader.importers._notebooks import Cell, Notebook
from grader.spec.compose import compose
from grader.spec.literals import plain

BLOCKS = ("question", "prompt", "solution", "tests")
_BOUNDARY = re.compile(r"#\s+(begin|end)\s+(question|prompt|solution|tests)\b", re.I)
_CONFIG = re.compile(r"#\s+assignment\s+config\b", re.I)
_IGNORED = re.compile(r"##?\s*ignore\b", re.I)
_PLUGIN = re.compile(r"#\s+begin\s+plugin\b", re.I)
_OLD = re.compile(r"^```\s*\n#?\s*(?:BEGIN QUESTION|BEGIN ASSIGNMENT|ASSIGNMENT CONFIG)", re.I | re.M)
TRUE, FALSE = {"yes", "on", "true"}, {"no", "off", "false"}  # in YAML as otter reads it


def cells(book: Notebook) -> list[Cell]:
    """The cells of a master notebook, fenced blocks as cells of their own."""
    return [part for cell in book.cells for part in _unfenced(cell)]


def _unfenced(cell: Cell) -> Iterator[Cell]:
    if cell.kind != "markdown" or "```otter" not in cell.source:
        yield cell
        return
    kind, kept = "markdown", list[str]()
    for line in [*cell.lines, None]:
        mark = line is None or line.strip() == ("```otter" if kind == "markdown" else "```")
        if not mark:
            kept.append(str(line))
            continue
        text = "\n".join(kept).strip("\n")
        if text.strip():
            yield Cell(kind=kind, source=text)
        kind, kept = ("raw" if kind == "markdown" else "markdown"), []


def boundary(cell: Cell) -> tuple[str, str]:
    """("begin" or "end", the block), or two empty words."""
    found = _BOUNDARY.match(cell.source) if cell.kind == "raw" else None
    return (found[1].lower(), found[2].lower()) if found else ("", "")


def is_config(cell: Cell) -> bool:
    return cell.kind == "raw" and bool(_CONFIG.match(cell.source))


def is_ignored(cell: Cell) -> bool:
    """A cell for the author alone."""
    return bool(_IGNORED.match(cell.source))


def is_plugin(cell: Cell) -> bool:
    return cell.kind == "raw" and bool(_PLUGIN.match(cell.source))


def is_old(book: Notebook) -> bool:
    """Whether the notebook has the form that otter read before version 3."""
    return any(cell.kind == "markdown" and _OLD.search(cell.source) for cell in book.cells)


def config(text: str, where: str) -> dict[str, Any]:
    """The settings in a cell; RequestError with its place where they are no YAML."""
    if not any(line.strip() and not line.lstrip().startswith("#") for line in text.split("\n")):
        return {}
    try:
        return {str(key): _word(value) for key, value in unbroken(plain(compose(text, where))).items()}
    except SpecError as error:
        raise RequestError(f"the settings of {where} cannot be read: {error}") from None


def _word(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _word(item) for key, item in value.items()}
    if isinstance(value, str) and value.lower() in TRUE | FALSE:
        return value.lower() in TRUE
    return value
