"""`grader new`: what it writes works at once, and it never writes over anything."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader import new
from grader.errors import RequestError


def tree(root):
    return {path.relative_to(root).as_posix(): path.read_text() for path in root.rglob("*") if path.is_file()}


def test_an_empty_folder_becomes_a_course(tmp_path):
    told = new.create("home-work", tmp_path)

    assert set(tree(tmp_path)) == {
        ".gitignore",
        "README.md",
        "assignments/home-work/assignment.yaml",
        "assignments/home-work/samples/marks.yaml",
        "assignments/home-work/samples/right/answers.md",
        "assignments/home-work/samples/right/solution.py",
        "assignments/home-work/samples/sample-deviation/answers.md",
        "assignments/home-work/samples/sample-deviation/solution.py",
        "assignments/home-work/starter/answers.md",
        "assignments/home-work/starter/solution.py",
        "reference/__init__.py",
        "reference/home_work.py",
        "submissions/home-work/right/answers.md",
        "submissions/home-work/right/solution.py",
    }
    assert {f"  wrote {path}" for path in tree(tmp_path)} <= set(told)
    assert "    grader grade home-work       grades submissions/home-work/" in told


def test_hidden_files_do_not_make_a_folder_less_empty(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("mine\n")

    new.create("first", tmp_path)

    assert (tmp_path / ".gitignore").read_text() == "mine\n"


def test_a_course_keeps_its_own_files(tmp_path):
    new.create("first", tmp_path)
    (tmp_path / "README.md").unlink()
    before = tree(tmp_path)

    new.create("second", tmp_path)

    assert before.items() <= tree(tmp_path).items()
    assert not (tmp_path / "README.md").exists()


def test_no_placeholder_is_left(tmp_path):
    new.create("home-work", tmp_path)

    for path, text in tree(tmp_path).items():
        assert "TOPIC" not in text, path
        assert path == "README.md" or "NAME" not in text, path


def test_a_second_assignment_of_the_same_name_is_refused(tmp_path):
    new.create("first", tmp_path)
    before = tree(tmp_path)

    with pytest.raises(RequestError, match="first is already there and nothing is overwritten; take another name"):
        new.create("first", tmp_path)

    assert tree(tmp_path) == before


def test_a_reference_of_that_name_is_not_overwritten_either(tmp_path):
    (tmp_path / "assignments").mkdir()
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "home_work.py").write_text("precious = 1\n")

    with pytest.raises(RequestError, match=r"home_work\.py is already there"):
        new.create("home-work", tmp_path)

    assert tree(tmp_path) == {"reference/home_work.py": "precious = 1\n"}


def test_a_folder_of_other_things_is_left_alone(tmp_path):
    (tmp_path / "thesis.tex").touch()

    with pytest.raises(
        RequestError, match=r"is not a course: it has no assignments/ folder, but it holds 'thesis.tex'"
    ):
        new.create("first", tmp_path)

    assert set(tree(tmp_path)) == {"thesis.tex"}


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Week 1", "; 'week-1' would do"),
        ("../etc", "; 'etc' would do"),
        ("", ""),
        ("1", ""),
        ("a--b", "; 'a-b' would do"),
        ("a" * 64, ""),
    ],
)
def test_a_name_that_cannot_be_a_folder_is_explained(tmp_path, name, hint):
    with pytest.raises(RequestError) as error:
        new.create(name, tmp_path)

    assert str(error.value) == (
        f"{name!r} cannot name an assignment: it becomes folder names, so write lower-case letters, digits and dashes, "
        f"a letter first{hint}"
    )
    assert tree(tmp_path) == {}


def grade(course, *words):
    command = [sys.executable, "-m", "grader", "grade", "home-work", *words, "--quiet", "--json"]
    surroundings = {**os.environ, "PYTHONPATH": str(Path(new.__file__).parent.parent)}
    done = subprocess.run(command, cwd=course, env=surroundings, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (row,) = json.loads(done.stdout)["submissions"]
    return row["score"], row["points"]


def test_the_right_hand_in_earns_everything_and_the_sample_what_its_mistake_leaves(tmp_path):
    """Through the command, as a teacher would: 3 points for the function, 1 for the number."""
    new.create("home-work", tmp_path)

    assert grade(tmp_path) == (4, 4)
    assert grade(tmp_path, "assignments/home-work/samples/sample-deviation", "--out", "elsewhere") == (2, 4)
    assert grade(tmp_path, "assignments/home-work/starter", "--out", "untouched") == (0, 4)
