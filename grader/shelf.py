"""Where finished hand-ins stand: a folder each, with the evidence, the reports, and last of all a key.

The key has two halves: what was asked of which files, and by what it was judged. A later run compares them and knows
whether to keep a hand-in, to judge it again from its evidence, or to run it. A folder without a key was not finished.

Beside the folders stands `versions/`, with every version of the assignment that ever gave a mark here: the text itself,
and a digest of what each case asked, so that a later run can say what changed (see grader.regrade).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from grader import evidence as keeping
from grader import kinds
from grader.digests import of_sources, of_texts
from grader.errors import GraderError
from grader.model import Evidence, Report
from grader.pipeline import Plan
from grader.reports._files import write_bytes_atomically

FORMATS = ("json", "html")
KEY = "evidence/key"
VERSIONS = "versions"
ASKED = "grader.asked/1"
OBSERVING = ("probe", "runners", "sandbox", "evidence.py")  # the code of ours that decides what is seen


@dataclass(frozen=True, slots=True)
class Key:
    """What a hand-in's evidence and its reports depend on, and the version of the assignment they belong to."""

    asked: str
    judged: str
    version: str = ""  # a folder in versions/; empty where it was not kept

    def __str__(self) -> str:
        return f"{self.asked}\n{self.judged}\n{self.version}\n"


def key(plan: Plan, files: Mapping[str, str], given: str = "") -> Key:
    """The key of one hand-in, from the digests of its files and of the marks that a person gave it."""
    contents = "\n".join(f"{name} {digest}" for name, digest in sorted(files.items()))
    asked = of_texts(plan.asked_digest, contents, _observing(), _versions())
    return Key(asked, of_texts(asked, plan.truth_digest, _ours(), given), version_of(plan))


def version_of(plan: Plan) -> str:
    """The short name of everything that is the same for all hand-ins: assignment, references, versions, our code."""
    return of_texts(plan.asked_digest, plan.truth_digest, _observing(), _versions(), _ours())[:16]


def keep_version(plan: Plan, out: Path) -> None:
    """Keep the assignment's text and what each case asks, once for every version."""
    folder = out / VERSIONS / version_of(plan)
    if (folder / "asked.json").is_file():
        return
    spec = Path(plan.assignment.file)
    if spec.is_file() and sha256(text := spec.read_bytes()).hexdigest() == plan.assignment.digest:
        write_bytes_atomically(folder / "assignment.yaml", text)
    document = {
        "schema": ASKED,
        "assignment": plan.assignment.digest,
        "reference": plan.reference,
        "grader": _ours(),
        "observing": _observing(),
        "software": _versions(),
        "seed": plan.assignment.seed,
        "limits": asdict(plan.assignment.limits),
        "cases": dict(plan.asked),
    }
    write_bytes_atomically(folder / "asked.json", (json.dumps(document, indent=1) + "\n").encode())


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


def put(folder: Path, evidence: Evidence, report: Report, finished: Key) -> None:
    """Write everything about one hand-in; the key goes last, so a killed run is seen to be unfinished."""
    (folder / KEY).unlink(missing_ok=True)
    keeping.save(evidence, folder / "evidence")
    for name in FORMATS:
        kinds.find("reports", name).write(report, folder)
    if not evidence.broken:  # our failure is worth another try next time
        write_bytes_atomically(folder / KEY, str(finished).encode())


@cache
def _observing() -> str:
    here = Path(__file__).parent
    return of_sources(here / name for name in OBSERVING)


@cache
def _ours() -> str:
    return of_sources([Path(__file__).parent])


@cache
def _versions() -> str:
    import platform

    return " ".join([platform.python_version(), *(f"{name} {_version(name)}" for name in ("numpy", "torch", "sympy"))])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
