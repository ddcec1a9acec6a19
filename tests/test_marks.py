"""A person's mark counts for the answer it was given for, whatever is graded again."""

import json
from fractions import Fraction

import pytest

from grader import batch, intake, marks, pipeline
from grader.errors import RequestError
from grader.marks import Mark
from grader.model import Status
from tests import courses

SPEC = """\
assignment: tiny
title: Why
seed: 1
questions:
  - id: why
    title: Why
    prompt: Say why.
    criteria:
      - id: why
        points: 4
        answer: typed
        judge:
          kind: rubric
          key_points: [{id: a, say: It decays.}, {id: b, say: It is random.}]
          fatal: [Says that it grows.]
"""
ANSWER = "Because it decays."
BOTH = Mark(
    answer=marks.digest(ANSWER), met=("a", "b"), comment="Well said.", by="T. Eacher", when="2026-11-21T10:00:00"
)


@pytest.fixture
def course(tmp_path):
    root = courses.lay(tmp_path, SPEC)
    courses.hand_in(root, "ada", sheet=f"# why\n\n{ANSWER}\n")
    return root


def graded(root):
    plan = pipeline.prepare(root / "assignments" / "tiny" / "assignment.yaml", root)
    arrivals = intake.find([root / "submissions" / "tiny"])
    options = batch.Options(out=root / "reports" / "tiny", marks=root / "marks" / "tiny", trusted=True)
    (row,) = batch.run(plan, arrivals, options)
    return row, json.loads((options.out / "ada" / "report.json").read_text())["questions"][0]["criteria"][0]


def test_an_unmarked_answer_waits(course):
    row, criterion = graded(course)

    assert (Status.UNDECIDED, "undecided") == (row.line.status, criterion["status"])
    assert "waits for a person" in criterion["finding"]


def test_a_mark_is_in_the_report_of_the_next_run_which_runs_nothing(course):
    graded(course)
    marks.write(course / "marks" / "tiny", "ada", {"why": BOTH})

    row, criterion = graded(course)

    assert ("judged again", Fraction(4), Status.PASSED) == (row.how, row.line.score, row.line.status)
    assert "Well said. Said: It decays. It is random." == criterion["finding"]
    assert "marked by T. Eacher on 2026-11-21" in criterion["detail"]


def test_half_of_the_key_points_are_half_of_the_points(course):
    one = Mark(answer=marks.digest(ANSWER), met=("a",))
    marks.write(course / "marks" / "tiny", "ada", {"why": one})

    row, criterion = graded(course)

    assert (Fraction(2), Status.PARTIAL) == (row.line.score, row.line.status)
    assert "Said: It decays. Not said: It is random." == criterion["finding"]


def test_a_fatal_error_earns_zero_and_says_so(course):
    fatal = Mark(answer=marks.digest(ANSWER), met=("a", "b"), fatal=True)
    marks.write(course / "marks" / "tiny", "ada", {"why": fatal})

    row, criterion = graded(course)

    assert (Fraction(0), Status.FAILED) == (row.line.score, row.line.status)
    assert "costs the whole answer" in criterion["finding"]


def test_a_mark_does_not_count_for_another_answer(course):
    marks.write(course / "marks" / "tiny", "ada", {"why": BOTH})
    courses.hand_in(course, "ada", sheet="# why\n\nNo idea.\n")

    row, criterion = graded(course)

    assert Status.UNDECIDED is row.line.status
    assert "a mark of 2026-11-21 was given to another answer and does not count here" in criterion["detail"]


def test_a_mark_survives_a_changed_specification(course):
    marks.write(course / "marks" / "tiny", "ada", {"why": BOTH})
    graded(course)
    spec = course / "assignments" / "tiny" / "assignment.yaml"
    spec.write_text(SPEC.replace("points: 4", "points: 8"))

    row, _ = graded(course)

    assert Fraction(8) == row.line.score


def test_marks_that_cannot_be_read_stop_the_run_before_they_are_lost(course):
    folder = course / "marks" / "tiny"
    folder.mkdir(parents=True)
    (folder / "ada.json").write_text("{")

    with pytest.raises(RequestError, match=r"ada\.json: cannot be read .* holds marks by hand, so mend it or move it"):
        graded(course)


def test_marks_are_read_back_as_they_were_written(tmp_path):
    given = {"why": BOTH}
    given["how"] = Mark(answer="x", credit=Fraction(2, 3), comment="“ß”")

    marks.write(tmp_path, "ada", given)

    assert given == marks.read(tmp_path, "ada")
    assert {} == marks.read(tmp_path, "bob")
