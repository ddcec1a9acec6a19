"""Where finished hand-ins stand: a folder each, with the evidence, the reports, and last of all a key.

The key has two halves: what was asked of which files, and by what it was judged. A later run compares them and knows
whether to keep a hand-in, to judge it again from its evidence, or to run it. A folder without a key was not finished.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader import evidence as keeping
from grader import kinds, versions
from grader.digests import of_texts
from grader.errors import GraderError
from grader.model import Evidence, Report
from grader.pipeline import Plan
from grader.reports._files import write_bytes_atomically

FORMATS = ("json", "html")
KEY = "evidence/key"


@dataclass(frozen=True, slots=True)
class Key:
    """What a hand-in's evidence and its reports depend on, and the version of the assignment they belong to."""

    asked: str
    judged: str
    version: str = ""  # see grader.versions; empty in keys of old

    def __str__(self) -> str:
        return f"{self.asked}\n{self.judged}\n{self.version}\n"


def key(plan: Plan, files: Mapping[str, str], given: str = "") -> Key:
    """The key of one hand-in, from the digests of its files and of the marks that a person gave it."""
    contents = "\n".join(f"{name} {digest}" for name, digest in sorted(files.items()))
    asked = of_texts(plan.asked_digest, contents, versions.observing(), versions.software())
    return Key(asked, of_texts(asked, plan.truth_digest, versions.ours(), given), versions.name(plan))


def read_key(folder: Path) -> Key | None:
    """The key of a finished hand-in; None when there is none or it was cut short."""
    try:
        return Key(*(folder / KEY).read_text("ascii").split())
    except (OSError, ValueError, TypeError):
        return None


def load(folder: Path) -> Evidence | None:
    """Saved evidence; None when it cannot be read, so that the hand-in is run again."""
    try:
        return keeping.load(folder / "evidence")
    except (GraderError, OSError, ValueError, KeyError):
        return None


def put(folder: Path, evidence: Evidence, report: Report, finished: Key | None) -> None:
    """Write everything about one hand-in; the key goes last, so a killed run is seen to be unfinished."""
    (folder / KEY).unlink(missing_ok=True)
    keeping.save(evidence, folder / "evidence")
    for name in FORMATS:
        kinds.find("reports", name).write(report, folder)
    if finished is not None and not evidence.broken:  # our failure is worth another try next time
        write_bytes_atomically(folder / KEY, str(finished).encode())
