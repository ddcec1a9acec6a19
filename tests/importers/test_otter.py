"""Otter's assignments as ours: the sample assignments graded by hand, and what hostile or odd sources become."""

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
from tests.importers.making import book, code, lay, raw, text

QUESTIONS = ("q1", "q2", "q3", "q4")


def hand_ins(fixture, name, data=None):
    made = {student: {name: fixture.hand_in(changes)} for student, (changes, _) in fixture.STUDENTS.items()}
    return {student: files | (data or {}) for student, files in made.items()}


def read(tmp_path, files):
    (draft,) = otter.read(lay(tmp_path / "source", files))
    return draft


def skipped(draft):
    return {one.what: one.why for one in draft.skipped}


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


def test_the_title_is_a_heading_and_no_comment(tmp_path):
    tests = {"q1": {"name": "q1", "suites": [{"cases": [{"code": ">>> x\n3"}]}]}}
    head = text("# Homework 3: *Losses*")
    given = book(code("# Initialize Otter\nimport otter"), head, code("x = 3"), otter={"tests": tests})
    test = [raw("# BEGIN TESTS"), code("x", value="3"), raw("# END TESTS"), raw("# END QUESTION")]
    master = book(raw("# ASSIGNMENT CONFIG\nfiles: []"), head, *SOLVED, *test)

    assert "Homework 3: Losses" == read(tmp_path / "given", {"hw.ipynb": given}).title
    assert "Homework 3: Losses" == read(tmp_path / "master", {"hw.ipynb": master}).title


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


# ---- odd and hostile sources ----

OK = "OK_FORMAT = True\ntest = {'name': %r, 'points': 2, 'suites': [{'cases': [{'code': '>>> x\\n3'}]}]}\n"
CASE = "{'code': '>>> x\\n3'}"


def ok(body, name="q1"):
    return {f"tests/{name}.py": f"OK_FORMAT = True\ntest = {body}\n"}


REFUSED = [
    ("test = make()", "its `test` is computed by code, and no code of a test file is run by an import"),
    ("import os\nos.abort()\ntest = {'name': os.name}", "its `test` is computed by code"),
    ("test = {'name': 'q'", "the file is no Python that can be read"),
    ("x = 1", "the file assigns nothing to `test`"),
    ("test = [1]", "its `test` is a list, expected a dict"),
    ("test = {'name': 'q', 'suites': []}", "its `suites` are no list of dicts"),
    ("test = {'name': 'q', 'suites': [{}, {}]}", "it has 2 suites, and otter takes one; `grader import ok` takes"),
    ("test = {'name': 'q', 'suites': [{'type': 'scheme'}]}", "its suite is of type 'scheme', and only doctests"),
    ("test = {'name': 'q', 'suites': [{'setup': '>>> x', 'cases': []}]}", "it has a setup or teardown"),
    ("test = {'name': 'q', 'suites': [{'cases': 3}]}", "its `cases` are no list"),
    ("test = " + "(" * 5000, "the file is no Python that can be read"),
    ("test = " + "{1: " * 3000 + "1" + "}" * 3000, "the file is no Python that can be read"),
    ("OK_FORMAT = False\nname = 'q'\n", "no function of it is marked with @test_case"),
    ("OK_FORMAT = False\nname = open('x').read()\n@test_case()\ndef f(): pass\n", "its `name` is computed by code"),
    ("test = 1\0", "the file is no Python that can be read"),
    (f"test = {{'name': 'q', 'points': [1, 2], 'suites': [{{'cases': [{CASE}]}}]}}",
     "its points cannot be shared: it lists 2 numbers of points for 1 cases"),
    (f"test = {{'name': 'q', 'points': 'two', 'suites': [{{'cases': [{CASE}]}}]}}", "'two' is no number of points"),
    (f"test = {{'name': 'q', 'points': -1, 'suites': [{{'cases': [{CASE}]}}]}}", "-1 is no number of points"),
    (f"test = {{'name': 'q', 'points': 0, 'suites': [{{'cases': [{CASE}]}}]}}", "it is worth 0 points"),
]  # fmt: skip


@pytest.mark.parametrize(("text_of", "why"), REFUSED, ids=[row[1][:40] for row in REFUSED])
def test_a_file_that_cannot_be_carried_over_is_named_with_the_reason(tmp_path, text_of, why):
    draft = read(tmp_path, {"tests/bad.py": text_of, "tests/good.py": OK % "good"})

    assert ["good"] == [row.id for row in draft.rows]
    assert any(why in said for said in skipped(draft).values()), skipped(draft)


CASES = [
    ("{'code': 'x = 1'}", "it holds no example (no line begins with `>>>`)"),
    ("{'code': '>>>x'}", "it cannot be read as a doctest (line 1 of the docstring for test lacks blank"),
    ("{'code': '>>> x\\n# locked', 'locked': True}", "it is locked, and its answers are only known to whoever holds"),
    ("7", "it is a int, expected a dict"),
]


@pytest.mark.parametrize(("case", "why"), CASES, ids=[row[0][:20] for row in CASES])
def test_a_case_that_cannot_be_run_is_left_out_with_its_points(tmp_path, case, why):
    draft = read(tmp_path, ok(f"{{'name': 'q', 'points': 3, 'suites': [{{'cases': [{CASE}, {CASE}, {case}]}}]}}"))
    (lost,) = draft.skipped

    assert (3, 2, 1) == (draft.points, draft.rows[0].points, lost.points)
    assert "q - 3, a case of q" == lost.what
    assert why in lost.why


def test_all_or_nothing_without_one_of_its_cases_is_left_out(tmp_path):
    body = f"{{'name': 'q', 'points': 3, 'all_or_nothing': True, 'suites': [{{'cases': [{CASE}, {{'code': ''}}]}}]}}"
    draft = read(tmp_path, ok(body) | {"tests/good.py": OK % "good"})

    assert (5, ["good"]) == (draft.points, [row.id for row in draft.rows])
    assert 3 == sum(one.points for one in draft.skipped)
    assert "a case of it cannot be run, and it is all or nothing" in skipped(draft)["test q"]


def test_a_case_that_does_not_say_is_hidden_in_a_dict_and_visible_as_a_function(tmp_path):
    functions = "OK_FORMAT = False\nname = 'q2'\n@test_case()\ndef check(x):\n    assert x\n"
    draft = read(tmp_path, ok(f"{{'name': 'q1', 'suites': [{{'cases': [{CASE}]}}]}}") | {"tests/q2.py": functions})

    assert {"q1": False, "q2": True} == {row.id: row.tests[0].visible for row in draft.rows}


def test_two_tests_of_one_name_are_one_and_the_other_is_named(tmp_path):
    draft = read(tmp_path, {"tests/a.py": OK % "q1", "tests/b.py": OK % "q1"})

    assert ["q1"] == [row.id for row in draft.rows]
    assert {"tests/b.py": "a second test is named 'q1', and otter keeps only one"} == skipped(draft)


@pytest.mark.parametrize("name", ["../../evil", "a/b\\c", "q 1 ü", "", "...", "q1\n"])
def test_a_name_never_leads_out_of_the_folder(tmp_path, name):
    done = bring("otter", lay(tmp_path / "source", {"tests/odd.py": OK % name}), tmp_path / "course", "odd")

    assert all(path.resolve().is_relative_to(tmp_path / "course") for path in done.files)
    assert 1 == len(done.assignment.criteria)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_other_encodings_are_read(tmp_path, encoding):
    held = "OK_FORMAT = True\ntest = {'name': 'é', 'suites': [{'cases': [{'code': \">>> x\\n'é'\"}]}]}\r\n"
    draft = read(tmp_path, {"tests/q.py": held.encode(encoding)})

    assert ">>> x\n'é'" == draft.rows[0].tests[0].doctest


def test_metadata_holds_tests_in_both_forms(tmp_path):
    functions = "OK_FORMAT = False\nname = 'q2'\npoints = 3\n@test_case(points=1)\ndef a(x):\n    assert x\n"
    functions += "@test_case(hidden=True, points=2)\ndef b(x):\n    assert x == 3\n"
    tests = {
        "q1": {"name": "q1", "points": 2, "suites": [{"cases": [{"code": ">>> x\n3", "hidden": False}]}]},
        "q2": functions,
        "q3": 7,
    }
    held = book(
        text("What is x?"), code("x = 3"), code("grader.check('q1')"), otter={"OK_FORMAT": True, "tests": tests}
    )
    draft = read(tmp_path, {"hw.ipynb": held})

    assert {"q1": 2, "q2": 3} == {row.id: row.points for row in draft.rows}
    assert "test q3 of hw.ipynb" in skipped(draft)
    assert "it is a int, expected a dict or text" == skipped(draft)["test q3 of hw.ipynb"]


BROKEN = [
    (b"{", "hw.ipynb is not whole JSON"),
    (b"[1]", "hw.ipynb holds a list, expected the JSON object that a notebook is"),
    (b'{"cells": 3}', "hw.ipynb has no list of cells"),
    (b'{"cells": [' + b"[" * 100_000, "hw.ipynb: it is nested too deeply to be read"),
    (json.dumps({"cells": [{}] * 3_000}).encode(), "hw.ipynb has 3000 cells, expected at most 2000"),
    (b'{"cells": []}', "holds no test: no tests/*.py, none in a notebook's metadata, no master notebook"),
]


@pytest.mark.parametrize(("data", "said"), BROKEN, ids=[row[1][:30] for row in BROKEN])
def test_a_broken_notebook_is_refused_by_name(tmp_path, data, said):
    with pytest.raises(RequestError, match=said.replace("*", r"\*")):
        read(tmp_path, {"hw.ipynb": data})


def test_a_huge_notebook_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("grader.importers._notebooks.MAX_BYTES", 2**20)

    with pytest.raises(RequestError, match=r"hw\.ipynb is larger than 1 MiB; clear its outputs and save it again"):
        read(tmp_path, {"hw.ipynb": b" " * 2**21})


def test_links_and_devices_in_a_source_are_not_followed(tmp_path):
    secret = lay(tmp_path / "elsewhere", {"secret.csv": "secret"})
    source = lay(tmp_path / "source", {"tests/q1.py": OK % "q1"})
    (source / "data.csv").symlink_to(secret / "secret.csv")

    (draft,) = otter.read(source)

    assert "secret" not in repr(draft.starter)
    assert {"'data.csv'": "it is a link, and links are not followed"} == skipped(draft)


# ---- master notebooks ----

QUESTION = [raw("# BEGIN QUESTION\nname: q1\npoints: 2"), text("Do it."), raw("# BEGIN SOLUTION")]
SOLVED = [*QUESTION, code("x = 3 # SOLUTION"), raw("# END SOLUTION")]


def with_tests(*cells):
    return {"m.ipynb": book(*SOLVED, raw("# BEGIN TESTS"), *cells, raw("# END TESTS"), raw("# END QUESTION"))}


STRUCTURE = [
    ([raw("# BEGIN TESTS")], "m.ipynb, cell 1: a tests block begins outside of a question"),
    ([*QUESTION, raw("# BEGIN QUESTION\nname: q2")], "m.ipynb, cell 4: a question block begins inside a solution"),
    ([*SOLVED, raw("# END TESTS")], "m.ipynb, cell 6: a tests block ends, but the question block is open"),
    ([raw("# END QUESTION")], "m.ipynb, cell 1: a question block ends, but nothing is open"),
    (SOLVED, "m.ipynb ends, but a question block is open"),
    ([raw("# BEGIN QUESTION\npoints: 2")], "m.ipynb, cell 1: the question has no `name`, expected one"),
    ([raw("# BEGIN QUESTION\nname: [")], "the settings of m.ipynb, cell 1 cannot be read: m.ipynb, cell 1:"),
    ([raw("# BEGIN QUESTION\nname: &a x\nb: *a")], "the settings of m.ipynb, cell 1 cannot be read"),
    ([*SOLVED, raw("# BEGIN TESTS"), text("hm")], "m.ipynb, cell 7: a cell of the tests is markdown, expected code"),
    ([*QUESTION, code("# BEGIN SOLUTION\nx = 3")], "m.ipynb, cell 4: `# BEGIN SOLUTION` without its end"),
    ([*QUESTION, code("x = 3\n# END SOLUTION")], "m.ipynb, cell 4: `# END SOLUTION` without its beginning"),
    ([raw("# ASSIGNMENT CONFIG"), code("# BEGIN IGNORE")], "m.ipynb, cell 2: `# BEGIN IGNORE` without its end"),
    ([text("```\nBEGIN QUESTION\nname: q1\n```")], "has the form that Otter Assign read before version 3"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "said"), STRUCTURE, ids=[row[1][:50] for row in STRUCTURE])
def test_blocks_that_do_not_fit_are_refused_with_their_cell(tmp_path, cells, said):
    with pytest.raises(RequestError) as caught:
        read(tmp_path, {"m.ipynb": book(*cells)})

    assert said in str(caught.value)


def test_two_questions_of_one_name_are_refused(tmp_path):
    one = [*SOLVED, raw("# BEGIN TESTS"), code("x", value="3"), raw("# END TESTS"), raw("# END QUESTION")]

    with pytest.raises(RequestError, match=r"m\.ipynb, cell 18: a second question is named 'q1', expected different"):
        read(tmp_path, {"m.ipynb": book(*one, *one)})


def test_two_masters_must_be_told_apart(tmp_path):
    one = with_tests(code("x", value="3"))["m.ipynb"]

    with pytest.raises(RequestError, match=r"holds 2 master notebooks \(a.ipynb, b.ipynb\); name one of them"):
        read(tmp_path, {"a.ipynb": one, "b.ipynb": one})


def test_a_seed_in_otters_own_settings_is_said_not_to_count(tmp_path):
    config = raw("# ASSIGNMENT CONFIG\ngenerate: {seed: 42}")
    test = [raw("# BEGIN TESTS"), code("x", value="3"), raw("# END TESTS"), raw("# END QUESTION")]

    why = skipped(read(tmp_path, {"m.ipynb": book(config, *SOLVED, *test)}))["the setting `generate`"]
    assert "its seed is put in front of no cell" in why


def test_another_language_is_refused(tmp_path):
    made = json.loads(with_tests(code("x", value="3"))["m.ipynb"])
    made["metadata"]["kernelspec"]["language"] = "R"

    with pytest.raises(RequestError, match=r"m\.ipynb is written for r, and only Python is graded here"):
        read(tmp_path, {"m.ipynb": json.dumps(made)})


def test_a_test_without_saved_output_is_pointed_out(tmp_path):
    draft = read(tmp_path, with_tests(code("x == 3"), code("assert x == 3"), code("print(x)", out="3\n")))

    assert "q1 - 1: nothing was saved as the output of its last line" in draft.notes
    assert not any("q1 - 2" in note or "q1 - 3" in note for note in draft.notes)


def test_a_test_s_own_call_counts_although_it_is_to_be_ignored(tmp_path):
    cell = code("def test_x(x):\n    assert x == 3\n    print('fine')\n\ntest_x(x)  # IGNORE", out="fine\n")
    draft = read(tmp_path, with_tests(cell))

    assert draft.rows[0].tests[0].doctest.endswith(">>> test_x(x)\nfine")


def test_points_for_each_test_are_shared_like_a_total(tmp_path):
    cells = [raw("# BEGIN QUESTION\nname: q1\npoints: {each: 2}"), text("Do it."), raw("# BEGIN TESTS")]
    own = '""" # BEGIN TEST CONFIG\npoints: 3\n""" # END TEST CONFIG\nx'
    cells += [code(own, value="3"), code("x", value="3"), raw("# END TESTS"), raw("# END QUESTION")]
    draft = read(tmp_path, {"m.ipynb": book(*cells)})

    assert (4, [Fraction(3, 4), Fraction(1, 4)]) == (draft.points, [share.weight for share in draft.rows[0].shares])


def test_a_silenced_last_line_expects_nothing(tmp_path):
    draft = read(tmp_path, with_tests(code("x == 3;"), code("x", value="3")))

    assert ">>> _ = x == 3" == draft.rows[0].tests[0].doctest


def test_fenced_blocks_are_blocks(tmp_path):
    cells = [text("Before.\n```otter\n# BEGIN QUESTION\nname: q1\n```\n\nDo it.\n```otter\n# BEGIN TESTS\n```")]
    cells += [code("x", value="3"), text("```otter\n# END TESTS\n```\n```otter\n# END QUESTION\n```")]
    draft = read(tmp_path, {"m.ipynb": book(*cells)})

    assert (["q1"], "Do it.") == ([row.id for row in draft.rows], draft.questions[0].prompt)


def test_a_test_of_functions_in_a_master(tmp_path):
    cells = [raw("# ASSIGNMENT CONFIG\ntests: {ok_format: false}"), *SOLVED, raw("# BEGIN TESTS")]
    cells += [
        code("def test_x(x):\n    assert x == 3\n\ntest_x(x)"),
        code("# HIDDEN\ndef test_y(x, env):\n    assert x"),
    ]
    cells += [code("x == 3"), raw("# END TESTS"), raw("# END QUESTION")]
    draft = read(tmp_path, {"m.ipynb": book(*cells)})

    assert [("test_x", True), ("test_y", False)] == [(test.call, test.visible) for test in draft.rows[0].tests]
    assert "a test is one function and at most a call of it" in skipped(draft)["q1 - 3, a case of q1"]


def test_a_file_outside_of_the_folder_is_not_found(tmp_path):
    lay(tmp_path, {"secret.txt": "secret"})
    cells = [raw("# ASSIGNMENT CONFIG\nfiles: [../secret.txt, /etc/passwd, data]"), *SOLVED, raw("# BEGIN TESTS")]
    cells += [code("x", value="3"), raw("# END TESTS"), raw("# END QUESTION")]
    draft = read(tmp_path, {"m.ipynb": book(*cells), "data/a.csv": "1", "data/b.csv": "2"})

    assert ["data/a.csv", "data/b.csv", "m.ipynb"] == sorted(draft.starter)
    assert "it does not stand beside the notebook" == skipped(draft)["the file '../secret.txt'"]


def test_a_question_that_nobody_grades_is_named(tmp_path):
    cells = [*SOLVED, raw("# END QUESTION"), raw("# BEGIN QUESTION\nname: q2\nmanual: true"), raw("# END QUESTION")]
    draft = read(tmp_path, {"m.ipynb": book(*cells)})

    assert {
        "question q1": "it has no tests, and no person marks it",
        "question q2": "it is worth 0 points, and a criterion is worth something",
    } == skipped(draft)


# ---- the command ----


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
