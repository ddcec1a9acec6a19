"""Otter's assignments as ours: the sample assignments graded by hand, and the command that brings them."""

import io
import json
import zipfile
from fractions import Fraction

import pytest

from grader.errors import RequestError
from grader.importers import otter
from grader.model import Status
from tests.importers.fixtures import otter_files, otter_master
from tests.importers.grading import bring, graded, imported, typed
from tests.importers.making import book, code, lay
from tests.importers.reading import OK, skipped

QUESTIONS = ("q1", "q2", "q3", "q4")


def hand_ins(fixture, name, data=None):
    made = {student: {name: fixture.hand_in(changes)} for student, (changes, _) in fixture.STUDENTS.items()}
    return {student: files | (data or {}) for student, files in made.items()}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    root = tmp_path_factory.mktemp("files")
    source = lay(root / "source", otter_files.FILES)
    return imported("otter", source, root, hand_ins(otter_files, "losses.ipynb"))


@pytest.fixture(scope="module")
def master(tmp_path_factory):
    root = tmp_path_factory.mktemp("master")
    source = lay(root / "source", otter_master.FILES)
    data = {"data/heights.csv": otter_master.FILES["data/heights.csv"]}
    return imported("otter", source, root, hand_ins(otter_master, "master.ipynb", data))


@pytest.mark.parametrize("student", otter_files.STUDENTS)
def test_tests_in_files_give_the_points_worked_out_by_hand(files, student):
    expected = otter_files.STUDENTS[student][1]

    assert {name: Fraction(str(points)) for name, points in zip(QUESTIONS, expected, strict=True)} == files.scores(
        student
    )


@pytest.mark.parametrize("student", otter_master.STUDENTS)
def test_a_master_notebook_gives_the_points_worked_out_by_hand(master, student):
    expected = dict(zip(QUESTIONS, map(Fraction, otter_master.STUDENTS[student][1]), strict=True))

    assert expected | {"q5": 0} == master.scores(student)


def test_the_solution_earns_everything_and_the_starter_nothing(master):
    starter = graded(master.place, [master.place.spec.parent / "starter"])["starter"]

    assert {"q1": 3, "q2": 2, "q3": 1, "q4": 3, "q5": 0} == master.scores("solution")
    assert 0 == starter.score


def test_the_points_are_the_original_s(files, master):
    assert (otter_files.POINTS, otter_master.POINTS) == (files.draft.points, master.draft.points)
    assert otter_master.POINTS == next(iter(master.reports.values())).points


def test_the_starter_holds_neither_solutions_nor_tests(master):
    folder = master.place.spec.parent
    given, solved = ((folder / room / "master.ipynb").read_text() for room in ("starter", "samples/solution"))

    for secret in ("np.dot(v, v)", "e / e.sum()", "loadtxt", "ten == 10", "BEGIN", "SOLUTION", "overflow", "for staff"):
        assert secret not in given, secret
    assert "mean_height = ..." in given
    assert "np.dot(v, v)" in solved
    assert "1.75" in (folder / "starter" / "data" / "heights.csv").read_text()


def test_a_person_marks_what_stands_in_the_answer_cell(master, tmp_path):
    folder = master.place.spec.parent / "starter"
    made = json.loads((folder / "master.ipynb").read_text())
    (cell,) = (cell for cell in made["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == "q5")
    cell["source"] = ["Large powers overflow."]
    answered = lay(tmp_path / "answered", {"master.ipynb": json.dumps(made)})

    reports = graded(master.place, [answered, folder])
    status = {name: {row.id: row.status for row in report.criteria}["q5"] for name, report in reports.items()}

    assert {"answered": Status.UNDECIDED, "starter": Status.MISSING} == status


def test_a_file_that_the_notebook_needs_is_pointed_out(master):
    page = (master.place.spec.parent / "import.md").read_text()

    assert (
        "- A hand-in runs with the files that it holds, so students hand in data/heights.csv, too; the starter has it."
        in page
    )


def test_what_is_hidden_and_what_tells_nothing_of_the_points(master):
    rows = {row.id: row for row in master.draft.rows}

    assert [[True], [False], [False]] == [[test.visible for test in share.tests] for share in rows["q1"].shares]
    assert [Fraction(0), Fraction(1)] == [share.weight for share in rows["q2"].shares]
    assert [Fraction(1, 6), Fraction(1, 6), Fraction(2, 3)] == [share.weight for share in rows["q4"].shares]
    assert "The entries of a softmax add up to one." == rows["q4"].shares[0].say
    assert 1 == len(rows["q3"].shares)


def test_what_runs_beside_student_code_is_labelled_in_the_spec_the_report_and_the_page(files):
    folder = files.place.spec.parent
    spec, page = (folder / "assignment.yaml").read_text(), (folder / "import.md").read_text()
    (row,) = (row for row in files.reports["right"].criteria if row.id == "q1")
    (plain,) = (row for row in files.reports["right"].criteria if row.id == "q4")

    assert 'title: "q1 (checked beside your code, where it can be deceived)"' in spec
    assert "q1 (checked beside your code, where it can be deceived)" == row.title
    assert "this check ran beside your code: it can be deceived" in row.detail
    assert "- q1: 3 of 3 tests" in page
    assert ("", "") == (plain.title, plain.detail)


def test_an_imported_file_of_functions_runs_apart_from_the_student_s_names(files):
    (code_of,) = {test.code for row in files.draft.rows for test in row.tests if test.call == "test_zero"}

    assert "import math" in code_of
    assert "otter" not in code_of
    assert "TOLERANCE = 1e-9" in code_of
    assert "test_margin" not in code_of
    assert "points" not in code_of


def test_the_folder_that_otter_assign_writes_gives_the_same(master, tmp_path):
    folder = master.place.spec.parent
    tests = {"q1": {"name": "q1", "points": 3, "suites": [{"type": "doctest", "cases": [
        {"code": ">>> ten\n10", "hidden": False}]}]}}  # fmt: skip
    held = {"otter": {"OK_FORMAT": True, "tests": tests}}
    solved = json.loads((folder / "samples" / "solution" / "master.ipynb").read_text())
    solved["metadata"] |= held
    given = (folder / "starter" / "master.ipynb").read_text()
    dist = {
        "dist/autograder/hw.ipynb": json.dumps(solved),
        "dist/autograder/data/heights.csv": "1.75\n",
        "dist/autograder/otter_config.json": "{}",
        "dist/student/hw.ipynb": given,
        "dist/student/data/heights.csv": "1.75\n",
    }

    found = imported("otter", lay(tmp_path / "source", dist), tmp_path)
    starter = (found.place.spec.parent / "starter" / "hw.ipynb").read_text()

    assert {"q1": 3} == found.scores("solution")
    assert "tests" not in json.loads(starter)["metadata"].get("otter", {})
    assert "np.dot(v, v)" not in starter
    assert "otter_config.json" in " ".join(skipped(found.draft))


def test_an_autograder_zip_and_a_single_file_can_be_read(tmp_path):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, held in otter_files.TESTS.items():
            archive.writestr(name, held)
        archive.writestr("run_autograder", "#!/bin/sh\n")
    zipped = lay(tmp_path, {"autograder.zip": data.getvalue(), "q4.py": otter_files.TESTS["tests/q4.py"]})

    (whole,) = otter.read(zipped / "autograder.zip")
    (one,) = otter.read(zipped / "q4.py")

    assert (otter_files.POINTS, 1) == (whole.points, one.points)
    assert ["q1", "q2", "q3", "q4"] == [row.id for row in whole.rows]


def test_the_prompt_is_the_text_before_the_check(files):
    told = {question.id: (question.title, question.prompt) for question in files.draft.questions}

    assert ("q1", "**Question 1.** Write `hinge(m)`, the loss max(0, 1 − m).") == told["q1"]
    assert ("Question 3", "Both of them again, all or nothing.") == told["q3"]


SECRET = "answer = 6 * 7"


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("autograder", {"hw.ipynb": book(code(SECRET), code("grader.check('q1')")), "tests/q1.py": "OK"}),
        ("graders", {"hw.ipynb": "HIDDEN"}),
        (
            "hw",
            {
                "hw.ipynb": book(code("x"), code("grader.check('q1')")),
                "sol.ipynb": book(code(SECRET)),
                "tests/q1.py": "OK",
            },
        ),
    ],
)
def test_a_notebook_that_may_be_solved_is_not_given_out(tmp_path, name, files):
    tests = {"q1": {"name": "q1", "suites": [{"cases": [{"code": ">>> x\n3"}]}]}}
    hidden = book(code(SECRET), code("grader.check('q1')"), otter={"OK_FORMAT": True, "tests": tests})
    made = {path: {"OK": OK % "q1", "HIDDEN": hidden}.get(held, held) for path, held in files.items()}
    lay(tmp_path / name, made)

    (draft,) = otter.read(tmp_path / name)

    assert SECRET not in repr(draft.starter)
    if name == "hw":
        assert ["hw.ipynb"] == list(draft.starter)
        assert "only the notebook that checks the tests is given out" == skipped(draft)["sol.ipynb"]
        assert any(
            "Look whether the notebook in starter/ is one before you give it out." in note for note in draft.notes
        )
    else:
        assert SECRET in repr(draft.solution)


def test_one_of_the_two_folders_of_otter_assign_means_both(tmp_path):
    files = {"autograder/hw.ipynb": book(code(SECRET)), "autograder/tests/q1.py": OK % "q1", "autograder/a.zip": "zip"}
    lay(tmp_path / "dist", files | {"student/hw.ipynb": book(code("x"))})

    for name in ("autograder", "student"):
        (draft,) = otter.read(tmp_path / "dist" / name)

        assert (["hw.ipynb"], True) == (list(draft.starter), SECRET in repr(draft.solution))
        assert SECRET not in repr(draft.starter)
        assert {"'autograder/a.zip'": "archives in a source are not opened"} == skipped(draft)


def test_tests_too_large_for_one_file_are_refused(tmp_path):
    files = {f"tests/{name}.py": (OK % name).replace("\\n3", "\\n" + "3" * 600_000) for name in ("a", "b")}
    source = lay(tmp_path / "source", files)

    with pytest.raises(RequestError, match="make an assignment of more than 1 MiB; take long data out of them, into"):
        bring("otter", source, tmp_path / "course", "long")


def test_the_command_says_what_came_of_it(tmp_path):
    source = lay(tmp_path / "source", otter_master.FILES)
    (tmp_path / "course").mkdir()

    said = typed(tmp_path / "course", "import", "otter", str(source))
    again = typed(tmp_path / "course", "import", "otter", str(source))
    elsewhere = typed(tmp_path, "import", "otter", "source", "--into", "course/other")

    assert 0 == said.returncode, said.stderr
    assert "→ numpy-basics: all 11 points, 5 criteria." in said.stdout
    assert "Judged beside student code, so they can be deceived: q1, q2, q4." in said.stdout
    assert "Hidden, yet their source enters the sandbox: q1." in said.stdout
    assert (
        "  - the setting `requirements`: what is installed here decides; look whether the assignment asks for more"
        in said.stdout
    )
    assert "begin with" in said.stdout
    assert 2 == again.returncode
    assert "is already there and nothing is overwritten; name another place with --into" in again.stderr
    assert 0 == elsewhere.returncode
    assert (tmp_path / "course" / "assignments" / "other" / "assignment.yaml").is_file()


def test_verify_and_release_take_an_imported_assignment(master, tmp_path):
    proved = typed(master.place.root, "verify", master.place.name, "--trust")
    released = typed(master.place.root, "release", master.place.name, "--out", str(tmp_path / "given"))
    checked = typed(tmp_path / "given", "check", "--trust")

    assert 0 == proved.returncode, proved.stdout
    assert 0 == released.returncode, released.stderr
    assert "ten == 10" not in (tmp_path / "given" / "assignment.yaml").read_text()
    assert 1 == checked.returncode
    assert "0 of 4 criteria pass their visible cases." in checked.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ottr", "x"], "there is no importer called 'ottr'; did you mean 'otter'?"),
        (
            ["otter", "nowhere"],
            "nowhere cannot be read (No such file or directory); name a file, a folder or an archive",
        ),
        (["otter", "source", "--into", "Not A Name"], "'Not A Name' cannot name an assignment"),
        (["otter", "bad.zip"], "bad.zip cannot be opened: "),
    ],
)
def test_a_request_that_cannot_be_met_is_explained(tmp_path, words, said):
    lay(tmp_path, {"source/tests/q1.py": OK % "q1", "bad.zip": "no zip"})

    done = typed(tmp_path, "import", *words)

    assert 2 == done.returncode
    assert said in done.stderr


def test_nothing_but_what_was_left_out_is_no_assignment(tmp_path):
    source = lay(tmp_path / "source", {"tests/q1.py": "test = make()"})

    with pytest.raises(
        RequestError, match=r"(?s)nothing of .* could be carried over:.*tests/q1.py: its `test` is computed"
    ):
        bring("otter", source, tmp_path / "course", "none")
    assert not (tmp_path / "course").exists()
