"""Notebooks as files of another grader hold them: read with distrust, written so that the same gives the same bytes."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from grader.errors import RequestError
from grader.importers._draft import unbroken

MAX_BYTES = 64 * 2**20
MAX_CELLS = 2_000
TOO_DEEP = "it is nested too deeply to be read"
PYTHON = ("python", "python3", "ipython", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell; its outputs as one text, in order."""

    kind: str  # code, markdown, raw
    source: str
    metadata: Mapping[str, Any] = field(default_factory=dict)
    output: str = ""

    @property
    def lines(self) -> list[str]:
        return self.source.split("\n")

    def marks(self, key: str) -> dict[str, Any]:
        """What a grader noted about the cell under its own key; empty for anything else than a mapping."""
        held = self.metadata.get(key)
        return dict(held) if isinstance(held, dict) else {}

    def marked(self, key: str, value: Mapping[str, Any] | None) -> Cell:
        """The same cell with that note, or without it."""
        kept = {name: held for name, held in self.metadata.items() if name != key}
        return replace(self, metadata=kept if value is None else {**kept, key: dict(value)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Notebook:
    cells: tuple[Cell, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def language(self) -> str:
        spec = self.metadata.get("kernelspec")
        info = self.metadata.get("language_info")
        named = spec.get("language") if isinstance(spec, dict) else None
        named = named or (info.get("name") if isinstance(info, dict) else None)
        return named.lower() if isinstance(named, str) else ""


def read(data: bytes, name: str) -> Notebook:
    """The cells of a notebook; RequestError with its name and a sentence where it cannot be read."""
    book = _book(data, name)
    cells = book.get("cells")
    if not isinstance(cells, list):
        raise RequestError(f"{name} has no list of cells; open it in Jupyter and save it again")
    if len(cells) > MAX_CELLS:
        raise RequestError(f"{name} has {len(cells)} cells, expected at most {MAX_CELLS}")
    metadata = book.get("metadata")
    made = tuple(_cell(cell) for cell in cells if isinstance(cell, dict))
    return Notebook(cells=made, metadata=metadata if isinstance(metadata, dict) else {})


def _book(data: bytes, name: str) -> dict[str, Any]:
    if len(data) > MAX_BYTES:
        raise RequestError(f"{name} is larger than {MAX_BYTES // 2**20} MiB; clear its outputs and save it again")
    try:
        book = unbroken(json.loads(text_of(data)))
    except RecursionError:
        raise RequestError(f"{name}: {TOO_DEEP}") from None
    except ValueError as error:
        raise RequestError(f"{name} is not whole JSON ({error}); open it in Jupyter and save it again") from None
    if not isinstance(book, dict):
        raise RequestError(f"{name} holds a {type(book).__name__}, expected the JSON object that a notebook is")
    return _modern(book, name) if "worksheets" in book and "cells" not in book else book


def _modern(book: dict[str, Any], name: str) -> dict[str, Any]:
    """A notebook of version 2 or 3 as one of version 4."""
    import nbformat

    try:
        old = {"metadata": {}, **book, "nbformat": book.get("nbformat", 3), "nbformat_minor": 0}
        return json.loads(json.dumps(nbformat.convert(nbformat.from_dict(old), 4)))  # type: ignore[no-any-return]
    except Exception as error:  # noqa: BLE001 -- whatever is wrong with it, the teacher can save it anew
        raise RequestError(f"{name} has an old format that cannot be read ({error}); save it from Jupyter") from None


def text_of(data: bytes) -> str:
    """Text of whatever encoding: UTF-8 as a rule, UTF-16 by its mark, Latin-1 where nothing else fits."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _cell(cell: Mapping[str, Any]) -> Cell:
    kind, metadata = cell.get("cell_type"), cell.get("metadata")
    outputs = cell.get("outputs")
    return Cell(
        kind=kind if kind in ("code", "markdown") else "raw",
        source=joined(cell.get("source")),
        metadata=metadata if isinstance(metadata, dict) else {},
        output="".join(map(_output, outputs)) if isinstance(outputs, list) else "",
    )


def joined(text: Any) -> str:
    """A text that a notebook holds whole or in lines."""
    if isinstance(text, list):
        text = "".join(line for line in text if isinstance(line, str))
    return text.replace("\r\n", "\n") if isinstance(text, str) else ""


def _output(output: Any) -> str:
    """What one output says as text: what was printed, or the value of the last expression."""
    if not isinstance(output, dict):
        return ""
    data = output.get("data")
    return joined(output.get("text")) or (joined(data.get("text/plain")) if isinstance(data, dict) else "")


def write(cells: Iterable[Cell], metadata: Mapping[str, Any] | None = None) -> bytes:
    """A notebook without outputs."""
    kept = {key: metadata[key] for key in ("kernelspec", "language_info") if metadata and key in metadata}
    written = []
    for number, cell in enumerate(cells, 1):
        made: dict[str, Any] = {"cell_type": cell.kind, "id": f"cell-{number}", "metadata": dict(cell.metadata)}
        made["source"] = cell.source.splitlines(keepends=True)
        written.append(made | ({"execution_count": None, "outputs": []} if cell.kind == "code" else {}))
    named = kept or {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    book = {"cells": written, "metadata": named, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(book, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "replace")


_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t#]*$", re.M)


def heading(text: str) -> str:
    """The first heading of a Markdown text, without marks of emphasis."""
    found = _HEADING.search(text)
    return re.sub(r"[*`]+", "", found[1]).strip() if found else ""


def title(books: Iterable[Notebook]) -> str:
    """The first heading in some notebooks; a line that begins with `#` is one only in Markdown."""
    told = (cell.source for book in books for cell in book.cells if cell.kind == "markdown")
    return next(filter(None, map(heading, told)), "")


def body(text: str) -> str:
    """A Markdown text without its comments, its first heading, and blanks at line ends."""
    text = re.sub(r"<!--.*?(?:-->|\Z)", "", text, flags=re.S)
    match = _HEADING.search(text)
    if match and not text[: match.start()].strip():
        text = text[match.end() :]
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))
