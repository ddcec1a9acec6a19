"""A source imported into a course and graded there, as somebody would who types the commands."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from grader import intake, kinds, pipeline, sandbox
from grader.importers import _writing
from grader.model import Report
from grader.places import SPEC, Place
from grader.warming import wanted

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Imported:
    """An imported assignment, and the reports on the hand-ins that came with it or were put there."""

    place: Place
    draft: object
    reports: dict[str, Report]

    def score(self, student: str, row: str) -> Fraction:
        (found,) = (one for one in self.reports[student].criteria if one.id == row)
        return found.score

    def scores(self, student: str) -> dict[str, Fraction]:
        return {one.id: one.score for one in self.reports[student].criteria}


def bring(form: str, source: Path, root: Path, name: str | None = None) -> _writing.Written:
    """The import alone."""
    (draft,) = kinds.find("importers", form).read(source)
    called = name or draft.name
    return _writing.write(draft, Place(called, root / "assignments" / called / SPEC, root))


def imported(form: str, source: Path, root: Path, hand_ins: dict[str, dict[str, str]] | None = None) -> Imported:
    """The import, and every hand-in graded."""
    done = bring(form, source, root)
    for student, files in (hand_ins or {}).items():
        for name, held in files.items():
            path = done.place.submissions / student / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(held, encoding="utf-8")
    samples = done.place.spec.parent / "samples"
    paths = [path for path in (done.place.submissions,) if path.is_dir()]
    paths += [samples / "solution"] if (samples / "solution").is_dir() else []
    return Imported(done.place, done.draft, graded(done.place, paths))


def graded(place: Place, paths: list[Path]) -> dict[str, Report]:
    """The reports on hand-ins, by id."""
    plan = pipeline.prepare(place.spec, place.root)
    arrivals = intake.find(paths)
    with sandbox.open_box(warm=wanted(one.path for one in arrivals), trusted=True) as box:
        return {one.id: pipeline.grade(plan, intake.open_arrival(one), box) for one in arrivals}


def typed(here: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command, typed in a folder."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    command = [sys.executable, "-m", "grader", *words]
    return subprocess.run(command, cwd=here, env=environment, capture_output=True, text=True, timeout=900, check=False)
