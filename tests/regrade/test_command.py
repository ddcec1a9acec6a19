"""`grader regrade` as it is typed."""

import json
import os
import shutil
import signal
import subprocess
import sys

import pytest

from tests import courses
from tests.regrade.again import aside, contents, edit, grade, marked
from tests.test_cli import ROOT, typed


@pytest.fixture
def graded(course):
    courses.hand_in(course, "ada")
    courses.hand_in(course, "bob", courses.SQUARED)
    grade(course)
    return course


def test_it_shows_who_moves_and_writes_only_when_told_to(graded):
    edit(graded, "credit: 1/3", "credit: 2/3")
    before = contents(graded / "reports")

    shown = typed(graded, "regrade", "tiny")

    assert 0 == shown.returncode, shown.stderr
    assert "bob        2 / 4   3 / 4       +1   double +1" in shown.stdout
    assert "1 goes up, 1 keeps its mark." in shown.stdout
    assert "Nothing was written. To write it: the same command with --apply" in shown.stdout
    assert before == contents(graded / "reports")

    applied = typed(graded, "regrade", "tiny", "--apply", "--because", "the price was too high")

    assert 0 == applied.returncode, applied.stderr
    assert "+1" in applied.stdout
    assert "and every new mark to history.jsonl there." in applied.stdout
    assert "Nothing has changed since these hand-ins were graded." in typed(graded, "regrade", "tiny").stdout


def test_the_marks_of_one_hand_in_over_time(graded):
    edit(graded, "credit: 1/3", "credit: 2/3")
    typed(graded, "regrade", "tiny", "--apply", "--because", "the price was too high")

    said = typed(graded, "regrade", "tiny", "--history", "bob")

    lines = said.stdout.splitlines()
    assert "2 / 4  partial" in lines[0]
    assert "graded by `grader grade`, typed by prof" in lines[1]
    assert any("3 / 4  partial" in line for line in lines)
    assert "  reason given: the price was too high" in lines
    assert "  double +1" in lines
    document = json.loads(typed(graded, "regrade", "tiny", "--history", "bob", "--json").stdout)
    assert ["2", "3"] == [entry["score"] for entry in document]


def test_an_unknown_name_is_answered_with_the_nearest(graded):
    said = typed(graded, "regrade", "tiny", "--history", "bobb")

    assert 2 == said.returncode
    assert "history.jsonl has no mark of 'bobb'; did you mean 'bob'?" in said.stderr


def test_a_reason_needs_something_to_be_written(graded):
    said = typed(graded, "regrade", "tiny", "--because", "so")

    assert 2 == said.returncode
    assert "--because is written into the history, and only --apply writes" in said.stderr


def test_json_is_one_document(graded, tmp_path):
    edit(graded, "credit: 1/3", "credit: 2/3")

    said = typed(graded, "regrade", "tiny", "--json", "--diff", str(tmp_path / "diff.csv"))

    document = json.loads(said.stdout)
    assert (False, ["bob"]) == (document["applied"], [one["submission"] for one in document["moves"]])
    assert "bob,up,2,3,4,1,double," in (tmp_path / "diff.csv").read_text("utf-8-sig")


def test_a_mark_that_waits_ends_with_one(graded):
    edit(graded, "judge: {kind: number, atol: 0}", "judge: {kind: rubric, key_points: [{id: a, say: It is 42.}]}")

    said = typed(graded, "regrade", "tiny")

    assert 1 == said.returncode
    assert "2 wait for a person now" in said.stdout


def test_whoever_is_left_behind_is_counted(graded):
    edit(graded, "credit: 1/3", "credit: 2/3")

    said = typed(graded, "regrade", "tiny", "bob", "--apply")

    assert "1 other hand-ins stand under an older version and are left out of the gradebook" in said.stdout


def test_grading_everybody_settles_an_unfinished_regrade(graded):
    path = graded / "reports" / "tiny" / "regrade.json"
    path.write_text('{"schema": "grader.regrade/1", "end": 0, "when": "2026-11-21", "by": "prof"}')
    assert "A regrade that prof began on 2026-11-21 was not finished; --apply goes on with it." in (
        typed(graded, "regrade", "tiny").stdout
    )

    typed(graded, "grade", "tiny", "--trust", "--quiet", "--only", "ada")
    assert path.is_file()
    typed(graded, "grade", "tiny", "--trust", "--quiet")

    assert not path.exists()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="kill -9 is POSIX")
@pytest.mark.parametrize("finished", [0, 3, 6])
def test_a_killed_regrade_is_finished_by_the_next(course, finished):
    """Killed hard once so many keys are new; the next run has the whole table and leaves what grading leaves."""
    names = [f"s{number:02}" for number in range(8)]
    for name in names:
        courses.hand_in(course, name, courses.SQUARED)
    grade(course)
    edit(course, "credit: 1/3", "credit: 2/3")
    edit(course, "[0.0]", "[1.0]")
    out = course / "reports" / "tiny"
    copy = aside(course)
    for _ in range(20):
        _killed_when(course, out, finished)
        if not finished or (out / "regrade.json").is_file():
            break
        shutil.rmtree(out)  # it was quicker than we could kill it
        shutil.copytree(copy, out)

    shown = typed(course, "regrade", "tiny", "--apply", "--trust")

    assert "8 go up" in shown.stdout, shown.stdout + shown.stderr
    if finished:
        assert "was not finished; it is now, and counted from the marks before it." in shown.stdout
    grade(course, copy)
    assert marked(copy) == marked(out)
    history = (out / "history.jsonl").read_text().splitlines()
    assert 16 == len(history), "each mark once before and once after"


def _killed_when(root, out, finished):
    """Run the command and kill it hard as soon as so many keys are new."""
    before = {path: path.read_bytes() for path in out.glob("*/evidence/key")}
    command = [sys.executable, "-m", "grader", "regrade", "tiny", "--apply", "--trust", "--jobs", "1", "--because", "b"]
    with subprocess.Popen(
        command,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stderr is not None
        while process.poll() is None and _new(before) < finished:
            if not process.stderr.readline():
                break
        process.send_signal(signal.SIGKILL)
        process.wait()


def _new(before):
    return sum(path.is_file() and path.read_bytes() != data for path, data in before.items())
