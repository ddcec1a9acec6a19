"""What became of notebooks: kept as they ran, with their outputs; their Markdown cells are an answer sheet."""

from __future__ import annotations

import json
from collections.abc import Mapping

from grader.evidence import Loaded
from grader.probe.wire import sprawls

MAX_KEPT = 32 * 2**20


def artefacts(loaded: Loaded) -> dict[str, bytes]:
    """The executed notebooks that are notebooks; what a hand-in forged as one is left out."""
    return {name: data for name, data in loaded.notebooks.items() if len(data) <= MAX_KEPT and _is_notebook(data)}


def sheets(loaded: Loaded) -> Mapping[str, list[str]]:
    """The Markdown cells of each notebook, in order."""
    found: dict[str, list[str]] = {}
    for file, text in loaded.markdown:
        found.setdefault(file, []).append(text)
    return found


def _is_notebook(data: bytes) -> bool:
    if sprawls(data):
        return False
    try:
        book = json.loads(data)
    except (ValueError, RecursionError):
        return False
    return isinstance(book, dict) and isinstance(book.get("cells"), list)
