"""Every question of every hand-in gets from our import what otter-grader 7.0.0 gives it."""

import json
import shutil

import pytest

from tests.importers.fixtures import otter_files, otter_master
from tests.importers.grading import bring, imported
from tests.importers.making import lay

QUESTIONS = ("q1", "q2", "q3", "q4")


def theirs(peers, archive, book, folder):
    """Question → points; the file bears the name that the notebook gives to otter, or its checks would not run."""
    folder.mkdir(parents=True)
    (folder / book[0]).write_text(book[1])
    peers.run(folder, "otter", "run", book[0], "-a", str(archive), "-o", str(folder))
    told = json.loads((folder / "results.json").read_text())
    return {test["name"]: test["score"] for test in told["tests"] if "score" in test}


def compare(peers, archive, fixture, book, ours, folder):
    compared = 0
    for student, (changes, _) in fixture.STUDENTS.items():
        told = theirs(peers, archive, (book, fixture.hand_in(changes)), folder / student)
        for question in QUESTIONS:
            mine = ours.score(student, question)
            assert abs(told[question] - float(mine)) < 1e-5, (student, question, told[question], mine)
            compared += 1
    print(f"{fixture.NAME}: {compared} questions of {len(fixture.STUDENTS)} hand-ins compared")


def hand_ins(fixture, book, data):
    return {student: {book: fixture.hand_in(changes), **data} for student, (changes, _) in fixture.STUDENTS.items()}


@pytest.mark.slow
def test_tests_in_files_give_the_same(peers, tmp_path):
    folder = lay(tmp_path / "theirs", otter_files.FILES)
    peers.run(folder, "otter", "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment")
    archive = folder / "autograder.zip"
    mine = hand_ins(otter_files, "losses.ipynb", {})
    shutil.copytree(folder / "tests", tmp_path / "source" / "tests")
    shutil.copy(folder / "losses.ipynb", tmp_path / "source")

    ours = imported("otter", tmp_path / "source", tmp_path / "ours", mine)

    compare(peers, archive, otter_files, "losses.ipynb", ours, tmp_path / "runs")
    zipped = bring("otter", archive, tmp_path / "zipped", "zipped")
    assert zipped.assignment.points == otter_files.POINTS


@pytest.mark.slow
def test_a_master_notebook_gives_the_same_as_what_otter_assign_makes_of_it(peers, tmp_path):
    folder = lay(tmp_path / "theirs", otter_master.FILES)
    peers.run(folder, "otter", "assign", "master.ipynb", "dist")  # runs the tests on the solution, too
    (archive,) = (folder / "dist" / "autograder").glob("*.zip")
    data = {"data/heights.csv": otter_master.FILES["data/heights.csv"]}
    mine = hand_ins(otter_master, "master.ipynb", data)
    shutil.copytree(folder / "dist", tmp_path / "dist")

    ours = imported("otter", lay(tmp_path / "source", otter_master.FILES), tmp_path / "ours", mine)
    again = imported("otter", tmp_path / "dist", tmp_path / "again", mine)

    compare(peers, archive, otter_master, "master.ipynb", ours, tmp_path / "runs")
    for student in (*otter_master.STUDENTS, "solution"):
        assert {name: ours.score(student, name) for name in QUESTIONS} == {
            name: again.score(student, name) for name in QUESTIONS
        }
