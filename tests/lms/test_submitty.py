"""Submitty's work folder, and what it takes from the results of a validator."""

import json
import shlex

import pytest
from click.testing import CliRunner

from grader import batch, pipeline
from grader.commands.lms import command
from grader.errors import RequestError
from grader.lms import submitty
from grader.model import Visibility
from tests import courses
from tests.lms import essays, readers
from tests.reports import sample

VISIBLE = Visibility.VISIBLE
TWO = courses.SPEC.replace(
    "      - id: answer\n",
    "  - id: written\n    title: Write it down\n    prompt: Write it down.\n    criteria:\n      - id: answer\n",
)


@pytest.fixture
def work(tmp_path, monkeypatch):
    """tmp_work: the course came with custom_validation_code, the student's files lie in test01/."""
    (tmp_path / "course").mkdir()
    courses.lay(tmp_path / "course", TWO)
    (tmp_path / "test01").mkdir()
    (tmp_path / "test01" / "answers.md").write_text(courses.SHEET)
    (tmp_path / "test01" / "solution.py").write_text(courses.SQUARED)
    say(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def say(folder, **change):
    document = {"method": "custom_validator", "testcase_prefix": "test01/", "username": "ann", **change}
    (folder / "custom_validator_input.json").write_text(json.dumps(document))


def typed(*words):
    said = CliRunner().invoke(command, ["submitty", *map(str, words)], standalone_mode=False)
    return said.return_value, said


def run(*words):
    return typed("run", "tiny", "--trust", *words)


def seen(folder):
    return readers.submitty((folder / "validation_results.json").read_bytes())


def read(report, question=None, hidden=VISIBLE):
    return readers.submitty(json.dumps(submitty.results(report, question, hidden)).encode())


def test_the_score_is_the_share_of_the_question(work):
    status, said = run("--question", "twice")

    assert (0, "") == (status, said.stdout)
    assert pytest.approx(1 / 3) == seen(work)["score"]
    assert ["warning"] == [one["status"] for one in seen(work)["messages"]]
    assert (
        "double: 1 of 3\nThis looks like: squared.\nSquaring is not doubling." in seen(work)["messages"][0]["message"]
    )


def test_without_a_question_all_of_them_count(work):
    run()

    assert 0.5 == seen(work)["score"]
    assert ["warning", "success"] == [one["status"] for one in seen(work)["messages"]]


def test_a_question_that_is_not_there_fails_the_validator_and_not_the_student(work):
    status, said = run("--question", "twyce")

    assert 3 == status
    assert {"failed": submitty.FAILED} == seen(work)
    assert "tiny has no question 'twyce'; there are twice, written" in said.stderr


@pytest.mark.parametrize(
    ("prefix", "message"),
    [
        ("../", "`testcase_prefix` is '../', expected a folder in"),
        ("test09/", "`testcase_prefix` is 'test09/', expected a folder in"),
        ("/etc/", "`testcase_prefix` is '/etc/', expected a folder in"),
    ],
)
def test_a_prefix_that_leads_elsewhere_fails_the_validator(work, prefix, message):
    say(work, testcase_prefix=prefix)
    status, said = run()

    assert 3 == status
    assert {"failed": submitty.FAILED} == seen(work)
    assert message in said.stderr


@pytest.mark.parametrize("data", [None, "{", "[]", '{"username": "ann"}'])
def test_an_input_that_cannot_be_read_fails_the_validator(work, data):
    path = work / "custom_validator_input.json"
    path.unlink() if data is None else path.write_text(data)
    status, said = run()

    assert 3 == status
    assert {"failed": submitty.FAILED} == seen(work)
    assert "custom_validator_input.json in " in said.stderr


def test_a_failure_of_ours_fails_the_validator_and_its_cause_stays_in_the_log(work, monkeypatch):
    monkeypatch.setattr(pipeline, "see", lambda plan, submission, box: batch.broken(plan, submission, "no zygote"))
    status, said = run()

    assert 3 == status
    assert {"failed": submitty.FAILED} == seen(work)
    assert "not graded: no zygote" in said.stderr


def test_a_crash_of_ours_fails_the_validator(work, monkeypatch):
    monkeypatch.setattr(pipeline, "prepare", lambda *_: 1 / 0)
    status, said = run()

    assert 3 == status
    assert {"failed": submitty.FAILED} == seen(work)
    assert "ZeroDivisionError" in said.stderr


def test_what_waits_as_a_whole_is_no_zero(work):
    (work / "course" / "assignments" / "tiny" / "assignment.yaml").write_text(essays.SPEC)
    (work / "test01" / "answers.md").write_text("# answer\nBecause.\n")
    status, _ = run()

    assert 1 == status
    assert {"failed": submitty.WAITS} == seen(work)


def test_several_messages_have_a_status_each_and_one_alone_has_it_beside():
    assert [("success",), ("warning",)] == [(one["status"],) for one in read(sample.honest(), "update")["messages"]]
    assert "status" not in submitty.results(sample.honest(), "update", VISIBLE)["data"]
    alone = sample.report(sample.question(sample.criterion()))
    assert "success" == submitty.results(alone, "update", VISIBLE)["data"]["status"]


def test_an_answer_that_waits_is_information():
    messages = read(sample.honest(), "adam")["messages"]

    assert ["failure", "information"] == [one["status"] for one in messages]
    assert messages[1]["message"].startswith("why: Why decay is not an L2 penalty in Adam: – of 3\n")


def test_what_is_for_staff_or_for_later_is_nowhere():
    shown, kept = (
        json.dumps(submitty.results(sample.honest(), None, hidden)) for hidden in (VISIBLE, Visibility.HIDDEN)
    )

    assert sample.HIDDEN_TRUTH not in shown
    assert "16 of 18" in shown
    assert "16 of 18" not in kept


def test_nothing_a_student_writes_acts():
    for one in read(sample.hostile())["messages"]:
        assert not {chr(i) for i in (*range(9), 11, 12, *range(14, 32), 127, 0x9B, 0x202E)} & set(one["message"])


def test_the_configuration_has_a_test_case_per_question(work, monkeypatch):
    monkeypatch.chdir(work / "course")
    _, said = typed("config", "tiny", "--file", "solution.py", "--file", "answers.md")
    cases = json.loads(said.stdout)["testcases"]

    assert [("Double it", 3, False), ("Write it down", 1, False)] == [
        (case["title"], case["points"], case["hidden"]) for case in cases
    ]
    assert ["solution.py", "answers.md"] == cases[0]["actual_file"]
    assert {"custom_validator"} == {one["method"] for case in cases for one in case["validation"]}


def test_the_command_in_the_configuration_is_the_one_that_runs(work, monkeypatch):
    monkeypatch.chdir(work / "course")
    _, said = typed("config", "tiny")
    words = shlex.split(json.loads(said.stdout)["testcases"][0]["validation"][0]["command"])
    monkeypatch.chdir(work)
    CliRunner().invoke(command, [*words[2:], "--trust"], standalone_mode=False)

    assert ["grader", "lms"] == words[:2]
    assert pytest.approx(1 / 3) == seen(work)["score"]


def test_points_that_are_not_whole_are_told(work, monkeypatch):
    spec = work / "course" / "assignments" / "tiny" / "assignment.yaml"
    spec.write_text(spec.read_text().replace("points: 3", "points: 5/2"))
    monkeypatch.chdir(work / "course")
    _, said = typed("config", "tiny")

    assert "note: Submitty counts in whole points; round those of Double it" in said.stderr


def test_what_the_assignment_hides_is_hidden_there_too(work, monkeypatch):
    monkeypatch.chdir(work / "course")
    _, said = typed("config", "tiny", "--hidden", "after_due")

    assert [True, True] == [case["hidden"] for case in json.loads(said.stdout)["testcases"]]


def test_an_unknown_question_is_named():
    with pytest.raises(RequestError, match="weight-decay has no question 'x'; there are update, adam"):
        submitty.results(sample.honest(), "x", VISIBLE)
