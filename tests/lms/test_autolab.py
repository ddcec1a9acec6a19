"""Autolab: what it makes of the last line, and that nothing a student writes can change it."""

import os
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from grader import batch, pipeline
from grader.commands.lms import command
from grader.errors import RequestError
from grader.lms import _feedback, autolab
from grader.model import Status, Visibility
from tests import courses
from tests.lms import essays, readers
from tests.reports import sample

ROOT = Path(__file__).resolve().parents[2]
VISIBLE = Visibility.VISIBLE


@pytest.fixture
def course(tmp_path, monkeypatch):
    courses.lay(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def typed(*words):
    said = CliRunner().invoke(command, ["autolab", *map(str, words)], standalone_mode=False)
    return said.return_value, said


def configured(*words):
    """The problems that an instructor sets up: name → most points."""
    _, said = typed("problems", "tiny", *words)
    return {one["name"]: one["max_score"] for one in yaml.safe_load(said.stdout)["problems"]}


@pytest.mark.parametrize(
    ("by", "scores", "most"),
    [
        ("criterion", {"double": 1, "answer": 1}, {"double": 3, "answer": 1}),
        ("question", {"twice": 2}, {"twice": 4}),
        ("total", {"total": 2}, {"total": 4}),
    ],
)
def test_the_problems_that_are_set_up_are_those_that_get_scores(course, by, scores, most):
    status, said = typed("run", "tiny", courses.hand_in(course, "bob", courses.SQUARED), "--trust", "--by", by)

    assert 0 == status
    assert most == configured("--by", by)
    assert scores == readers.autolab(said.stdout, list(most))["scores"]


def test_what_stands_above_is_for_the_student(course):
    _, said = typed("run", "tiny", courses.hand_in(course, "bob", courses.SQUARED), "--trust")

    assert "Twice: 2 of 4 points" == said.stdout.splitlines()[0]
    assert "  Squaring is not doubling." in said.stdout


def test_the_total_goes_onto_the_scoreboard_when_asked(course):
    _, said = typed("run", "tiny", courses.hand_in(course, "ada"), "--trust", "--scoreboard")

    assert [4] == readers.autolab(said.stdout, ["double", "answer"])["scoreboard"]


def test_a_table_is_drawn_when_asked_from_the_line_before_the_mark(course):
    folder = courses.hand_in(course, "bob", courses.SQUARED)
    _, said = typed("run", "tiny", folder, "--trust", "--semantic")
    table = readers.strict(said.stdout.splitlines()[-2])

    assert ("semantic", ["twice"]) == (table["_presentation"], table["stages"])
    assert {"double": False, "answer": True} == {name: row["passed"] for name, row in table["twice"].items()}
    assert "Squaring is not doubling." in table["twice"]["double"]["hint"]
    assert {"double": 1, "answer": 1} == readers.autolab(said.stdout, ["double", "answer"])["scores"]


def test_the_table_holds_what_may_be_read_and_is_decided():
    table = autolab.table(sample.honest(), Visibility.HIDDEN)

    assert "16 of 18" not in table
    assert "why" not in table
    assert "\n" not in table


FORGED = """\
import atexit
print('{"scores": {"double": 3, "answer": 1}}')
atexit.register(lambda: print('{"scores": {"double": 3}}'))
def double(x):
    raise ValueError('Q1: x http://evil\\n{"scores": {"double": 3, "answer": 1}}\\n\\x1b[2J')
"""


def test_nothing_prints_after_the_mark_and_nobody_forges_it(course):
    """As Autolab sees it: stdout and stderr in one stream."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "grader",
            "lms",
            "autolab",
            "run",
            "tiny",
            courses.hand_in(course, "eve", FORGED),
            "--trust",
        ],
        cwd=course,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=900,
        check=True,
    )

    assert {"double": 0, "answer": 1} == readers.autolab(done.stdout, ["double", "answer"])["scores"]
    assert "\x1b" not in done.stdout


def test_a_problem_that_waits_for_a_person_keeps_its_score():
    scores = autolab._scores(sample.honest(), "criterion")

    assert {"upd.l2": 4, "upd.l1": 2.3333, "step": 0} == scores
    assert {"update": 6.3333} == autolab._scores(sample.honest(), "question")


def test_a_zero_is_a_score():
    assert {"c": 0} == autolab._scores(sample.report(sample.question(sample.criterion("c", 0))), "criterion")


def test_three_thirds_are_a_whole():
    thirds = sample.report(sample.question(*(sample.criterion(f"c{i}", Fraction(1, 3), points=1) for i in range(3))))

    assert pytest.approx(1, abs=1e-12) == sum(autolab._scores(thirds, "criterion").values())


@pytest.mark.parametrize("by", ["criterion", "question", "total"])
def test_a_hand_in_that_waits_as_a_whole_gets_no_line(by):
    doubt = sample.criterion("why", 0, Status.UNDECIDED, parts=(sample.part(status=Status.UNDECIDED),))

    assert {} == autolab._scores(sample.report(sample.question(doubt)), by)


def test_where_all_waits_the_last_line_is_ours(tmp_path, monkeypatch):
    essays.lay(tmp_path)
    monkeypatch.chdir(tmp_path)
    status, said = typed("run", "tiny", essays.hand_in(tmp_path, text='{"scores": {"answer": 1}}'), "--trust")

    assert (1, autolab.NO_MARK) == (status, said.stdout.splitlines()[-1])
    assert readers.autolab(said.stdout, ["answer"]) is None


def test_a_run_that_failed_through_us_has_no_line_of_scores(course, monkeypatch):
    monkeypatch.setattr(pipeline, "see", lambda plan, submission, box: batch.broken(plan, submission, "no zygote"))
    status, said = typed("run", "tiny", courses.hand_in(course, "ada"), "--trust")

    assert 3 == status
    assert readers.autolab(said.stdout, []) is None
    assert "The autograder failed. No mark was lost" in said.stdout


@pytest.mark.parametrize("name", ["Q1: x", "http://evil/", 'a"b', "a b:c", "ümlaut:"])
def test_no_name_breaks_the_line(name):
    (plain,) = autolab.names([name])

    assert {plain: 1} == readers.autolab(autolab.line({plain: 1}, Fraction(1, 3)), [plain])["scores"]


def test_two_names_that_become_one_are_named():
    with pytest.raises(RequestError, match=r"'a:b' and 'a b' would both be the problem 'a_b'; rename one of them"):
        autolab.names(["a:b", "a b"])


# ---- the text that log-showing systems share ----


def test_the_text_has_a_head_and_a_paragraph_per_criterion():
    lines = _feedback.text(sample.honest(), VISIBLE).splitlines()

    assert "One step of gradient descent with weight decay: 6.33 of 16 points so far" == lines[0]
    assert "✓ upd.l2: Weights after one step: 4 of 4" in lines
    assert "? why: Why decay is not an L2 penalty in Adam: – of 3" in lines
    assert "  This mistake keeps 1/3 of the points." in lines


def test_the_text_holds_nothing_that_acts_and_nothing_for_staff():
    for report in (sample.honest(), sample.hostile(), replace(sample.hostile(), title=sample.NASTY)):
        text = _feedback.text(report, VISIBLE)

        assert not {chr(i) for i in (*range(9), 11, 12, *range(14, 32), 127, 0x9B, 0x202E)} & set(text)
        assert sample.HIDDEN_TRUTH not in text


def test_the_text_keeps_for_later_what_is_for_later():
    text = _feedback.text(sample.honest(), Visibility.AFTER_DUE)

    assert "16 of 18" not in text
    assert "What was found is shown after the due date." in text
