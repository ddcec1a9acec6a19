"""CodeGrade: the lines that AutoTest v2 reads, and the number that v1 captures."""

import json
from fractions import Fraction

import pytest
from click.testing import CliRunner

from grader import batch, pipeline
from grader.commands.lms import command
from grader.errors import RequestError
from grader.lms import codegrade
from grader.model import Visibility
from tests import courses
from tests.lms import essays, readers
from tests.reports import sample

VISIBLE = Visibility.VISIBLE


def read(report, hidden=VISIBLE):
    return readers.codegrade("".join(codegrade.messages(report, hidden)).encode())


@pytest.fixture
def course(tmp_path, monkeypatch):
    courses.lay(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CG_ATV2", raising=False)
    return tmp_path


def typed(*words):
    said = CliRunner().invoke(command, ["codegrade", "run", "tiny", *map(str, words), "--trust"], standalone_mode=False)
    return said.return_value, said


def test_the_points_are_an_exact_share():
    assert (4 + Fraction(7, 3)) / 16 == read(sample.honest())["points"]


def test_a_suite_per_question_holds_a_test_per_criterion_with_its_points_as_weight():
    suites = read(sample.honest())["suites"]

    assert {"update": "The L2 update", "adam": "Adam"} == {key: suite["name"] for key, suite in suites.items()}
    assert {
        "upd.l2: Weights after one step": ("success", "4"),
        "upd.l1: The same with an L1 penalty": ("failure", "7"),
    } == {name: (case["status"], case["weight"]) for name, case in suites["update"]["cases"].items()}


def test_partial_points_are_said_in_words():
    case = read(sample.honest())["suites"]["update"]["cases"]["upd.l1: The same with an L1 penalty"]

    assert "2.33 of 7 points" == case["description"]
    assert "This mistake keeps 1/3 of the points." in case["reason"]


def test_what_waits_for_a_person_is_skipped():
    case = read(sample.honest())["suites"]["adam"]["cases"]["why: Why decay is not an L2 penalty in Adam"]

    assert ("skipped", "waits for a person") == (case["status"], case["description"])


def test_what_is_for_staff_or_for_later_is_nowhere():
    shown, kept = ("".join(codegrade.messages(sample.honest(), hidden)) for hidden in (VISIBLE, Visibility.HIDDEN))

    assert sample.HIDDEN_TRUTH not in shown
    assert "16 of 18" in shown
    assert "16 of 18" not in kept


def test_every_line_is_ascii_and_nothing_in_it_acts():
    text = "".join(codegrade.messages(sample.hostile(), VISIBLE))

    assert text.isascii()
    for escaped in ("\\u001b", "\\u0000", "\\u202e", "\\ud800"):
        assert escaped not in text.replace("\\\\", "")


def test_the_command_prints_the_messages_where_codegrade_is_not(course):
    status, said = typed(courses.hand_in(course, "bob", courses.SQUARED))

    assert 0 == status
    assert Fraction(1, 2) == readers.codegrade(said.stdout_bytes)["points"]


PROGRAM = """\
#!/bin/sh
test "$1" = truncate && cat > "$TAKEN"
exit $STATUS
"""


@pytest.fixture
def inside(course, monkeypatch):
    program = course / "bin" / "cg"
    program.parent.mkdir()
    program.write_text(PROGRAM)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setenv("CG_ATV2", "true")
    monkeypatch.setenv("TAKEN", str(course / "taken"))
    monkeypatch.setenv("STATUS", "0")
    return course


def test_inside_of_autotest_the_messages_go_to_its_own_program(inside):
    status, said = typed(courses.hand_in(inside, "bob", courses.SQUARED))

    assert (0, "") == (status, said.stdout)
    assert Fraction(1, 2) == readers.codegrade((inside / "taken").read_bytes())["points"]


def test_results_that_were_not_taken_are_an_error(inside, monkeypatch):
    monkeypatch.setenv("STATUS", "4")
    with pytest.raises(RequestError, match=r"`cg truncate` ended with status 4; CodeGrade has not taken the results"):
        codegrade.send("{}\n")


def test_a_program_that_is_not_there_is_an_error(inside):
    (inside / "bin" / "cg").unlink()
    with pytest.raises(RequestError, match="`cg` cannot be run"):
        codegrade.send("{}\n")


@pytest.mark.parametrize(("code", "points"), [(courses.SQUARED, 0.5), (courses.RIGHT, 1.0)])
def test_the_older_autotest_captures_one_number(course, code, points):
    _, said = typed(courses.hand_in(course, "bob", code), "--capture-points")

    assert points == readers.captured(said.stdout)
    assert said.stdout.startswith("Twice: ")


def test_a_run_that_failed_through_us_sends_no_points(course, monkeypatch):
    monkeypatch.setattr(pipeline, "see", lambda plan, submission, box: batch.broken(plan, submission, "no zygote"))
    status, said = typed(courses.hand_in(course, "ada"))

    assert (3, "") == (status, said.stdout)
    assert "The autograder failed. No mark was lost" in said.stderr


def test_what_waits_as_a_whole_sends_no_points(tmp_path, monkeypatch):
    essays.lay(tmp_path)
    monkeypatch.chdir(tmp_path)
    status, said = typed(essays.hand_in(tmp_path))

    assert 1 == status
    assert readers.codegrade(said.stdout_bytes)["points"] is None
    assert "skipped" in json.dumps(readers.codegrade(said.stdout_bytes)["suites"])
