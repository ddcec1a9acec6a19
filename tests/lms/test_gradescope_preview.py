"""What a student sees, worked out by Gradescope's rules on the same page that the reader in readers.py sees."""

import json

import pytest
from click.testing import CliRunner

from grader.commands.lms import command
from grader.errors import RequestError
from grader.lms.gradescope import previewing, results
from grader.model import Visibility
from tests.lms import readers
from tests.reports import sample


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "results.json"
    path.write_bytes(results.render(results.graded(sample.honest(), Visibility.AFTER_DUE)))
    return path


def typed(page, *words):
    return CliRunner().invoke(command, ["gradescope", "preview", str(page), *words], standalone_mode=False)


@pytest.mark.parametrize(("when", "moment"), [("now", "now"), ("due", "after due"), ("published", "published")])
def test_the_tests_are_those_that_gradescope_shows(page, when, moment):
    seen = readers.gradescope(page.read_bytes())[moment]
    said = typed(page, "--when", when).stdout

    for test in json.loads(page.read_bytes())["tests"]:
        line = f"{test['number']} {test['name']} ("
        assert (test["name"] in seen["tests"]) == (line in said)
    assert seen["total"] == said.startswith("total: 6.3333 / 13\n")


def test_staff_see_everything(page):
    assert "16 of 18" in typed(page, "--when", "staff").stdout
    assert "16 of 18" not in typed(page).stdout


def test_points_status_and_output_are_printed(page):
    lines = typed(page, "--when", "due").stdout.splitlines()

    assert "1.1 upd.l2: Weights after one step (4 / 4, passed)" in lines
    assert "2.2 why: Why decay is not an L2 penalty in Adam (no points)" in lines
    assert "    - This mistake keeps 1/3 of the points." in lines


def test_a_run_without_a_mark_has_no_total(tmp_path):
    path = tmp_path / "results.json"
    path.write_bytes(results.render(results.not_run("The autograder failed.")))

    assert typed(path).stdout.startswith("total: none was given\n    The autograder failed. No mark was lost.\n")


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"tests": {}}', '{"tests": [1]}'])
def test_what_is_no_results_file_is_refused(tmp_path, text):
    path = tmp_path / "results.json"
    path.write_text(text)

    with pytest.raises(
        RequestError, match=r"results.json (cannot be read|holds no list of tests).*; name a results.json"
    ):
        previewing.read(path)
