"""What a whole batch leaves behind: the gradebook, the items, the page about the class, and how the run went."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from grader import kinds
from grader.batch import Row
from grader.model import Report
from grader.reports._files import write_bytes_atomically

FORMATS = ("csv", "html")  # formats that can write about a class
SCHEMA = "grader.batch/1"
UNFINISHED = "regrade.json"  # there while a regrade is being written; grading everybody settles it


def write(rows: Sequence[Row], folder: Path, about: dict[str, Any], others: Iterable[str] = ()) -> None:
    """Write every class-level file, in the order of the ids; reports are read back one at a time.

    `others` are hand-ins of an earlier run that stay in the gradebook.
    """
    write_books({*others, *(row.id for row in rows)}, folder)
    document = {"schema": SCHEMA, **about, **_facts(rows)}
    write_bytes_atomically(folder / "batch.json", (json.dumps(document, indent=2) + "\n").encode())


def write_books(ids: Iterable[str], folder: Path) -> None:
    """The files about the class, from the reports of these hand-ins."""
    ordered = sorted(ids)
    for name in FORMATS:
        kinds.find("reports", name).write_class(reports(ordered, folder), folder)


def standing(folder: Path, digest: str) -> frozenset[str]:
    """The hand-ins whose reports on this version of the assignment stand in a folder."""
    return frozenset(path.parent.name for path in folder.glob("*/report.json") if _digest(path) == digest)


def _digest(path: Path) -> str:
    try:
        digest = json.loads(path.read_bytes())["assignment"]["digest"]
    except (OSError, ValueError, LookupError, TypeError):
        return ""  # half a report is none
    return str(digest)


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
