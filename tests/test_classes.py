"""The generated classes: what a hand-in took from a sample is there, stands alone, and is the same every time."""

import json

import pytest

from benchmarks import classes
from grader import spec

NAME = "weight-decay-and-dropout"

SCRIPT = """\
import math
import os

RATE = 0.5


def half(x):
    return RATE * x


def area(r):
    return math.pi * half(r) ** 2


def plain(x):
    return math.sqrt(x)
"""


@pytest.fixture(scope="module")
def course():
    assignment = spec.load(classes.ROOT / "assignments" / NAME)
    return assignment, classes.read_samples(NAME, assignment)


def test_a_function_brings_what_it_needs_and_nothing_else():
    cut = dict(classes.cut(SCRIPT))

    assert "import math\n\ndef plain(x):\n    return math.sqrt(x)" == cut["plain"]
    for needed in ("import math", "RATE = 0.5", "def half", "def area"):
        assert needed in cut["area"]
    assert "import os" not in cut["area"]


def test_a_helper_of_one_function_is_out_of_sight_of_the_others():
    names = {"RATE": 7, "half": None}
    exec(dict(classes.cut(SCRIPT))["area"], names)

    assert 3.14159 == pytest.approx(names["area"](2), abs=1e-5)
    assert (7, None) == (names["RATE"], names["half"])


def test_the_same_seed_gives_the_same_class(course):
    assert classes.make(*course, 8, 3) == classes.make(*course, 8, 3) != classes.make(*course, 8, 4)


def test_one_hand_in_is_empty_and_one_has_a_syntax_error(course):
    made = classes.make(*course, 8, 3)

    assert 8 == len(made)
    assert {} == made["s02-empty"].files
    with pytest.raises(SyntaxError):
        compile(made["s03-syntax"].files["solution.py"], "solution.py", "exec")


def test_a_mark_of_another_sample_is_reported(course, tmp_path):
    reports = tmp_path / "reports" / "s01"
    reports.mkdir(parents=True)
    rows = [{"id": "q1.1", "score": 1, "mistake": None}, {"id": "q1.2", "score": 0.25, "mistake": None}]
    (reports / "report.json").write_text(json.dumps({"questions": [{"criteria": rows}]}))
    (tmp_path / "class.json").write_text(json.dumps({"s01": {"q1.1": "right", "q1.2": "right"}}))

    assert ["s01 q1.2 from right: 1/4 None, not 1 None"] == classes.against(
        NAME, tmp_path / "class", tmp_path / "reports"
    )
