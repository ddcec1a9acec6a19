"""What a whole batch leaves behind: the gradebook, the items, the page about the class, and how the run went."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from grader import kinds
from grader.batch import Row
from grader.model import Report
from grader.reports._files import write_bytes_atomically

FORMATS = ("csv", "html")  # formats that can write about a class
SCHEMA = "grader.batch/1"


def write(rows: Sequence[Row], folder: Path, about: dict[str, Any]) -> None:
    """Write every class-level file, in the order of the ids; reports are read back one at a time."""
    ids = sorted(row.id for row in rows)
    for name in FORMATS:
        kinds.find("reports", name).write_class(reports(ids, folder), folder)
    document = {"schema": SCHEMA, **about, **_facts(rows)}
    write_bytes_atomically(folder / "batch.json", (json.dumps(document, indent=2) + "\n").encode())


def reports(ids: Sequence[str], folder: Path) -> Iterator[Report]:
    """The finished reports of a batch, one at a time."""
    read = kinds.find("reports", "json").read
    for name in ids:
        yield read(folder / name / "report.json")


def _facts(rows: Sequence[Row]) -> dict[str, Any]:
    """What may differ from run to run, and therefore stands nowhere else."""
    return {
        "isolation": dict(sorted(Counter(row.isolation for row in rows if row.isolation).items())),
        "how": dict(sorted(Counter(row.how for row in rows).items())),
        "submissions": [
            {"id": row.id, "how": row.how, "seconds": round(row.seconds, 4)} for row in sorted(rows, key=lambda r: r.id)
        ],
    }
