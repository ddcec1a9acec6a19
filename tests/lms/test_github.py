"""GitHub Classroom: what its reporter and its servers make of our runner's result and of our own report."""

import base64
import json
import shlex
from fractions import Fraction

import pytest
import yaml
from click.testing import CliRunner

from grader import batch, pipeline
from grader.commands.lms import command
from grader.errors import RequestError, SpecError
from grader.lms.github import runner, totals
from grader.model import Visibility
from tests import courses
from tests.lms import readers
from tests.reports import sample

VISIBLE, HIDDEN = Visibility.VISIBLE, Visibility.HIDDEN


def read(report, hidden=VISIBLE):
    return readers.runner(runner.encoded(runner.document(report, hidden)))


def pack(document):
    return base64.b64encode(json.dumps(document).encode()).decode()


# ---- the runner's result ----


def test_points_are_the_sum_of_the_tests_and_not_the_share_that_passed():
    seen = read(sample.honest())

    assert (pytest.approx(6.3333), 16, "fail") == (seen["points"], seen["max"], seen["status"])
    assert ["pass", "fail", "fail"] == [test["status"] for test in seen["tests"].values()]


def test_three_thirds_are_a_whole():
    thirds = sample.report(sample.question(*(sample.criterion(f"c{i}", Fraction(1, 3), points=1) for i in range(3))))

    assert pytest.approx(1, abs=1e-12) == read(thirds)["points"]


def test_what_waits_for_a_person_is_no_test_yet_and_no_zero():
    assert "why" not in json.dumps(read(sample.honest())["tests"])


def test_all_that_is_right_passes():
    assert "pass" == read(sample.report(sample.question(sample.criterion())))["status"]


def test_a_failed_test_has_a_message_and_a_passed_one_has_none():
    tests = list(read(sample.honest())["tests"].values())

    assert tests[0]["message"] is None
    assert "The derivative of λ/(2m)·w² is λ/m·w" in tests[1]["message"]


def test_what_is_for_staff_or_for_later_is_nowhere():
    shown, kept = (json.dumps(read(sample.honest(), hidden)["tests"]) for hidden in (VISIBLE, HIDDEN))

    assert sample.HIDDEN_TRUTH not in shown
    assert "16 of 18" in shown
    assert "16 of 18" not in kept
    assert "What was found is not shown." in kept


@pytest.mark.parametrize(
    "text",
    [
        "::error::you are owned",
        "fine\n::set-output name=result::eyJ9",
        "fine\r::stop-commands::x",
        "  \t::add-mask::1",
        "##[error]owned",
        "fine ##[group]x",
        "fine\u2028::error::x",
    ],
)
def test_student_text_is_no_command_to_the_workflow(text):
    bad = sample.criterion(credit=0, finding=text, parts=(sample.part(finding=text), sample.part("b", finding=text)))

    assert [] == read(sample.report(sample.question(bad)))["commands"]
    assert readers.commands(text.replace("\r", "\n").replace("\u2028", "\n")), "it would have been one"


def test_a_flood_passes_through_one_environment_variable():
    parts = tuple(sample.part(f"p{i}", finding="x" * 500) for i in range(60))
    flood = sample.report(sample.question(*(sample.criterion(f"c{i}", 0, parts=parts) for i in range(100))))
    packed = runner.encoded(runner.document(flood, VISIBLE))

    assert len(packed) < 128 * 1024
    assert "[truncated " in readers.runner(packed)["tests"]["c0"]["message"]
    assert "\n" not in packed


def test_a_run_that_failed_through_us_is_not_counted():
    """The reporter leaves runners out whose max_score is 0."""
    seen = readers.runner(runner.encoded(runner.failed()))

    assert (None, "error") == (seen["points"], seen["status"])


# ---- the report in place of Classroom's own ----


def told(*documents):
    environment = {f"R{i}_RESULTS": pack(document) for i, document in enumerate(documents)}
    found = [totals.read(f"r{i}", environment) for i in range(len(documents))]
    return "\n".join([*totals.table(found), *totals.notices(found)])


TEST = {"name": "t", "status": "pass", "score": 12.5, "message": None, "test_code": "", "filename": "", "line_no": 0}
DONE = {"version": 1, "status": "fail", "max_score": 30, "tests": [TEST, {**TEST, "status": "fail", "score": 0}]}


def test_classroom_reads_the_sum_of_the_scores():
    assert (12.5, 30) == readers.classroom(told(DONE))


def test_several_runners_are_added_up_and_those_worth_nothing_left_out():
    assert (13, 32) == readers.classroom(
        told(DONE, {**DONE, "max_score": 0}, {**DONE, "max_score": 2, "tests": [{**TEST, "score": 0.5}]})
    )


def test_where_nothing_counts_nothing_is_reported():
    assert readers.classroom(told({**DONE, "max_score": 0})) is None


def test_other_graders_documents_are_read():
    """The python grader says version 3 and adds keys of its own."""
    more = {**DONE, "version": 3, "tests": [{**TEST, "task_id": 1, "output": "x" * 500, "score": 3}]}

    assert (3, 30) == readers.classroom(told(more))


def test_names_of_others_make_no_commands():
    log = told({**DONE, "tests": [{**TEST, "name": "x\n::notice title=Autograding report::{}"}]})

    assert (12.5, 30) == readers.classroom(log)
    assert 2 == len(readers.commands(log))


def test_hyphens_stay_in_the_name_of_the_variable():
    assert "t" == totals.read("py-test", {"PY-TEST_RESULTS": pack(DONE)}).tests[0].name


@pytest.mark.parametrize(
    ("packed", "message"),
    [
        ("", r"runner 'r': R_RESULTS is empty; set it in `env:` to \$\{\{ steps.r.outputs.result \}\}"),
        ("%%%", r"runner 'r': R_RESULTS is no JSON in base64 \("),
        (base64.b64encode(b"{").decode(), r"runner 'r': R_RESULTS is no JSON in base64 \("),
        (pack({"status": "error"}), "runner 'r': its result holds no list of tests; a runner that ran out of time"),
        (pack([]), "runner 'r': its result holds no list of tests"),
        (pack({**DONE, "status": "PASS"}), "runner 'r': `status` is 'PASS', expected pass, fail, error"),
        (pack({**DONE, "tests": [{**TEST, "score": "12"}]}), "runner 'r': `score` is '12', expected a number"),
        (pack({**DONE, "tests": [{**TEST, "score": float("nan")}]}), "runner 'r': `score` is 'nan', expected a number"),
        (pack({**DONE, "tests": ["t"]}), "runner 'r': one of its tests is 't', expected an object"),
    ],
)
def test_what_is_no_result_is_named(packed, message):
    with pytest.raises(RequestError, match=message):
        totals.read("r", {"R_RESULTS": packed})


# ---- as typed ----


@pytest.fixture
def course(tmp_path, monkeypatch):
    root = courses.lay(tmp_path / "course") if (tmp_path / "course").mkdir() is None else None
    monkeypatch.chdir(root)
    for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)
    return root


def typed(*words):
    said = CliRunner().invoke(command, ["github", *map(str, words)], standalone_mode=False)
    return said.return_value, said


def result(path):
    (line,) = path.read_text().splitlines()
    assert line.startswith("result=")
    return readers.runner(line.removeprefix("result="))


def test_in_a_workflow_the_result_is_an_output_and_stdout_is_empty(course, tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "output"))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))
    status, said = typed("run", "tiny", courses.hand_in(course, "bob", courses.SQUARED), "--trust")

    assert (0, "") == (status, said.stdout)
    assert (2, 4) == (result(tmp_path / "output")["points"], result(tmp_path / "output")["max"])
    assert "## Twice: 2 of 4 points" in (tmp_path / "summary").read_text()


def test_the_summary_says_nothing_that_is_for_later(course, tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "output"))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))
    typed("run", "tiny", courses.hand_in(course, "bob", courses.SQUARED), "--trust", "--hidden", "after_due")
    summary = (tmp_path / "summary").read_text()

    assert "    Twice: 2 of 4 points" == summary.splitlines()[0]
    assert "What was found is shown after the due date." in summary
    assert not [word for word in ("Squaring", "squared", "core", "edge") if word in summary]
    assert all(line.startswith("    ") for line in summary.splitlines()), "all of it is code, and no markup"


def test_at_home_the_result_is_printed(course):
    _, said = typed("run", "tiny", courses.hand_in(course, "ada"), "--trust")

    assert "pass" == json.loads(said.stdout)["status"]
    assert "tiny: 4 of 4 points" in said.stderr


@pytest.mark.parametrize(("code", "status"), [(courses.RIGHT, 0), (courses.SQUARED, 1)])
def test_a_criterion_that_must_pass_decides_the_exit_status(course, code, status):
    found, _ = typed("run", "tiny", courses.hand_in(course, "ada", code), "--trust", "--must-pass", "double")

    assert status == found


def test_a_criterion_that_is_not_there_is_named(course):
    _, said = typed("run", "tiny", courses.hand_in(course, "ada"), "--trust", "--must-pass", "doubel")

    assert "there is no criterion 'doubel'; there are double, answer" in str(said.exception)


def test_an_output_is_set_also_where_the_grader_fails(course, tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "output"))
    monkeypatch.setattr(pipeline, "see", lambda plan, submission, box: batch.broken(plan, submission, "no zygote"))
    status, said = typed("run", "tiny", courses.hand_in(course, "ada"), "--trust")

    assert 3 == status
    assert "tiny: the grader failed, no mark was lost: no zygote" in said.stderr
    assert (None, "error") == (result(tmp_path / "output")["points"], result(tmp_path / "output")["status"])


def test_an_output_is_set_also_where_the_grader_crashes(course, tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "output"))
    monkeypatch.setattr(pipeline, "prepare", lambda *_: 1 / 0)
    _, said = typed("run", "tiny", courses.hand_in(course, "ada"), "--trust")

    assert isinstance(said.exception, ZeroDivisionError)
    assert "error" == result(tmp_path / "output")["status"]


def test_the_summary_says_that_the_grader_failed(course, tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))
    monkeypatch.setattr(pipeline, "see", lambda plan, submission, box: batch.broken(plan, submission, "no zygote"))
    typed("run", "tiny", courses.hand_in(course, "ada"), "--trust")

    assert "The grader failed. No mark was lost" in (tmp_path / "summary").read_text()


def test_an_output_is_set_also_where_the_assignment_is_wrong(course, tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "output"))
    (course / "reference" / "twice.py").write_text("")
    _, said = typed("run", "tiny", courses.hand_in(course, "ada"), "--trust")

    assert isinstance(said.exception, SpecError)
    assert "error" == result(tmp_path / "output")["status"]


def test_a_student_edition_may_lie_among_the_students_files_and_its_reference_is_not_run(course, tmp_path, monkeypatch):
    """Whoever pushes owns every file there; a reference of theirs would run outside of the box."""
    work = tmp_path / "work"
    (work / "reference").mkdir(parents=True)
    (work / "assignments").mkdir()
    (work / "reference" / "__init__.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    edition = courses.SPEC.replace("expect: {reference: twice.double}", "expect: {value: [2.0, 4.0]}")
    edition = edition.replace("              - draw: {x: {normal: [3]}}\n                times: 3\n", "")
    edition = edition.replace(
        "          - {expect: {reference: twice.squared}, credit: 1/3, say: Squaring is not doubling.}\n", ""
    )
    edition = edition.replace("        mistakes:\n", "")
    (work / "assignment.yaml").write_text(edition)
    (work / "solution.py").write_text(courses.RIGHT)
    monkeypatch.chdir(work)
    _, said = typed("run", "assignment.yaml", ".", "--trust")

    assert "pass" == json.loads(said.stdout)["tests"][0]["status"], said.stderr
    assert not (tmp_path / "ran").exists()


def test_the_report_prints_what_classroom_reads(monkeypatch):
    monkeypatch.setenv("GRADER_RESULTS", runner.encoded(runner.document(sample.honest(), VISIBLE)))
    status, said = typed("report", "grader")

    assert 1 == status
    assert (6.3333, 16) == readers.classroom(said.stdout)
    assert "✗ upd.l1: The same with an L1 penalty: 2.33" in said.stdout


def test_the_report_of_what_passed_ends_with_zero(monkeypatch):
    monkeypatch.setenv("GRADER_RESULTS", pack({**DONE, "status": "pass"}))

    assert 0 == typed("report", "grader")[0]


# ---- the files for a repository ----


def test_the_workflow_is_yaml_that_runs_the_grader_and_then_the_reporter(course):
    _, said = typed("workflow", "tiny")
    steps = yaml.safe_load(said.stdout)["jobs"]["autograding"]["steps"]

    assert [{"uses": "actions/checkout@v4"}] == steps[:1]
    assert {"id": "grader", "run": "grader lms github run assignment.yaml ."} in steps
    assert "grader" == steps[-1]["with"]["runners"]
    assert totals.variable("grader") in steps[-1]["env"]
    assert "${{ !cancelled() && steps.grader.outputs.result != '' }}" == steps[-1]["if"]  # also after a failure of ours


def test_a_course_of_its_own_is_fetched_beside_the_work_and_never_inside_it(course):
    _, said = typed("workflow", "tiny", "--course", "me/course")
    steps = yaml.safe_load(said.stdout)["jobs"]["autograding"]["steps"]

    assert ["hand-in", "course"] == [step["with"]["path"] for step in steps[:2]]
    assert steps[1]["with"]["persist-credentials"] is False
    assert "cd course && grader lms github run tiny ../hand-in" == steps[4]["run"]


def test_an_older_classroom_gets_a_test_per_criterion(course):
    _, said = typed("workflow", "tiny", "--legacy", "--install", "git+https://example.org/grader")
    tests = readers.autograding(said.stdout)

    assert [("double", 3), ("answer", 1)] == [(test["name"], test["points"]) for test in tests]
    assert ["--must-pass", "double"] == shlex.split(tests[0]["run"])[-2:]
    assert "pip install git+https://example.org/grader" == tests[0]["setup"]
