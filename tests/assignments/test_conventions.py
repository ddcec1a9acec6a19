"""What decides a mark is told to the student: rules that hold for the five core assignments."""

from pathlib import Path

import pytest

from grader import spec

ROOT = Path(__file__).parents[2]
CORE = ["activation-regions", "adam-moments", "gaussian-dropout", "parameter-counts", "weight-decay"]


@pytest.mark.parametrize("name", CORE)
def test_where_an_overwritten_argument_costs_marks_the_student_is_told(name):
    untold = [
        criterion.id
        for question in spec.load(ROOT / "assignments" / name).questions
        for criterion in question.criteria
        if any(part.arguments_unchanged for part in criterion.parts)
        and not any("argument" in said for said in (question.prompt, *question.conventions))
    ]

    assert [] == untold
