"""A container of Gradescope's, laid out under a folder: results.json says what happened, and no zero is made up."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader import batch, minimising, pipeline
from grader.lms import _grading
from grader.lms._grading import Walls
from grader.lms.gradescope import results, running
from grader.lms.gradescope.running import Choice
from grader.model import Visibility
from tests import courses
from tests.lms import readers

ROOT = Path(__file__).resolve().parents[2]
OPEN = Choice(walls=Walls(trusted=True), hidden=Visibility.VISIBLE)
LATE = courses.SPEC.replace("seed: 7\n", "seed: 7\nlate: {deduct: {points: 1}, per: day}\n")


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """An autograder root whose source/course holds the tiny course; commands are typed there."""
    root = tmp_path / "autograder"
    course = root / "source" / "course"
    course.mkdir(parents=True)
    courses.lay(course)
    (root / "submission").mkdir()
    monkeypatch.chdir(course)
    say(root)
    return root


def say(root, **change):
    document = {
        "id": 42,
        "created_at": "2026-11-20T18:00:00+01:00",
        "assignment": {"due_date": "2026-11-21T18:00:00+01:00", "total_points": "4.0"},
        "users": [{"email": "ann@example.edu", "id": 7, "name": "Ann Lee"}],
        "previous_submissions": [],
        **change,
    }
    (root / "submission_metadata.json").write_text(json.dumps(document))


def hand_in(root, code=courses.RIGHT, sheet=courses.SHEET, folder=""):
    place = root / "submission" / folder
    place.mkdir(parents=True, exist_ok=True)
    (place / "solution.py").write_text(code)
    (place / "answers.md").write_text(sheet)


def seen(root):
    return readers.gradescope((root / "results" / "results.json").read_bytes())


def test_right_work_gets_all_points(tree):
    hand_in(tree)

    assert 0 == running.run("tiny", tree, OPEN)
    assert 4 == seen(tree)["score"]
    assert {"double": (3, 3, "passed"), "answer": (1, 1, "passed")} == {
        test["name"]: (test["score"], test["max_score"], test["status"]) for test in seen(tree)["tests"]
    }


def test_a_known_mistake_is_named_and_priced(tree):
    hand_in(tree, courses.SQUARED)
    running.run("tiny", tree, OPEN)

    test = seen(tree)["now"]["tests"]["double"]
    assert (1, 3, "failed") == (test["score"], test["max_score"], test["status"])
    assert "Squaring is not doubling." in test["output"]


@pytest.mark.parametrize("folder", ["hw1", "hw1/code"])
def test_work_that_came_in_folders_is_found(tree, folder):
    hand_in(tree, folder=folder)
    (tree / "submission" / "__MACOSX").mkdir()
    running.run("tiny", tree, OPEN)

    assert 4 == seen(tree)["score"]


def test_the_level_of_isolation_is_said_to_the_student(tree):
    hand_in(tree)
    running.run("tiny", tree, OPEN)

    assert "(level " in seen(tree)["output"].replace("\\", "")


@pytest.mark.parametrize("lay", [lambda root: None, lambda root: (root / "submission").rmdir()])
def test_nothing_that_arrived_is_no_zero(tree, lay):
    lay(tree)

    assert 3 == running.run("tiny", tree, OPEN)
    assert seen(tree)["score"] is None
    assert "No files arrived here." in seen(tree)["output"]


def test_files_without_work_are_a_zero(tree):
    (tree / "submission" / "readme.txt").write_text("I will hand in later")
    running.run("tiny", tree, OPEN)

    assert 0 == seen(tree)["score"]
    assert "no function `double` was found" in seen(tree)["tests"][0]["output"]


def test_broken_metadata_do_not_stop_grading(tree, capsys):
    hand_in(tree)
    (tree / "submission_metadata.json").write_text("{")
    running.run("tiny", tree, OPEN)

    assert 4 == seen(tree)["score"]
    assert "note: submission_metadata.json cannot be read" in capsys.readouterr().err


def test_a_crash_of_ours_is_said_and_costs_nothing(tree, monkeypatch, capsys):
    hand_in(tree)
    say(tree, previous_submissions=[{"submission_time": "2026-11-19T18:00:00+01:00", "score": 2.5}])
    monkeypatch.setattr(pipeline, "prepare", lambda *_: 1 / 0)

    assert 3 == running.run("tiny", tree, OPEN)
    assert 2.5 == seen(tree)["score"]
    assert "The autograder failed" in seen(tree)["output"]
    assert "ZeroDivisionError" not in (tree / "results" / "results.json").read_text()
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_sandbox_that_breaks_is_said_and_costs_nothing(tree, monkeypatch, capsys):
    hand_in(tree)
    monkeypatch.setattr(
        pipeline, "see", lambda plan, submission, box: batch.broken(plan, submission, "the zygote died of nothing")
    )

    assert 3 == running.run("tiny", tree, OPEN)
    assert seen(tree)["score"] is None
    assert "the zygote died of nothing" in capsys.readouterr().err


def test_a_faulty_assignment_is_said_and_costs_nothing(tree, capsys):
    hand_in(tree)
    (tree / "source" / "course" / "reference" / "twice.py").write_text("def double(x): raise OSError\n")

    assert 3 == running.run("tiny", tree, OPEN)
    assert seen(tree)["score"] is None
    assert "assignment.yaml:" in capsys.readouterr().err


def test_an_unknown_assignment_is_said_and_costs_nothing(tree, capsys):
    hand_in(tree)

    assert 3 == running.run("tinny", tree, OPEN)
    assert seen(tree)["score"] is None
    assert "did you mean 'tiny'?" in capsys.readouterr().err


def test_code_is_not_run_where_nothing_holds_it(tree, monkeypatch, capsys):
    """`none` needs the teacher's word, given when the zip was built."""
    hand_in(tree, "import pathlib\npathlib.Path('/tmp/ran').write_text('x')\n")

    assert 3 == running.run("tiny", tree, Choice(walls=Walls(isolation="none")))
    assert seen(tree)["score"] is None
    assert "Your code was not run: this autograder has no safe place for it." in seen(tree)["output"].replace("\\", "")
    assert "--trust" in capsys.readouterr().err
    assert "--trust" not in (tree / "results" / "results.json").read_text()


def test_the_first_results_stand_before_anything_runs(tree, monkeypatch):
    hand_in(tree)
    found = []

    def look(plan, hand_in, walls, settled):
        found.append((tree / "results" / "results.json").read_bytes())
        raise KeyboardInterrupt

    monkeypatch.setattr(_grading, "grade", look)
    with pytest.raises(KeyboardInterrupt):
        running.run("tiny", tree, OPEN)

    assert results.render(results.started()) == found[0]
    assert [path.name for path in (tree / "results").iterdir()] == ["results.json"]


def test_a_mark_stands_before_the_smallest_example_is_looked_for(tree, monkeypatch):
    """Gradescope's time limit may end the search, and must not end the mark."""
    hand_in(tree, courses.SQUARED)

    def cut_off(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(minimising, "still_wrong", cut_off)
    with pytest.raises(KeyboardInterrupt):
        running.run("tiny", tree, OPEN)

    assert 2 == seen(tree)["score"]


def test_solutions_and_personal_data_are_closed_before_student_code_runs(tree, monkeypatch):
    hand_in(tree)
    modes = {}

    def look(*_):
        for name in ("source", "submission_metadata.json", "results"):
            modes[name] = (tree / name).stat().st_mode & 0o077
        raise KeyboardInterrupt

    monkeypatch.setattr(_grading, "grade", look)
    with pytest.raises(KeyboardInterrupt):
        running.run("tiny", tree, OPEN)

    assert {"source": 0, "submission_metadata.json": 0, "results": 0} == modes


def test_a_wrong_number_of_points_is_told_to_staff(tree, capsys):
    hand_in(tree)
    say(tree, assignment={"total_points": "20.0"})
    running.run("tiny", tree, OPEN)

    told = (
        "note: Gradescope counts 20 points for this assignment, and its criteria are worth 4; set the autograder points"
    )
    assert told in capsys.readouterr().err


# ---- late ----


@pytest.fixture
def strict(tree):
    (tree / "source" / "course" / "assignments" / "tiny" / "assignment.yaml").write_text(LATE)
    hand_in(tree)
    return tree


def test_a_late_submission_costs_what_the_assignment_says(strict):
    say(strict, created_at="2026-11-22T20:00:00+01:00")
    running.run("tiny", strict, OPEN)

    assert 2 == seen(strict)["score"], "one day and two hours are two started days"
    assert "2 points are deducted" in seen(strict)["tests"][0]["output"]


def test_lateness_follows_the_submission_and_not_the_day_of_grading(strict):
    """A rerun years later changes nothing."""
    say(strict, created_at="2006-11-20T18:00:00+01:00", assignment={"due_date": "2006-11-21T18:00:00+01:00"})
    running.run("tiny", strict, OPEN)

    assert 4 == seen(strict)["score"]


def test_an_extension_on_gradescope_counts(strict):
    say(
        strict,
        created_at="2026-11-22T20:00:00+01:00",
        users=[{"id": 7, "assignment": {"due_date": "2026-11-23T18:00:00+01:00"}}],
    )
    running.run("tiny", strict, OPEN)

    assert 4 == seen(strict)["score"]
    assert "An extension was given" in seen(strict)["tests"][0]["output"]


def date(strict):
    """Give the assignment a due time of its own."""
    spec = strict / "source" / "course" / "assignments" / "tiny" / "assignment.yaml"
    spec.write_text(LATE.replace("seed: 7\n", "seed: 7\ndue: {at: 2026-11-20T18:00, zone: Europe/Berlin}\n"))


def test_a_later_due_date_of_everybodys_counts_and_is_no_extension(strict):
    date(strict)
    say(
        strict,
        created_at="2026-11-21T02:00:00+01:00",
        assignment={"due_date": "2026-11-21T18:00:00+01:00"},
        users=[{"id": 7, "assignment": {"due_date": "2026-11-21T18:00:00+01:00"}}],
    )
    running.run("tiny", strict, OPEN)

    assert 4 == seen(strict)["score"]
    assert "extension" not in json.dumps(seen(strict)["tests"])


def test_an_extension_within_the_assignments_own_due_time_is_none(strict):
    date(strict)
    say(
        strict,
        created_at="2026-11-19T02:00:00+01:00",
        assignment={"due_date": "2026-11-17T18:00:00+01:00"},
        users=[{"id": 7, "assignment": {"due_date": "2026-11-19T18:00:00+01:00"}}],
    )
    running.run("tiny", strict, OPEN)

    assert "extension" not in json.dumps(seen(strict)["tests"])


def test_nobody_is_late_because_a_date_was_garbled(strict, capsys):
    say(strict, created_at="soon")
    running.run("tiny", strict, OPEN)

    assert 4 == seen(strict)["score"]
    assert "note: lateness was not looked at" in capsys.readouterr().err


# ---- as typed ----


def test_the_command_does_the_same_and_keeps_stdout_clean(tree):
    hand_in(tree)
    words = ["lms", "gradescope", "run", "tiny", "--autograder-root", str(tree), "--trust", "--hidden", "after_due"]
    done = subprocess.run(
        [sys.executable, "-m", "grader", *words],
        cwd=tree / "source" / "course",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )

    assert (0, "") == (done.returncode, done.stdout)
    assert "tiny: 4 of 4 points; student code ran" in done.stderr
    assert seen(tree)["after due"]["total"]
    assert not seen(tree)["now"]["total"]
