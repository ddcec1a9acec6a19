"""The shipped hand-ins for the assignments of whole documents: what a machine can mark of the right ones is right."""

from pathlib import Path

import pytest

from grader import intake, pipeline
from grader.model import Status
from tests.samples.conftest import with_time_for

ROOT = Path(__file__).parents[2]
RIGHT = {"right", "right-notebook", "right-otherwise"}
OTHERS = {"mistakes", "as-the-document"}
HAND_INS = {
    "optimization-theory": RIGHT | {"right-torch"} | OTHERS,
    "regularization-and-optimization": RIGHT | OTHERS | {"more-mistakes"},
    "regularization-lecture": RIGHT | OTHERS | {"more-mistakes"},
    "weight-decay-and-dropout": RIGHT | {"right-torch"} | OTHERS,
}


@pytest.mark.parametrize("name", HAND_INS)
def test_only_free_text_waits_and_right_hand_ins_get_all_the_rest(name, box):
    plan = pipeline.prepare(ROOT / "assignments" / name, ROOT)
    opened = [intake.open_arrival(arrival) for arrival in intake.find([ROOT / "submissions" / name])]
    reports = {one.id: pipeline.grade(with_time_for(plan, one), one, box) for one in opened}

    assert reports.keys() == HAND_INS[name]
    for who, report in reports.items():
        rest = [row for row in report.criteria if row.kind != "rubric"]
        assert all(row.status is not Status.UNDECIDED for row in rest), who
        assert (sum(row.score for row in rest) == sum(row.points for row in rest)) == who.startswith("right"), who
