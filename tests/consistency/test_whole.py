"""The whole way: a class is graded with an assignment in which one function builds on another."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from grader import evidence as keeping
from grader import pipeline, spec
from grader.edition import student_edition
from grader.oracle import Oracle
from tests.consistency.courses import CALLED, lay

ROOT = Path(__file__).parents[2]
LARGEST = "def spread(x):\n    return max(x)\n\n\ndef scaled(x, k):\n    return k * spread(x) + 1\n"
ENDLESS = "def spread(x):\n    while True:\n        pass\n\n\ndef scaled(x, k):\n    return k * (max(x) - min(x)) + 1\n"


@pytest.fixture
def course(tmp_path):
    lay(tmp_path, CALLED.replace("seed: 3", "seed: 3\nlimits: {seconds: 3, total_seconds: 60}"))
    return tmp_path


def graded(course: Path, code: str) -> dict[str, object]:
    hand_in = course / "submissions" / "chain" / "ada"
    hand_in.mkdir(parents=True)
    (hand_in / "solution.py").write_text(code)
    subprocess.run(
        [sys.executable, "-m", "grader", "grade", "chain", "--quiet", "--jobs", "1"],
        cwd=course,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        check=True,
        timeout=900,
        capture_output=True,
    )
    document = json.loads((course / "reports" / "chain" / "ada" / "report.json").read_text())
    return {row["id"]: row for row in document["questions"][0]["criteria"]}


def test_a_class_is_graded_and_its_evidence_suffices_to_do_it_again(course):
    rows = graded(course, LARGEST)

    assert [(rows[name]["score"], rows[name]["own_result"]) for name in rows] == [(0, None), (3, "spread")]
    plan = pipeline.prepare(course / "assignments" / "chain", course)
    evidence = keeping.load(course / "reports" / "chain" / "ada" / "evidence")
    assert [row.own_result for row in pipeline.judge(plan, evidence).criteria] == [None, "spread"]


def test_an_earlier_function_that_never_ends_costs_the_later_one_nothing(course):
    rows = graded(course, ENDLESS)

    assert (rows["spread"]["score"], rows["scaled"]["score"]) == (0, 3)


def test_the_student_edition_says_nothing_of_it(course):
    assignment = spec.load(course / "assignments" / "chain")
    text = student_edition(assignment, Oracle(course))

    assert "builds_on" not in text
    assert "width" not in text
    assert spec.parse(text.encode(), "edition.yaml").criteria[1].builds_on is None
