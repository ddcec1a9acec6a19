"""Tables as text, and where the temporary courses are laid."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import hand_ins

HERE = Path(__file__).resolve().parent.parent


def show(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns under their names; the first is text, the others are numbers."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    for row in [head, *rows]:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True))]
        print("  ".join(cells).rstrip())


@contextlib.contextmanager
def course(kind: str, number: int) -> Iterator[Path]:
    """A course with a class of so many, for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="grader-benchmark-") as folder:
        root = Path(folder)
        hand_ins.write(hand_ins.lay(root), kind, number)
        yield root


def drive(root: Path, jobs: int = 2, limit: int | None = None) -> dict[str, Any]:
    """One batch in a process of its own; what it cost, as benchmarks.driver tells it."""
    command = [sys.executable, "-m", "benchmarks.driver", str(root), "--jobs", str(jobs)]
    command += ["--limit", str(limit)] if limit else []
    command += ["--began", str(time.monotonic())]
    told: dict[str, Any] = json.loads(subprocess.check_output(command, cwd=HERE))
    return told
