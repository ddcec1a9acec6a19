"""PrairieLearn's /grade, laid out under a folder, and what it takes from the results."""

import base64
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from grader import batch, pipeline
from grader.commands.lms import command
from grader.lms import _figures, prairielearn
from grader.model import Curves, Line, Visibility
from tests import courses
from tests.lms import essays, readers
from tests.reports import sample

VISIBLE = Visibility.VISIBLE


@pytest.fixture
def grade(tmp_path, monkeypatch):
    root = tmp_path / "grade"
    course = root / "serverFilesCourse" / "course"
    course.mkdir(parents=True)
    courses.lay(course)
    (root / "student").mkdir()
    (root / "data").mkdir()
    (root / "data" / "data.json").write_text(json.dumps({"correct_answers": {"x": 1}}))
    monkeypatch.chdir(course)
    return root


def typed(*words):
    said = CliRunner().invoke(command, ["prairielearn", *map(str, words)], standalone_mode=False)
    return said.return_value, said


def seen(root):
    return readers.prairielearn((root / "results" / "results.json").read_bytes())


def read(report, hidden=VISIBLE):
    return readers.prairielearn(prairielearn.render(prairielearn.graded(report, hidden)))


def test_a_folder_for_the_results_is_made_and_the_score_is_a_share(grade):
    (grade / "student" / "solution.py").write_text(courses.SQUARED)
    status, said = typed("run", "tiny", "--grade-root", grade, "--trust")

    assert (0, "") == (status, said.stdout)
    assert 0.25 == seen(grade)["score"]
    assert (1, 3) == (seen(grade)["tests"]["double"]["points"], seen(grade)["tests"]["double"]["max_points"])
    assert "Squaring is not doubling." in seen(grade)["tests"]["double"]["message"]


def test_what_is_not_for_students_is_closed_before_their_code_runs(grade, monkeypatch):
    modes = {}

    def look(*_):
        modes.update({name: (grade / name).stat().st_mode & 0o077 for name in ("data", "serverFilesCourse")})
        return 1 / 0

    monkeypatch.setattr(pipeline, "see", look)
    (grade / "student" / "solution.py").write_text("")
    typed("run", "tiny", "--grade-root", grade, "--trust")

    assert {"data": 0, "serverFilesCourse": 0} == modes


@pytest.mark.parametrize("there", [True, False])
def test_nothing_handed_in_costs_no_attempt(grade, there):
    if not there:
        (grade / "student").rmdir()
    status, _ = typed("run", "tiny", "--grade-root", grade, "--trust")

    assert 3 == status
    assert {"gradable": False, "errors": [prairielearn.NOTHING]} == seen(grade)


def test_a_failure_of_ours_costs_no_attempt_and_says_nothing_of_its_cause(grade, monkeypatch):
    (grade / "student" / "solution.py").write_text(courses.RIGHT)
    monkeypatch.setattr(pipeline, "see", lambda plan, submission, box: batch.broken(plan, submission, "no zygote"))
    status, said = typed("run", "tiny", "--grade-root", grade, "--trust")

    assert 3 == status
    assert {"gradable": False, "errors": [prairielearn.FAILED]} == seen(grade)
    assert "not graded: no zygote" in said.stderr


def test_a_faulty_assignment_costs_no_attempt(grade):
    (grade / "student" / "solution.py").write_text(courses.RIGHT)
    (grade / "serverFilesCourse" / "course" / "reference" / "twice.py").write_text("")
    status, _ = typed("run", "tiny", "--grade-root", grade, "--trust")

    assert 3 == status
    assert [prairielearn.FAILED] == seen(grade)["errors"]


def test_a_crash_of_ours_costs_no_attempt(grade, monkeypatch):
    (grade / "student" / "solution.py").write_text(courses.RIGHT)
    monkeypatch.setattr(pipeline, "prepare", lambda *_: 1 / 0)
    status, said = typed("run", "tiny", "--grade-root", grade, "--trust")

    assert 3 == status
    assert [prairielearn.FAILED] == seen(grade)["errors"]
    assert "ZeroDivisionError" in said.stderr


def test_code_that_nothing_holds_is_not_run(grade):
    (grade / "student" / "solution.py").write_text(courses.RIGHT)
    status, _ = typed("run", "tiny", "--grade-root", grade, "--isolation", "none")

    assert 3 == status
    assert [prairielearn.NOT_HELD] == seen(grade)["errors"]


def test_what_waits_as_a_whole_costs_no_attempt(tmp_path, monkeypatch):
    essays.lay(tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "student").mkdir()
    (tmp_path / "student" / "answers.md").write_text("# answer\nBecause.\n")
    status, _ = typed("run", "tiny", "--grade-root", tmp_path, "--trust")

    assert 1 == status
    assert [prairielearn.WAITS] == seen(tmp_path)["errors"]


def test_points_stay_visible_where_one_answer_waits():
    """A test without points takes them away from all; one of 0 points is drawn neutral."""
    page = read(sample.honest())

    assert page["points shown"]
    waiting = page["tests"]["why: Why decay is not an L2 penalty in Adam"]
    assert (0, 0) == (waiting["points"], waiting["max_points"])
    assert "waits for a person" in waiting["message"]
    assert pytest.approx((4 + 7 / 3) / 16) == page["score"]


def test_what_is_for_staff_or_for_later_is_nowhere():
    shown, kept = (json.dumps(prairielearn.graded(sample.honest(), hidden)) for hidden in (VISIBLE, Visibility.HIDDEN))

    assert sample.HIDDEN_TRUTH not in shown
    assert "16 of 18" in shown
    assert "16 of 18" not in kept


def test_no_colours_reach_the_page():
    """PrairieLearn turns terminal colours into HTML."""
    text = prairielearn.render(prairielearn.graded(sample.hostile(), VISIBLE)).decode()

    assert "\\u001b" not in text
    assert "\x1b" not in text
    assert "\\u0000" not in text


CURVES = Curves(
    title='loss"><script>',
    epochs=3,
    lines=(Line(name="<img src=x>", values=((0, 1.0), (1, 0.5), (2, 0.25))), Line(name="b", values=((0, 2.0),))),
)


def test_what_a_student_logged_is_a_picture_in_which_their_words_are_text():
    logged = replace(sample.criterion("log", Fraction(1, 2)), curves=(CURVES,))
    (image,) = read(sample.report(sample.question(logged)))["tests"]["log"]["images"]
    root = ElementTree.fromstring(base64.b64decode(image["url"].partition(",")[2]))

    assert 2 == len(root.findall(".//{*}polyline"))
    assert "<img src=x>" in [element.text for element in root.iter()]
    assert {"svg", "rect", "path", "text", "polyline"} == {element.tag.rpartition("}")[2] for element in root.iter()}


def test_a_flood_is_cut_and_its_pictures_go_first():
    parts = tuple(sample.part(f"p{i}", finding="x" * 500) for i in range(60))
    rows = [replace(sample.criterion(f"c{i}", 0, parts=parts), curves=(CURVES,)) for i in range(60)]
    page = read(sample.report(sample.question(*rows)))

    assert "[truncated " in page["tests"]["c0"]["message"]
    assert "images" not in page["tests"]["c0"]


def test_info_json_calls_the_command_in_the_course(grade):
    _, said = typed("info", "tiny", "--image", "me/grader:1")
    options = json.loads(said.stdout)["externalGradingOptions"]

    assert "sh -c 'cd /grade/serverFilesCourse/course && grader lms prairielearn run tiny'" == options["entrypoint"]
    assert ("me/grader:1", 40, False, ["course/"]) == (
        options["image"],
        options["timeout"],
        options["enableNetworking"],
        options["serverFilesCourse"],
    )


def test_a_longer_run_than_prairielearn_allows_is_told(grade):
    spec = Path("assignments/tiny/assignment.yaml")
    spec.write_text(spec.read_text().replace("total_seconds: 10", "total_seconds: 900"))
    _, said = typed("info", "tiny")

    assert 600 == json.loads(said.stdout)["externalGradingOptions"]["timeout"]
    assert "note: the assignment allows 930 s, PrairieLearn at most 600" in said.stderr


def test_a_picture_is_the_same_every_time():
    assert _figures.url(CURVES) == _figures.url(CURVES)
