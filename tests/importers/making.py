"""Notebooks and folders in other graders' formats, from few words."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def code(source: str, out: str | None = None, value: str | None = None, **metadata: Any) -> dict[str, Any]:
    """A code cell, perhaps with what it printed and with the value of its last line."""
    outputs: list[dict[str, Any]] = []
    if out is not None:
        outputs.append({"output_type": "stream", "name": "stdout", "text": out})
    if value is not None:
        data = {"text/plain": value}
        outputs.append({"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1})
    return {"cell_type": "code", "source": source, "metadata": metadata, "outputs": outputs, "execution_count": None}


def text(source: str, **metadata: Any) -> dict[str, Any]:
    return {"cell_type": "markdown", "source": source, "metadata": metadata}


def raw(source: str) -> dict[str, Any]:
    return {"cell_type": "raw", "source": source, "metadata": {}}


def book(*cells: dict[str, Any], **metadata: Any) -> str:
    """A notebook of version 4.5."""
    held = {"kernelspec": KERNEL, "language_info": {"name": "python"}, **metadata}
    numbered = [{**cell, "id": f"c{number}"} for number, cell in enumerate(cells)]
    return json.dumps({"cells": numbered, "metadata": held, "nbformat": 4, "nbformat_minor": 5})


def nbgrader(source: str, name: str, kind: str = "code", points: float | None = None, **flags: Any) -> dict[str, Any]:
    """A cell of nbgrader's, by schema 3."""
    mark = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False, "grade_id": name}
    mark |= flags | ({"points": points} if points is not None else {})
    return (code if kind == "code" else text)(source, nbgrader=mark)


def answer(source: str, name: str) -> dict[str, Any]:
    return nbgrader(source, name, solution=True)


def check(source: str, name: str, points: float) -> dict[str, Any]:
    return nbgrader(source, name, points=points, grade=True, locked=True)


def manual(source: str, name: str, points: float, kind: str = "markdown") -> dict[str, Any]:
    return nbgrader(source, name, kind, points=points, grade=True, solution=True)


def checksum(source: str, kind: str, name: str, points: float) -> str:
    """Of an answer that a person marks, by the recipe of the format."""
    return hashlib.md5(f"{source}{kind}TrueTrueFalse{name}{float(points)}".encode()).hexdigest()


def lay(root: Path, files: dict[str, str | bytes]) -> Path:
    """Files below a folder."""
    for name, held in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(held.encode() if isinstance(held, str) else held)
    return root
