"""Whatever platform asks: what is expected of a hidden case reaches no student, and nobody reads the solutions."""

import json
import shutil

import pytest
from click.testing import CliRunner

from grader.commands.lms import command
from grader.lms._grading import Walls
from grader.lms.gradescope import running
from grader.lms.gradescope.running import Choice
from grader.model import Visibility
from tests import courses
from tests.lms import readers

INPUT, EXPECTED = "3959.75", "7919.5"
SPEC = courses.SPEC.replace(
    "- {x: [1.0, 2.0], visible: true}", f"- {{x: [1.0, 2.0], visible: true}}\n              - {{x: [{INPUT}]}}"
)
WRONG = {
    "near": "def double(x):\n    return 2 * x - 0.125 * (x > 100)\n",
    "raises": "def double(x):\n    if x[0] > 100:\n        raise ValueError('too large for me')\n    return 2 * x\n",
    "known": courses.SQUARED,
}


def gradescope(root, work):
    shutil.copytree(work, root / "submission")
    return ["gradescope", "run", "tiny", "--autograder-root", str(root)]


def prairielearn(root, work):
    shutil.copytree(work, root / "student")
    return ["prairielearn", "run", "tiny", "--grade-root", str(root)]


def submitty(root, work):
    shutil.copytree(work, root / "test01")
    (root / "custom_validator_input.json").write_text(json.dumps({"testcase_prefix": "test01/"}))
    return ["submitty", "run", "tiny"]


SYSTEMS = {
    "gradescope": gradescope,
    "github": lambda root, work: ["github", "run", "tiny", str(work)],
    "autolab": lambda root, work: ["autolab", "run", "tiny", str(work), "--semantic"],
    "prairielearn": prairielearn,
    "codegrade": lambda root, work: ["codegrade", "run", "tiny", str(work)],
    "capture": lambda root, work: ["codegrade", "run", "tiny", str(work), "--capture-points"],
    "submitty": submitty,
    "junit": lambda root, work: ["junit", "run", "tiny", str(work)],
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_no_hidden_value_reaches_a_student(system, tmp_path, monkeypatch):
    """Every text of the run is looked at: both streams, and every file that was left."""
    course = tmp_path / "course"
    course.mkdir()
    courses.lay(course, SPEC)
    for name, code in WRONG.items():
        root = tmp_path / name
        root.mkdir()
        monkeypatch.chdir(course)
        words = SYSTEMS[system](root, courses.hand_in(course, name, code, "# answer\n41\n"))
        if system == "submitty":
            (root / "course").symlink_to(course)
            monkeypatch.chdir(root)
        said = CliRunner().invoke(command, [*words, "--hidden", "visible", "--trust"], standalone_mode=False)
        left = [path.read_text() for path in root.rglob("*") if path.is_file() and path.suffix in (".json", ".xml")]
        text = "\n".join([said.output, *left])

        assert "double" in text, said.exception
        assert EXPECTED not in text, name
        assert INPUT not in text, name


SPY = """\
import os

def double(x):
    for path in {paths}:
        try:
            open(path).read(1)
        except OSError:
            continue
        raise ValueError('I can read ' + path)
    try:
        open({results!r}, 'w').write('{{"score": 100}}')
    except OSError:
        return 2 * x
    raise ValueError('I can write the results')
"""


def test_student_code_reads_neither_solutions_nor_metadata_and_writes_no_results(tmp_path, monkeypatch):
    root = tmp_path / "autograder"
    course = root / "source" / "course"
    course.mkdir(parents=True)
    courses.lay(course)
    secrets = [root / "submission_metadata.json", *(path for path in course.rglob("*") if path.is_file())]
    (root / "submission_metadata.json").write_text("{}")
    (root / "submission").mkdir()
    spy = SPY.format(paths=[str(path) for path in secrets], results=str(root / "results" / "results.json"))
    (root / "submission" / "solution.py").write_text(spy)
    monkeypatch.chdir(course)
    status = running.run("tiny", root, Choice(walls=Walls(), hidden=Visibility.VISIBLE))
    if status == 3:
        pytest.skip("this machine holds no student code")

    seen = readers.gradescope((root / "results" / "results.json").read_bytes())
    assert "passed" == seen["tests"][0]["status"], seen["tests"][0]["output"]
    assert 3 == seen["score"]
