"""The versions of an assignment that gave marks, and of everything else that a mark depends on and all hand-ins share.

reports/NAME/versions/VERSION/assignment.yaml   the text that was judged by
reports/NAME/versions/VERSION/asked.json        digests of what each case asked, and of what surrounded it
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from grader.digests import of_sources, of_texts
from grader.pipeline import Plan
from grader.reports._files import write_bytes_atomically

FOLDER = "versions"
TEXT = "assignment.yaml"
ASKED = "asked.json"
SCHEMA = "grader.asked/1"
OBSERVING = ("probe", "runners", "sandbox", "evidence.py")  # the code of ours that decides what is seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of an assignment and of what surrounded it."""

    assignment: str
    reference: str
    grader: str
    observing: str
    software: str
    seed: int
    limits: Mapping[str, float]
    cases: Mapping[str, str]  # case id → digest of what is asked there


def of_plan(plan: Plan) -> Version:
    """Today's."""
    return Version(
        assignment=plan.assignment.digest,
        reference=plan.reference,
        grader=ours(),
        observing=observing(),
        software=software(),
        seed=plan.assignment.seed,
        limits=asdict(plan.assignment.limits),
        cases=plan.asked,
    )


def name(plan: Plan) -> str:
    """Short, and different wherever a mark could be."""
    return of_texts(plan.asked_digest, plan.truth_digest, observing(), software(), ours())[:16]


def keep(plan: Plan, out: Path) -> None:
    """Write today's version down, once."""
    folder = out / FOLDER / name(plan)
    if (folder / ASKED).is_file():
        return
    spec = Path(plan.assignment.file)
    if spec.is_file() and sha256(text := spec.read_bytes()).hexdigest() == plan.assignment.digest:
        write_bytes_atomically(folder / TEXT, text)
    document = {"schema": SCHEMA, **asdict(of_plan(plan))}
    write_bytes_atomically(folder / ASKED, (json.dumps(document, indent=1) + "\n").encode())


def read(out: Path, name: str) -> Version | None:
    """The version of that name that gave marks here; None where it was not kept."""
    try:
        document = json.loads((out / FOLDER / name / ASKED).read_bytes()) if name else {}
        return Version(**document) if document.pop("schema", "") == SCHEMA else None
    except (OSError, ValueError, TypeError, AttributeError):
        return None


@cache
def observing() -> str:
    """A digest of our code that runs hand-ins."""
    here = Path(__file__).parent
    return of_sources(here / name for name in OBSERVING)


@cache
def ours() -> str:
    """A digest of all our code."""
    return of_sources([Path(__file__).parent])


@cache
def software() -> str:
    """What student code runs on."""
    import platform

    return " ".join([platform.python_version(), *(f"{name} {_found(name)}" for name in ("numpy", "torch", "sympy"))])


def _found(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
