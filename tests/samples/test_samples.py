"""Whole hand-ins with the marks they must get: every sample of every shipped assignment goes down the real road."""

from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from grader import intake, pipeline
from grader.model import Report, Status
from tests.samples.conftest import with_time_for

ROOT = Path(__file__).parents[2]
MARKS = sorted(ROOT.glob("assignments/*/samples/marks.yaml"))
SAMPLES = [(path.parts[-3], name) for path in MARKS for name in yaml.safe_load(path.read_text("utf-8"))]


@pytest.fixture(scope="module")
def plans() -> dict[str, pipeline.Plan]:
    return {path.parts[-3]: pipeline.prepare(path.parents[1], ROOT) for path in MARKS}


def expected(assignment: str, sample: str) -> dict[str, tuple[Fraction, str | None]]:
    """Criterion → the score and the mistake that marks.yaml tells, four digits where a share has no end."""
    told = yaml.safe_load((ROOT / "assignments" / assignment / "samples/marks.yaml").read_text("utf-8"))[sample]
    marks = {}
    for criterion, mark in told.items():
        score, mistake = (mark["score"], mark["mistake"]) if isinstance(mark, dict) else (mark, None)
        marks[criterion] = (Fraction(str(score)), mistake)
    return marks


def given(report: Report) -> dict[str, tuple[Fraction, str | None]]:
    return {row.id: (round(row.score, 4), row.mistake) for row in report.criteria if row.score or row.mistake}


@pytest.mark.parametrize(("assignment", "sample"), SAMPLES)
def test_a_sample_gets_the_marks_it_must_get(box, plans, assignment, sample):
    (arrival,) = intake.find([ROOT / "assignments" / assignment / "samples" / sample])
    one = intake.open_arrival(arrival)
    report = pipeline.grade(with_time_for(plans[assignment], one), one, box)

    assert expected(assignment, sample) == given(report)
    for row in report.criteria:  # free text waits for a person, whatever it says
        assert row.kind != "rubric" or row.status in (Status.UNDECIDED, Status.MISSING), row.id


@pytest.mark.parametrize("marks", MARKS, ids=lambda path: path.parts[-3])
def test_every_sample_has_its_marks(marks):
    folders = {path.name for path in marks.parent.iterdir() if path.is_dir()}

    assert folders == set(yaml.safe_load(marks.read_text("utf-8")))


@pytest.mark.parametrize("marks", MARKS, ids=lambda path: path.parts[-3])
def test_every_declared_mistake_has_a_sample_that_makes_it(marks, plans):
    told = yaml.safe_load(marks.read_text("utf-8"))
    made = {
        (criterion, mark["mistake"])
        for sample in told.values()
        for criterion, mark in sample.items()
        if isinstance(mark, dict)
    }
    criteria = plans[marks.parts[-3]].assignment.criteria

    assert {(criterion.id, mistake.id) for criterion in criteria for mistake in criterion.mistakes} == made


@pytest.mark.parametrize("marks", MARKS, ids=lambda path: path.parts[-3])
def test_every_criterion_has_four_right_samples(marks, plans):
    told = yaml.safe_load(marks.read_text("utf-8"))
    for criterion in plans[marks.parts[-3]].assignment.criteria:
        if criterion.kind == "rubric":
            continue
        right = [name for name, sample in told.items() if sample.get(criterion.id) == criterion.points]

        assert len(right) >= 4, criterion.id
