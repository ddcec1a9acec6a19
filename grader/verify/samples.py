"""Whole hand-ins with the marks they must get: the samples of an assignment, and its untouched starter."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader import intake, pipeline, spec
from grader.model import Report
from grader.oracle import Oracle
from grader.pipeline import Plan
from grader.places import Place
from grader.release import release
from grader.sandbox.box import Box
from grader.spec import compose
from grader.verify.proof import Proof

MARKS = "marks.yaml"


def prove(plan: Plan, place: Place, box: Box) -> Iterator[Proof]:
    """A row per sample, and one for the starter that students get."""
    yield starter(plan, place, box)
    folder = place.spec.parent / "samples"
    if not (folder / MARKS).is_file():
        return
    told = marks(folder / MARKS)
    for name in sorted(path.name for path in folder.iterdir() if path.name != MARKS):
        (arrival,) = intake.find([folder / name])
        report = pipeline.grade(plan, intake.open_arrival(arrival), box)
        yield _row(arrival.id, told.get(name, {}), report)


def starter(plan: Plan, place: Place, box: Box) -> Proof:
    """Nobody earns anything for the files that everybody gets."""
    with tempfile.TemporaryDirectory() as folder:
        release(spec.load(place.spec), Oracle(place.root), Path(folder))
        (arrival,) = intake.find([Path(folder)])
        report = pipeline.grade(plan, intake.open_arrival(arrival), box)
    earning = [f"{row.id} ({row.score})" for row in report.criteria if row.score]
    if earning:
        return Proof("starter", "untouched", False, f"the untouched starter earns points for {', '.join(earning)}")
    return Proof("starter", "untouched", True, f"earns 0 of {float(report.points):g}")


def marks(path: Path) -> Mapping[str, Mapping[str, Any]]:
    """What marks.yaml says: sample → criterion → a score, or {score, mistake}; what is not listed is 0."""
    return {str(name): dict(entry or {}) for name, entry in compose.read(path.read_bytes(), str(path)).items()}


def _row(name: str, told: Mapping[str, Any], report: Report) -> Proof:
    wrong = []
    for row in report.criteria:
        entry = told.get(row.id, 0)
        score, mistake = (entry["score"], entry.get("mistake")) if isinstance(entry, Mapping) else (entry, None)
        if round(row.score, 4) != Fraction(str(score)):
            wrong.append(f"{row.id} earns {float(row.score):g}, not {score}")
        elif mistake != row.mistake:
            wrong.append(f"{row.id} is taken for {row.mistake or 'no mistake'}, not for {mistake or 'none'}")
    return Proof("samples", name, not wrong, "; ".join(wrong))
