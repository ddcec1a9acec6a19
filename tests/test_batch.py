"""A batch keeps what it finished, runs what changed, and loses nothing of it when it is killed."""

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from grader import batch, classroom, intake, pipeline, shelf
from grader.model import Status
from tests import courses

ROOT = Path(__file__).parent.parent


@pytest.fixture
def course(tmp_path):
    return courses.lay(tmp_path)


def graded(root: Path, **more):
    plan = pipeline.prepare(root / "assignments" / "tiny" / "assignment.yaml", root)
    arrivals = intake.find([root / "submissions" / "tiny"])
    options = batch.Options(out=root / "reports" / "tiny", marks=root / "marks" / "tiny", trusted=True, **more)
    rows = list(batch.run(plan, arrivals, options))
    classroom.write(rows, options.out, {})
    return {row.id: row for row in rows}


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "batch.json"
    }


def test_every_hand_in_gets_its_marks_and_its_files(course):
    courses.hand_in(course, "ada")
    courses.hand_in(course, "bob", courses.SQUARED, "# answer\n41\n")
    courses.hand_in(course, "cyd", "def double(x:\n", "")

    rows = graded(course, jobs=2)

    assert {"ada": 4, "bob": 1, "cyd": 0} == {name: row.line.score for name, row in rows.items()}
    assert {"ada": Status.PASSED, "bob": Status.PARTIAL, "cyd": Status.MISSING} == {
        name: row.line.status for name, row in rows.items()
    }
    out = course / "reports" / "tiny"
    for name in rows:
        assert {"report.json", "report.html", "evidence"} == {path.name for path in (out / name).iterdir()}
    with (out / "gradebook.csv").open(encoding="utf-8-sig", newline="") as file:
        assert ["ada", "bob", "cyd"] == [row["submission"] for row in csv.DictReader(file)]


def test_an_unchanged_hand_in_is_not_run_again(course):
    courses.hand_in(course, "ada")
    courses.hand_in(course, "bob")
    graded(course)
    before = contents(course / "reports")
    courses.hand_in(course, "bob", courses.SQUARED)

    rows = graded(course)

    assert {"ada": "kept", "bob": "graded"} == {name: row.how for name, row in rows.items()}
    after = contents(course / "reports")
    assert before["tiny/ada/report.json"] == after["tiny/ada/report.json"]
    assert before["tiny/bob/report.json"] != after["tiny/bob/report.json"]


def test_a_new_price_is_judged_from_evidence_without_running_anything(course):
    courses.hand_in(course, "bob", courses.SQUARED)
    first = graded(course)
    spec = course / "assignments" / "tiny" / "assignment.yaml"
    spec.write_text(courses.SPEC.replace("credit: 1/3", "credit: 2/3"))

    second = graded(course)

    assert (2, 3) == (first["bob"].line.score, second["bob"].line.score)
    assert "judged again" == second["bob"].how


def test_another_question_is_asked_again(course):
    courses.hand_in(course, "ada")
    graded(course)
    spec = course / "assignments" / "tiny" / "assignment.yaml"
    spec.write_text(courses.SPEC.replace("[1.0, 2.0]", "[1.0, 3.0]"))

    assert "graded" == graded(course)["ada"].how


def test_a_changed_reference_changes_the_marks(course):
    courses.hand_in(course, "ada")
    graded(course)
    reference = course / "reference" / "twice.py"
    reference.write_text(courses.REFERENCE.replace("2 * x", "3 * x"))

    row = graded(course)["ada"]

    assert ("judged again", 2) == (row.how, row.line.score)  # the edge (zero) and the typed answer still hold


def test_the_same_hand_ins_give_the_same_bytes(course):
    for name in ("ada", "bob", "cyd", "dee"):
        courses.hand_in(course, name)
    graded(course, jobs=2)
    first = contents(course / "reports")

    graded(course, jobs=1, fresh=True)

    assert first == contents(course / "reports")


def test_a_hand_in_that_cannot_be_opened_is_told_why_and_the_rest_goes_on(course):
    courses.hand_in(course, "ada")
    (course / "submissions" / "tiny" / "bad.zip").write_bytes(b"not a zip at all")

    rows = graded(course)

    assert {"ada": Status.PASSED, "bad": Status.MISSING} == {name: row.line.status for name, row in rows.items()}
    document = json.loads((course / "reports" / "tiny" / "bad" / "report.json").read_text())
    assert any("zip" in note for note in document["notes"])


def test_evidence_that_was_cut_short_is_run_again(course):
    courses.hand_in(course, "ada")
    graded(course)
    (course / "reports" / "tiny" / "ada" / "evidence" / "evidence.json").write_text('{"half":')

    assert "graded" == graded(course)["ada"].how


def test_a_folder_without_its_key_was_not_finished(course):
    courses.hand_in(course, "ada")
    graded(course)
    (course / "reports" / "tiny" / "ada" / shelf.KEY).unlink()

    assert "graded" == graded(course)["ada"].how


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="kill -9 is POSIX")
def test_twenty_kills_lose_and_double_nothing(course):
    """The batch dies after ever more finished hand-ins; each next run goes on, and the last one has all of them."""
    names = [f"s{number:02}" for number in range(24)]
    for name in names:
        courses.hand_in(course, name)
    out = course / "reports" / "tiny"
    finished: set[str] = set()
    for kills in range(20):
        _killed_when(course, out, kills + 1)
        now = {path.parent.parent.name for path in out.glob("*/evidence/key")}
        assert finished <= now, "what was finished stays finished"
        finished = now

    rows = graded(course)

    assert sorted(rows) == names
    assert finished == {name for name, row in rows.items() if row.how != "graded"}
    assert {4} == {row.line.score for row in rows.values()}
    document = json.loads((out / "batch.json").read_text())
    assert names == [one["id"] for one in document["submissions"]]


def _killed_when(root: Path, out: Path, count: int) -> None:
    """Run the command and kill it hard as soon as so many hand-ins are finished."""
    command = [sys.executable, "-m", "grader", "grade", "tiny", "--jobs", "2", "--trust"]
    with subprocess.Popen(
        command,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stderr is not None
        while process.poll() is None and len(list(out.glob("*/evidence/key"))) < count:
            if not process.stderr.readline():
                break
        process.send_signal(signal.SIGKILL)
        process.wait()
