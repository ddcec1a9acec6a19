"""JUnit XML, typed, and read as build servers read it."""

from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from grader import batch, pipeline
from grader.commands.lms import command
from grader.errors import RequestError
from tests import courses


@pytest.fixture
def course(tmp_path, monkeypatch):
    courses.lay(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def typed(*words):
    said = CliRunner().invoke(command, ["junit", "run", "tiny", *map(str, words), "--trust"], standalone_mode=False)
    return said.return_value, said


def outcomes(text):
    cases = ElementTree.fromstring(text.encode()).iter("testcase")
    return {(case.get("classname"), case.get("name")): [child.tag for child in case] for case in cases}


def test_stdout_is_the_document_and_nothing_else(course):
    status, said = typed(courses.hand_in(course, "bob", courses.SQUARED))

    assert 0 == status
    assert {("double", "core"): ["failure"], ("double", "edge"): [], ("answer", "core"): []} == outcomes(said.stdout)
    assert "tiny: 2 of 4 points; student code ran" in said.stderr


def test_a_file_is_written_whole_and_nothing_to_stdout(course):
    _, said = typed(courses.hand_in(course, "ada"), "--out", course / "out" / "junit.xml")

    assert "" == said.stdout
    assert [[]] * 3 == list(outcomes((course / "out" / "junit.xml").read_text()).values())


def test_a_failure_of_ours_is_an_error_in_every_test_case(course, monkeypatch):
    monkeypatch.setattr(pipeline, "see", lambda plan, submission, box: batch.broken(plan, submission, "no zygote"))
    status, said = typed(courses.hand_in(course, "ada"))

    assert 3 == status
    assert [["error"]] * 3 == list(outcomes(said.stdout).values())
    assert "no zygote" not in said.stdout


def test_what_is_for_later_is_not_said(course):
    _, said = typed(courses.hand_in(course, "bob", courses.SQUARED), "--hidden", "after_published")

    assert {("double", "later"): ["failure"], ("answer", "later"): []} == outcomes(said.stdout)
    assert "Squaring" not in said.stdout
    assert "cases right" not in said.stdout
    assert "What was found is shown when the marks are published." in said.stdout


def test_an_assignment_inside_the_hand_in_is_refused(course):
    """Whoever wrote the hand-in could have written the assignment."""
    folder = courses.hand_in(course, "eve")
    (folder / "tiny").mkdir()
    (folder / "tiny" / "assignment.yaml").write_text(courses.SPEC)
    said = CliRunner().invoke(
        command, ["junit", "run", str(folder / "tiny"), str(folder), "--trust"], standalone_mode=False
    )

    assert isinstance(said.exception, RequestError)
    assert "lies inside the hand-in" in str(said.exception)
    assert "go to the course's folder and name the hand-in by its path" in str(said.exception)
