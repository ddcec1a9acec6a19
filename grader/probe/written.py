"""The Markdown of a notebook; a cell that nbgrader leaves to a person becomes an answer under the heading of its id.

Where several cells bear one id, the last counts, as it does there. A cell that still is as it was given out is no
answer; its own checksum says so.
"""

import builtins
import hashlib
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any, Protocol

globals()["__builtins__"] = dict(vars(builtins))

UNANSWERED = "# (as it was given out)"
LOOK = "(Nothing stands below the task; look at the whole notebook.)"


class Written(Protocol):
    """A cell, and what nbgrader noted about it."""

    kind: str
    source: str
    nbgrader: dict[str, Any]


def sheets(cells: Sequence[Written], path: str) -> list[str]:
    """The texts in which typed answers are looked for, in order."""
    stem = PurePosixPath(path).stem
    last = {_id(cell): place for place, cell in enumerate(cells) if _answer(cell) or _task(cell)}
    texts: list[str] = []
    for place, cell in enumerate(cells):
        if _answer(cell) or _task(cell):
            if last[_id(cell)] == place:
                texts += [_heading(stem, cell) + _answered(cell, cells[place + 1 :])]
                texts += [UNANSWERED] if _untouched(cell) else []
        elif cell.kind == "markdown":
            texts.append(cell.source)
    return texts


def _id(cell: Written) -> str:
    named = cell.nbgrader.get("grade_id")
    return named if type(named) is str else ""


def _answer(cell: Written) -> bool:
    return cell.nbgrader.get("grade") is True and cell.nbgrader.get("solution") is True and bool(_id(cell))


def _task(cell: Written) -> bool:
    return cell.nbgrader.get("task") is True and bool(_id(cell))


def _heading(stem: str, cell: Written) -> str:
    return f"# `{stem}.{_id(cell)}` `{_id(cell)}`\n\n"


def _answered(cell: Written, following: Sequence[Written]) -> str:
    if _untouched(cell):
        return ""
    if not _task(cell):
        return _quoted(cell)
    own = []
    for other in following:
        if other.nbgrader:
            break
        own.append(_quoted(other))
    return "\n\n".join(filter(None, own)) or LOOK


def _quoted(cell: Written) -> str:
    """Code in a fence; of Markdown, headings that would end the answer are written out."""
    if cell.kind == "code":
        return f"```python\n{cell.source}\n```" if cell.source.strip() else ""
    lines, fenced = [], False
    for line in cell.source.split("\n"):
        fenced ^= line.lstrip().startswith(("```", "~~~"))
        lines.append("\\" + line.lstrip() if line.lstrip().startswith("#") and not fenced else line)
    return "\n".join(lines)


def _untouched(cell: Written) -> bool:
    """Whether a cell's checksum, by nbgrader's own recipe, is that of what it holds now."""
    if _task(cell):
        return False
    try:
        points = str(float(cell.nbgrader["points"]))
    except (KeyError, TypeError, ValueError):
        return False
    parts = (cell.source, cell.kind, "True", "True", "False", _id(cell), points)
    digest = hashlib.md5("".join(parts).encode("utf-8", "surrogatepass"), usedforsecurity=False)
    return cell.nbgrader.get("checksum") == digest.hexdigest()
