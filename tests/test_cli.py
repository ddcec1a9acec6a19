"""The words people type, and the exit status that says whose turn it is."""

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from grader import group
from grader.cli import COMMANDS
from tests import courses

ROOT = Path(__file__).parent.parent


@pytest.fixture
def course(tmp_path):
    return courses.lay(tmp_path)


def typed(here: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "grader", *words],
        cwd=here,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", **environment},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )


def test_help_names_every_command_and_what_it_does(tmp_path):
    said = typed(tmp_path, "--help")

    assert 0 == said.returncode
    for name, what in COMMANDS.items():
        assert name in said.stdout
        assert what.split()[0] in said.stdout


def test_help_comes_at_once_and_says_what_the_slow_way_says(tmp_path):
    quick = typed(tmp_path, "--help").stdout

    assert quick == typed(tmp_path, "--help", "--help").stdout  # more than the quick way answers to
    assert max(map(len, quick.splitlines())) <= 84
    code = "import sys; from grader.cli import main; sys.argv = ['grader', '-h']; main(); print('click' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said.startswith("Usage: grader [OPTIONS] COMMAND")
    assert said.endswith("False\n")


def test_the_version_is_told_whether_it_is_installed_or_not(tmp_path):
    """The folder of an installed package holds its metadata, and that of a clone does not."""
    about = tmp_path / "packages" / "homework_grader-9.8.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: homework-grader\nVersion: 9.8\n")
    code = "import sys; sys.argv = ['grader', '--version']; from grader.cli import main; main()"

    def said(*places: Path) -> subprocess.CompletedProcess[str]:
        path = os.pathsep.join(map(str, [*places, ROOT]))
        words = [sys.executable, "-c", code]
        found = {**os.environ, "PYTHONPATH": path}
        return subprocess.run(words, cwd=tmp_path, env=found, capture_output=True, text=True, check=False)

    assert (0, "grader, version 9.8\n") == (said(about.parent).returncode, said(about.parent).stdout)
    assert 0 == said().returncode
    assert said().stdout.startswith("grader, ")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_teaches(tmp_path, name):
    said = typed(tmp_path, name, "--help")

    assert 0 == said.returncode
    assert len(said.stdout) > 200


def test_a_command_that_does_not_exist_gets_a_suggestion(tmp_path):
    said = typed(tmp_path, "graed")

    assert 2 == said.returncode
    assert "there is no command 'graed'; did you mean 'grade'?" in said.stderr


def test_grading_prints_a_table_and_ends_with_zero(course):
    courses.hand_in(course, "ada")
    courses.hand_in(course, "bob", courses.SQUARED)

    said = typed(course, "grade", "tiny", "--trust")

    assert 0 == said.returncode, said.stderr
    assert "ada" in said.stdout
    assert "4 / 4" in said.stdout
    assert "2 / 4" in said.stdout
    assert "student code ran at level" in said.stdout
    assert "tiny: 2 of 2" in said.stderr


def test_json_is_one_document_on_stdout(course):
    courses.hand_in(course, "ada")

    said = typed(course, "grade", "tiny", "--trust", "--json")

    document = json.loads(said.stdout)
    assert ("tiny", "passed", 4.0) == (
        document["assignment"],
        document["submissions"][0]["status"],
        document["submissions"][0]["score"],
    )


def test_a_mark_that_waits_is_null_in_json_and_a_zero_is_zero(course):
    courses.hand_in(course, "ada")
    courses.hand_in(course, "bob", "", "")
    spec = course / "assignments" / "tiny" / "assignment.yaml"
    waits = "judge: {kind: rubric, key_points: [{id: why, say: The reason is given.}]}"
    counts = "expect: {value: 42}\n        judge: {kind: number, atol: 0}"
    spec.write_text(spec.read_text().replace(counts, waits))

    said = typed(course, "grade", "tiny", "--trust", "--json")

    assert 1 == said.returncode, said.stderr
    scores = {row["id"]: row["score"] for row in json.loads(said.stdout)["submissions"]}
    assert {"ada": None, "bob": 0.0} == scores


def test_only_and_out_narrow_and_move(course, tmp_path):
    for name in ("ada", "abe", "bob"):
        courses.hand_in(course, name)

    said = typed(course, "grade", "tiny", "--trust", "--only", "a*", "--out", "elsewhere", "--quiet")

    assert 0 == said.returncode
    assert ["abe", "ada"] == sorted(
        path.name for path in (course / "elsewhere").iterdir() if (path / "report.json").is_file()
    )


def booked(folder):
    """The ids in a gradebook."""
    lines = (folder / "gradebook.csv").read_text("utf-8-sig").splitlines()
    return [line.partition(",")[0] for line in lines[1:]]


def test_grading_one_again_keeps_the_others_in_the_gradebook(course):
    for name in ("ada", "bob"):
        courses.hand_in(course, name)
    typed(course, "grade", "tiny", "--trust", "--quiet")
    courses.hand_in(course, "bob", courses.SQUARED)
    late = courses.hand_in(course, "eve").rename(course / "eve")

    typed(course, "grade", "tiny", "--trust", "--quiet", "--only", "bob")
    narrowed = booked(course / "reports" / "tiny")
    typed(course, "grade", "tiny", "--trust", "--quiet", str(late))
    named = booked(course / "reports" / "tiny")
    typed(course, "grade", "tiny", "--trust", "--quiet")

    assert ["ada", "bob"] == narrowed
    assert ["ada", "bob", "eve"] == named
    assert ["ada", "bob"] == booked(course / "reports" / "tiny")


def test_a_gradebook_does_not_mix_two_versions_of_an_assignment(course):
    for name in ("ada", "bob"):
        courses.hand_in(course, name)
    typed(course, "grade", "tiny", "--trust", "--quiet")
    spec = course / "assignments" / "tiny" / "assignment.yaml"
    spec.write_text(spec.read_text().replace("points: 3", "points: 5"))

    typed(course, "grade", "tiny", "--trust", "--quiet", "--only", "ada")

    assert ["ada"] == booked(course / "reports" / "tiny")


@pytest.mark.parametrize("where", ["taken", "taken/below"])
def test_reports_that_cannot_be_written_are_said_before_anything_runs(course, where):
    courses.hand_in(course, "ada")
    (course / "taken").write_text("a file")
    said = typed(course, "grade", "tiny", "--trust", "--quiet", "--out", where)

    assert 2 == said.returncode
    assert "Traceback" not in said.stderr
    assert "taken" in said.stderr


def test_reports_into_a_folder_that_refuses_say_what_to_do(course):
    courses.hand_in(course, "ada")
    said = typed(course, "grade", "tiny", "--trust", "--quiet", "--out", "/proc/reports")

    assert 2 == said.returncode
    assert "reports cannot be written to /proc/reports (" in said.stderr
    assert "name another folder with --out" in said.stderr


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC, errno.ENOTDIR])
def test_a_disk_that_refuses_is_not_our_failure(monkeypatch, capsys, number):
    def refuse(**_):
        raise OSError(number, os.strerror(number), "release/tiny")

    monkeypatch.setattr(group, "group", refuse)

    with pytest.raises(SystemExit) as stop:
        group.run()

    assert 2 == stop.value.code
    said = (
        f"'release/tiny' cannot be written: {os.strerror(number)}; make room for it, or work in a folder that is yours"
    )
    assert f"{said}\n" == capsys.readouterr().err


def test_a_failure_nobody_foresaw_is_ours_and_ends_with_three(monkeypatch, capsys):
    monkeypatch.setattr(group, "group", lambda **_: 1 / 0)

    with pytest.raises(SystemExit) as stop:
        group.run()

    assert 3 == stop.value.code
    said = capsys.readouterr().err
    assert "the grader failed: ZeroDivisionError: division by zero" in said
    assert "No mark was lost" in said


def test_a_pattern_that_fits_nobody_is_an_error_that_counts(course):
    courses.hand_in(course, "ada")

    said = typed(course, "grade", "tiny", "--only", "zed")

    assert 2 == said.returncode
    assert "no hand-in fits --only zed" in said.stderr
    assert "there are 1" in said.stderr


def test_a_course_without_hand_ins_says_where_they_belong(course):
    (course / "submissions" / "tiny").rmdir()

    said = typed(course, "grade", "tiny")

    assert 2 == said.returncode
    assert "put the hand-ins there, a folder, file or zip each, or name paths" in said.stderr


def test_a_broken_specification_names_the_place_and_grades_nobody(course):
    courses.hand_in(course, "ada")
    spec = course / "assignments" / "tiny" / "assignment.yaml"
    spec.write_text(courses.SPEC.replace("atol: 1e-9", "atoll: 1e-9"))

    said = typed(course, "grade", "tiny")

    assert 2 == said.returncode
    assert "assignment.yaml:24:" in said.stderr
    assert "did you mean `atol`" in said.stderr
    assert not (course / "reports").exists()


def test_a_reference_that_fails_is_the_teachers_and_nobody_is_graded(course):
    courses.hand_in(course, "ada")
    (course / "reference" / "twice.py").write_text(
        "def double(x):\n    return 1 / 0\n\n\ndef squared(x):\n    return x\n"
    )

    said = typed(course, "grade", "tiny")

    assert 2 == said.returncode
    assert "ZeroDivisionError" in said.stderr
    assert "double" in said.stderr
    assert not (course / "reports").exists()


def test_a_students_check_shows_visible_cases_and_counts_the_others(course):
    folder = courses.hand_in(course, "ada", "def double(x):\n    return 2 * x + 1e-3\n")

    said = typed(folder, "check", "--assignment", "tiny", "--trust")

    assert 1 == said.returncode
    assert "double(x=[1.0, 2.0])" in said.stdout
    assert "[2.0, 4.0]" in said.stdout
    assert "5 hidden cases and 2 hidden parts wait until you hand in" in said.stdout
    assert "Nothing is visible of answer; they are looked at when you hand in." in said.stdout
    assert "points" not in said.stdout
    assert "42" not in said.stdout


def test_a_check_elsewhere_sends_the_student_to_the_package(tmp_path):
    said = typed(tmp_path, "check", "--trust")

    assert 2 == said.returncode
    assert (
        f"there is no assignment.yaml in {tmp_path}; go to the folder that you got from your teacher, "
        "or name the assignment with --assignment\n"
    ) == said.stderr


def test_a_check_where_nothing_is_visible_claims_nothing(tmp_path):
    course = courses.lay(tmp_path, courses.SPEC.replace(", visible: true", ""))
    folder = courses.hand_in(course, "ada")

    said = typed(folder, "check", "--assignment", "tiny", "--trust")

    assert 0 == said.returncode, said.stderr
    assert "nothing to judge" in said.stdout
    assert "Nothing is visible of double, answer; they are looked at when you hand in." in said.stdout
    assert "failed" not in said.stdout
    assert "criteria pass" not in said.stdout


def test_a_right_check_ends_with_zero(course):
    folder = courses.hand_in(course, "ada")

    assert 0 == typed(folder, "check", "--assignment", "tiny", "--trust").returncode


def test_several_files_are_checked_as_one_hand_in(course):
    folder = courses.hand_in(course, "ada")
    (folder / "more").mkdir()
    (folder / "more" / "solution.py").write_text(courses.SQUARED)
    words = ["check", "--assignment", "tiny", "--trust"]

    both = typed(folder, *words, "--json", "solution.py", "answers.md")
    twice = typed(folder, *words, "solution.py", "more/solution.py")
    mixed = typed(folder, *words, "solution.py", "more")

    assert ["answers.md", "solution.py"] == list(json.loads(both.stdout)["submission"]["files"])
    assert 0 == both.returncode
    assert (2, "two files are called 'solution.py'; name one of them\n") == (twice.returncode, twice.stderr)
    assert (2, "more is a folder among other files; name one folder, or files alone\n") == (
        mixed.returncode,
        mixed.stderr,
    )


def test_a_watched_check_is_made_again_after_every_change(course):
    folder = courses.hand_in(course, "ada", courses.SQUARED)
    (folder / "own").mkdir()
    command = [sys.executable, "-m", "grader", "check", "--assignment", "tiny", "--trust", "--watch", "--html", "own"]
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as running:
        assert running.stdout is not None

        def said() -> str:
            lines = []
            for line in running.stdout or ():
                lines.append(line)
                if line.startswith("Waiting for a change"):
                    break
            return "".join(lines)

        first = said()
        (folder / "solution.py").write_text(courses.RIGHT)
        second = said()
        running.send_signal(signal.SIGINT)
        running.communicate()

    assert "0 of 1 criteria pass their visible cases." in first
    assert "1 of 1 criteria pass their visible cases." in second
    assert "You returned" in (folder / "own" / "report.html").read_text()
    assert 0 == running.returncode


def test_watching_and_one_document_do_not_go_together(course):
    folder = courses.hand_in(course, "ada")

    said = typed(folder, "check", "--assignment", "tiny", "--trust", "--watch", "--json")

    assert 2 == said.returncode
    assert "--watch prints one check after the other, and --json one document; choose one of them" in said.stderr


@pytest.mark.parametrize(("word", "title"), [("assignment", "assignment"), ("report", "grader.report/1")])
def test_schemas_are_json(tmp_path, word, title):
    said = typed(tmp_path, "schema", word)

    assert title in json.dumps(json.loads(said.stdout))


def test_the_released_package_checks_itself_without_any_reference(course, tmp_path):
    made = typed(course, "release", "tiny", "--out", "package")
    package = course / "package"
    (package / "solution.py").write_text(courses.RIGHT)

    said = typed(package, "check", "--trust")

    assert 0 == made.returncode, made.stderr
    assert 0 == said.returncode, said.stdout + said.stderr
    assert not list(package.rglob("*twice*"))


def test_a_loose_file_among_the_hand_ins_is_pointed_out(course):
    courses.hand_in(course, "ada")
    (course / "submissions" / "tiny" / "list.txt").write_text("ada")

    said = typed(course, "grade", "tiny", "--trust")

    assert "itself is graded as one hand-in, because files lie loose in it" in said.stderr
