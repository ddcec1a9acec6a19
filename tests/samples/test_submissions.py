"""The shipped hand-ins of invented students: each gets a report, and the right ones get everything."""

from pathlib import Path

import pytest

from grader import intake, pipeline
from grader.model import Status
from tests.samples.conftest import with_time_for

ROOT = Path(__file__).parents[2]
NAMES = ["activation-regions", "adam-moments", "gaussian-dropout", "parameter-counts", "weight-decay"]
RIGHT = {"ada-right", "noor-notebook", "taro-torch", "zoe-zip"}
TROUBLED = {
    "ben-endless-loop",
    "lea-empty",
    "mila-mistakes",
    "nils-from-the-notes",
    "pia-syntax-error",
    "sam-failing-cell",
}


@pytest.mark.parametrize("name", NAMES)
def test_every_hand_in_gets_a_report_and_only_right_ones_full_marks(name, box):
    plan = pipeline.prepare(ROOT / "assignments" / name, ROOT)
    opened = [intake.open_arrival(arrival) for arrival in intake.find([ROOT / "submissions" / name])]
    reports = [pipeline.grade(with_time_for(plan, one), one, box) for one in opened]

    assert {report.submission for report in reports} == RIGHT | TROUBLED
    assert {report.submission for report in reports if report.score == report.points} == RIGHT
    assert all(report.status is not Status.UNDECIDED for report in reports)
    assert all(report.score < report.points for report in reports if report.submission in TROUBLED)
