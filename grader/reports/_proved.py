"""What `grader verify` found, as class.html tells it: how well the cases tell right from wrong."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = "verify.json"
SCHEMA = "grader.verify/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """The last time that an assignment proved itself."""

    score: float | None  # mutants that lose marks ÷ those that make a difference
    mutants: int  # that make a difference
    explained: int  # that make none
    rows: tuple[tuple[str, int, int], ...]  # criterion, how many lose marks, of how many
    failing: tuple[tuple[str, str], ...]  # kind of proof, of what
    current: bool  # it is this version of the assignment


def read(folder: Path, digests: Collection[str]) -> Proved | None:
    """What stands in verify.json beside the reports; None where there is none that can be read."""
    try:
        document = json.loads((folder / FILE).read_bytes())
        return _proved(document, digests) if document["schema"] == SCHEMA else None
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _proved(document: dict[str, Any], digests: Collection[str]) -> Proved:
    mutation, proofs = document["mutation"], document["proofs"]
    facts = {row["subject"]: row["facts"] for row in proofs if row["kind"] == "mutants" and row["facts"]}
    return Proved(
        score=mutation["score"],
        mutants=int(mutation["mutants"]) - int(mutation["explained"]),
        explained=int(mutation["explained"]),
        rows=tuple((str(name), int(f["killed"]), f["mutants"] - f["explained"]) for name, f in facts.items()),
        failing=tuple((str(row["kind"]), str(row["subject"])) for row in proofs if not row["holds"]),
        current=document["digest"] in digests,
    )
