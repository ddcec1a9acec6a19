"""Courses of nbgrader as ours: the sample courses graded by hand, and what hostile or odd sources become."""

import json
from fractions import Fraction

import pytest

from grader import roster
from grader.errors import RequestError
from grader.importers import nbgrader
from grader.importers._submitted import moment
from grader.model import Status
from tests.importers.fixtures import nbgrader_losses, nbgrader_squares
from tests.importers.grading import bring, graded, imported, typed
from tests.importers.making import answer, book, check, checksum, code, lay, manual, text
from tests.importers.making import nbgrader as marked


@pytest.fixture(scope="module")
def squares(tmp_path_factory):
    root = tmp_path_factory.mktemp("squares")
    course = lay(root / "theirs", nbgrader_squares.course())
    return imported("nbgrader", course / "source" / nbgrader_squares.NAME, root)


@pytest.fixture(scope="module")
def losses(tmp_path_factory):
    root = tmp_path_factory.mktemp("losses")
    course = lay(root / "theirs", nbgrader_losses.course())
    return imported("nbgrader", course / "source" / nbgrader_losses.NAME, root)


def read(tmp_path, *cells, config="", **more):
    files = {"course/source/ps/nb.ipynb": book(*cells), **more}
    course = lay(tmp_path, files | ({"course/nbgrader_config.py": config} if config else {}))
    (draft,) = nbgrader.read(course / "course")
    return draft


def skipped(draft):
    return {one.what: (one.why, one.points) for one in draft.skipped}


@pytest.mark.parametrize("student", nbgrader_squares.STUDENTS)
def test_every_test_cell_gets_the_points_worked_out_by_hand(squares, student):
    points = nbgrader_squares.STUDENTS[student][2]
    expected = dict(zip(nbgrader_squares.AUTO, map(Fraction, points), strict=True))

    assert expected == {name: squares.score(student, name) for name in nbgrader_squares.AUTO}


@pytest.mark.parametrize("student", nbgrader_losses.STUDENTS)
def test_notebooks_with_the_same_ids_are_kept_apart(losses, student):
    points = [Fraction(str(one)) for one in nbgrader_losses.STUDENTS[student][2]]
    expected = dict(zip(nbgrader_losses.AUTO, points, strict=True))

    assert expected == {name: losses.score(student, name) for name in nbgrader_losses.AUTO}


def test_the_solution_earns_everything_and_the_starter_nothing(squares, losses):
    for found, fixture in ((squares, nbgrader_squares), (losses, nbgrader_losses)):
        starter = graded(found.place, [found.place.spec.parent / "starter"])["starter"]

        assert fixture.AUTO == {name: found.score("solution", name) for name in fixture.AUTO}
        assert 0 == starter.score
        assert Fraction(str(fixture.POINTS)) == starter.points == found.draft.points


def test_a_person_marks_what_was_answered_and_nothing_that_is_as_it_was_given_out(squares, tmp_path):
    answered = lay(tmp_path / "answered", {"squares.ipynb": nbgrader_squares.hand_in({}, words="By induction.")})

    (report,) = graded(squares.place, [answered]).values()
    status = {row.id: row.status for row in report.criteria}
    untouched = {row.id: row.status for row in squares.reports["right"].criteria}

    assert (Status.UNDECIDED, Status.MISSING) == (status["why"], untouched["why"])
    assert Status.MISSING is untouched["plot-code"]
    assert Status.UNDECIDED is untouched["explore"]  # a task: its answer stands in cells of one's own


def test_of_cells_with_one_id_the_last_counts(squares, tmp_path):
    copied = lay(tmp_path / "copied", {"squares.ipynb": nbgrader_squares.duplicated()})

    (report,) = graded(squares.place, [copied]).values()

    assert nbgrader_squares.AUTO == {row.id: row.score for row in report.criteria if row.id in nbgrader_squares.AUTO}


def test_the_starter_is_what_nbgrader_releases(squares):
    given = json.loads((squares.place.spec.parent / "starter" / "squares.ipynb").read_text())
    cells = {
        cell["metadata"]["nbgrader"]["grade_id"]: cell for cell in given["cells"] if "nbgrader" in cell["metadata"]
    }
    sources = {name: "".join(cell["source"]) for name, cell in cells.items()}

    assert "def squares(n):\n    # YOUR CODE HERE\n    raise NotImplementedError()" == sources["squares"]
    assert "YOUR ANSWER HERE" == sources["why"]
    assert ("assert squares(2) == [1, 4]", "") == (sources["test-hidden"], sources["test-later"])
    assert "triangular" not in sources["explore"]
    assert checksum("YOUR ANSWER HERE", "markdown", "why", 2) == cells["why"]["metadata"]["nbgrader"]["checksum"]
    assert cells["test-hidden"]["metadata"]["editable"] is False
    assert (squares.place.spec.parent / "starter" / "data.txt").read_text() == "1 4 9\n"


def test_delimiters_and_stubs_of_the_course_are_heeded(losses):
    given = (losses.place.spec.parent / "starter" / "losses.ipynb").read_text()

    assert "pass  # yours" in given
    for secret in ("mean()", "ANSWER", "VVVV", "3.5"):
        assert secret not in given
    assert "Rare" not in (losses.place.spec.parent / "starter" / "metrics.ipynb").read_text()


def test_an_open_part_is_shown_and_a_hidden_one_is_not(squares):
    rows = {row.id: row for row in squares.draft.rows}
    (open_, full) = rows["test-hidden"].tests

    assert ("assert squares(2) == [1, 4]", True, False) == (open_.code, open_.visible, full.visible)
    assert "largest(squares(LIMIT)) == 100" in full.code
    assert "HIDDEN" not in full.code
    assert [False] == [test.visible for test in rows["test-later"].tests]


def test_what_a_hidden_part_defines_is_there_for_a_later_test(squares):
    (test,) = {row.id: row for row in squares.draft.rows}["test-later"].tests

    assert test.code.startswith("SECRET = 12\ndef largest(values):")
    assert any(
        note.startswith("test-later: what the hidden part of an earlier cell defines") for note in squares.draft.notes
    )


def test_a_marking_scheme_becomes_key_points(squares):
    rows = {row.id: row for row in squares.draft.rows}

    assert ("finds the square of a triangular number", "checks it for three values", "says why") == rows[
        "explore"
    ].key_points
    assert 2 == len(rows["why"].key_points)


def test_a_number_is_points_where_a_cell_may_end_with_one(squares):
    outs = {row.id: row.out_of for row in squares.draft.rows}

    assert (None, 4) == (outs["test-squares"], outs["test-share"])


def test_hand_ins_come_with_their_time_and_their_oddities(squares):
    root = squares.place.root
    held = roster.load(root / "rosters" / "ps1.json")
    page = (squares.place.spec.parent / "import.md").read_text()

    assert "2015-02-01T17:28:58.749302+00:00" == held.of("right").submitted_at.isoformat()
    assert held.of("wrong").submitted_at is None
    assert not (root / "submissions" / "ps1" / "right" / "timestamp.txt").exists()
    assert "- deleted: the cell 'test-share' was taken away and runs at its end" in page


def test_every_test_cell_is_labelled(squares):
    page = (squares.place.spec.parent / "import.json").read_text()
    beside = {row["id"]: row["beside"] for row in json.loads(page)["criteria"]}

    told = (squares.place.spec.parent / "import.md").read_text()
    assert "- test-hidden: 2 of 2 tests" in told.partition("## Hidden tests")[0]
    assert "- test-hidden: 1 of 2 tests" in told.partition("## Hidden tests")[2]
    assert "- explore (3 points)" in told.partition("## Marked by a person")[2]
    assert beside == dict.fromkeys(nbgrader_squares.AUTO, True) | dict.fromkeys(nbgrader_squares.HAND, False)
    for row in squares.reports["right"].criteria:
        assert beside[row.id] == ("this check ran beside your code: it can be deceived" in row.detail)


MOMENTS = [
    ("2015-02-01 09:28:58.749302 America/Los_Angeles", "2015-02-01T09:28:58.749302-08:00"),
    ("2015-07-01 09:28:58 America/Los_Angeles", "2015-07-01T09:28:58-07:00"),
    ("2015-02-01 09:28:58 UTC\n", "2015-02-01T09:28:58+00:00"),
    ("2015-02-01 09:28:58", "2015-02-01T09:28:58+00:00"),
    ("2015-02-01 09:28 -0330", "2015-02-01T09:28:00-03:30"),
    ("2015-02-30 09:28:58 UTC", None),
    ("2015-02-01 09:28:58 ../../etc/passwd", None),
    ("2015-02-01 09:28:58 Nowhere/Land", None),
    ("yesterday", None),
]


@pytest.mark.parametrize(("text_of", "when"), MOMENTS)
def test_a_time_is_read_with_its_zone(text_of, when):
    found = moment(text_of)

    assert when == (found and found.isoformat())


# ---- odd and hostile sources ----

TEST = check("assert x == 3", "t1", 2)

ODD = [
    ([TEST, check("assert x", "t1", 3)], "cell 2 of nb.ipynb", "a second cell is called 't1'; nbgrader takes no", 3),
    ([TEST, check("assert x", "t2", 0)], "the cell 't2'", "it is worth 0 points", 0),
    ([TEST, check("assert x", "", 1)], "cell 2 of nb.ipynb", "its note for nbgrader has no `grade_id`", 1),
    ([TEST, check("assert x", "t2", "many")], "cell 2 of nb.ipynb", "the graded cell 't2': 'many' is no number", 0),
    ([TEST, check("assert x", "t2", -1)], "cell 2 of nb.ipynb", "the graded cell 't2' is worth -1 points", 0),
    ([TEST, marked("x", "t2", grade=True)], "cell 2 of nb.ipynb", "the graded cell 't2' has no points", 0),
    ([TEST, check("# nothing\n", "t2", 1)], "the cell 't2'", "it holds no test, so everybody passes it", 1),
    ([TEST, check("  \n", "t2", 1)], "the cell 't2'", "it holds no test, so everybody passes it", 1),
    ([TEST, marked("a", "t2", "markdown", grade=True, points=1)], "cell 2 of nb.ipynb", "the Markdown cell 't2'", 1),
    ([TEST, marked("a", "t2", task=True, points=1)], "cell 2 of nb.ipynb", "the task 't2' is a code cell", 1),
    ([TEST, check("### AUTOTEST f(3); f(4)", "t2", 1)], "the cell 't2'", "its tests are written by `nbgrader gen", 1),
    ([TEST, check("### HASHED AUTOTEST f(3)", "t2", 1)], "the cell 't2'", "generate a release, and import again", 1),
]


@pytest.mark.parametrize(("cells", "what", "why", "points"), ODD, ids=[str(row[2])[:40] for row in ODD])
def test_a_cell_that_cannot_be_taken_is_named_with_its_points(tmp_path, cells, what, why, points):
    draft = read(tmp_path, *cells, **{"course/release/ps/other.txt": ""})

    assert "t1" == draft.rows[0].id
    said, lost = skipped(draft)[what]
    assert why in said
    assert points == lost
    assert draft.points == sum(row.points for row in draft.rows) + sum(one.points for one in draft.skipped)


def test_generated_tests_are_taken_from_the_release(tmp_path):
    made = book(code("x"), check("assert f(3) == 9\nassert f(4) == 16", "t1", 2))
    draft = read(tmp_path, check("### AUTOTEST f(3); f(4)", "t1", 2), **{"course/release/ps/nb.ipynb": made})

    assert ["assert f(3) == 9\nassert f(4) == 16"] == [test.code for test in draft.rows[0].tests]
    assert "t1: the generated tests of the release are used" in draft.notes


def test_a_release_alone_can_be_read(tmp_path):
    course = lay(
        tmp_path,
        {"course/release/ps/nb.ipynb": book(answer("# YOUR CODE HERE\nraise NotImplementedError()", "a"), TEST)},
    )
    (draft,) = nbgrader.read(course / "course" / "release" / "ps")

    assert ({}, ["t1"]) == (draft.solution, [row.id for row in draft.rows])
    assert "Only the release was found: it has no solutions and no hidden tests." in draft.notes


def test_a_release_that_still_holds_secrets_is_not_given_out(tmp_path):
    secret = book(check("### BEGIN HIDDEN TESTS\nassert x == 17\n### END HIDDEN TESTS", "t1", 2))
    draft = read(tmp_path, TEST, **{"course/release/ps/nb.ipynb": secret})

    assert b"17" not in draft.starter["nb.ipynb"]


def test_notes_of_schema_zero_are_completed(tmp_path):
    cells = [
        code("assert x == 3", nbgrader={"grade": True, "grade_id": "a", "points": "2"}),
        code("assert x == 3", nbgrader={"grade": True, "grade_id": "b"}),
        code("assert x == 3", nbgrader={"grade": True, "grade_id": "c", "points": -3}),
        code("x", nbgrader={"grade": False, "grade_id": "d"}),
    ]
    draft = read(tmp_path, *cells)

    assert {"a": 2} == {row.id: row.points for row in draft.rows}
    assert {"the cell 'b'", "the cell 'c'"} == set(skipped(draft))


def test_a_configuration_is_read_and_never_run(tmp_path):
    config = (
        "import os\nos.abort()\nc = get_config()\nc.ClearHiddenTests.begin_test_delimeter = 'VVV'\n"
        "c.ClearHiddenTests.end_test_delimeter = 'AAA'\nc.ClearSolutions.text_stub = open('x').read()\n"
        "c.Exchange.root = '/tmp'\nc.Execute.timeout = 5\n"
    )
    draft = read(tmp_path, check("# VVV\nassert x == 3\n# AAA\nassert x", "t1", 2), config=config)

    assert ["assert x", "assert x == 3\nassert x"] == [test.code for test in draft.rows[0].tests]
    assert {
        "`c.ClearSolutions.text_stub` of nbgrader_config.py",
        "`c.Execute.timeout` of nbgrader_config.py",
    } == set(skipped(draft))


@pytest.mark.parametrize("name", ["../../evil", "a/b", "q 1 ü", "..", "é" * 300])
def test_an_id_never_leads_out_of_the_folder(tmp_path, name):
    lay(tmp_path, {"course/source/ps/nb.ipynb": book(check("assert x == 3", name, 2), manual("", f"{name}!", 1))})
    done = bring("nbgrader", tmp_path / "course" / "source" / "ps", tmp_path / "ours")

    assert all(path.resolve().is_relative_to(tmp_path / "ours") for path in done.files)
    assert 2 == len(done.assignment.criteria)


def test_students_whose_folders_would_be_one_are_refused(tmp_path):
    files = {f"course/submitted/{name}/ps/nb.ipynb": book(TEST) for name in ("ann:lee", "ann*lee")}
    lay(tmp_path, files | {"course/source/ps/nb.ipynb": book(TEST)})

    with pytest.raises(
        RequestError, match=r"the hand-ins of 'ann.lee' and 'ann.lee' would both be 'ann_lee'; rename one"
    ):
        bring("nbgrader", tmp_path / "course", tmp_path / "ours")


def test_a_broken_hand_in_is_copied_and_named(tmp_path):
    files = {"course/submitted/eve/ps/nb.ipynb": "{", "course/submitted/eve/ps/timestamp.txt": "soon"}
    lay(tmp_path, files | {"course/source/ps/nb.ipynb": book(TEST), "course/submitted/bob/ps/other.ipynb": book()})
    (draft,) = nbgrader.read(tmp_path / "course")
    notes = {one.student: one.notes for one in draft.hand_ins}

    assert "its timestamp.txt says 'soon', which is no time that can be read" in notes["eve"]
    assert any(note.startswith("nb.ipynb is not whole JSON") for note in notes["eve"])
    assert ("there is no nb.ipynb",) == notes["bob"]


def test_a_changed_read_only_cell_is_named(tmp_path):
    fixed = marked("import numpy", "setup", locked=True)
    files = {"course/source/ps/nb.ipynb": book(fixed, TEST)}
    mine = [{**fixed, "source": "numpy = 3"}, TEST]
    lay(
        tmp_path,
        files | {"course/submitted/eve/ps/nb.ipynb": book(*mine), "course/submitted/bob/ps/nb.ipynb": book(TEST)},
    )
    (draft,) = nbgrader.read(tmp_path / "course")
    notes = {one.student: one.notes for one in draft.hand_ins}

    assert ("the read-only cell 'setup' was changed and runs as it is now",) == notes["eve"]
    assert ("the cell 'setup' was taken away and is missing",) == notes["bob"]


def test_files_of_the_course_go_before_those_of_a_student(tmp_path):
    files = {
        "course/source/ps/data.csv": "1",
        "course/submitted/eve/ps/data.csv": "2",
        "course/submitted/eve/ps/own.csv": "3",
    }
    lay(tmp_path, files | {"course/source/ps/nb.ipynb": book(TEST), "course/submitted/eve/ps/nb.ipynb": book(TEST)})
    (draft,) = nbgrader.read(tmp_path / "course")

    assert (b"1", b"3") == tuple(draft.hand_ins[0].files[name] for name in ("data.csv", "own.csv"))


def test_another_language_is_left_out_and_named(tmp_path):
    made = json.loads(book(TEST))
    made["metadata"]["kernelspec"]["language"] = "julia"
    lay(tmp_path, {"course/source/ps/a.ipynb": book(TEST), "course/source/ps/b.ipynb": json.dumps(made)})
    (draft,) = nbgrader.read(tmp_path / "course")

    assert ["a.t1"] == [row.id for row in draft.rows]
    assert ("it is written for julia, and only Python is graded here", 0) == skipped(draft)["b.ipynb"]


REFUSED = [
    ({"course/x.txt": ""}, "course", "holds no notebook with cells of nbgrader's"),
    ({"course/source/ps/nb.ipynb": book(text("hm"))}, "course", "holds no notebook with cells of nbgrader's"),
    ({"course/source/ps/nb.ipynb": "{"}, "course", "nb.ipynb is not whole JSON"),
    ({"course/source/ps/nb.ipynb": book(answer("### BEGIN SOLUTION", "a"), TEST)}, "course",
     "nb.ipynb: `BEGIN SOLUTION` without `END SOLUTION`; nothing can be given out before that is mended"),
    ({"course/source/ps/a/nb.ipynb": book(TEST), "course/source/ps/b/nb.ipynb": book(TEST)}, "course",
     "holds two notebooks of one name in different folders; rename one"),
    ({"course/source/ps/nb.ipynb": book(TEST)}, "nowhere", "cannot be read (no such file or folder)"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "source", "said"), REFUSED, ids=[row[2][:30] for row in REFUSED])
def test_a_source_that_is_no_course_is_refused(tmp_path, files, source, said):
    lay(tmp_path, files)

    with pytest.raises(RequestError) as caught:
        nbgrader.read(tmp_path / source)

    assert said in str(caught.value)


def test_the_command_takes_a_whole_course(tmp_path):
    course = lay(tmp_path / "theirs", nbgrader_squares.course())
    lay(course, {"source/ps9/nb.ipynb": book(TEST)})
    (tmp_path / "ours").mkdir()

    named = typed(tmp_path / "ours", "import", "nbgrader", "../theirs", "--into", "one")
    said = typed(tmp_path / "ours", "import", "nbgrader", "../theirs")

    assert 2 == named.returncode
    assert "../theirs holds 2 assignments (ps1, ps9); name one of them to use --into" in named.stderr
    assert 0 == said.returncode, said.stderr
    assert "For a person to mark: why, plot-code, explore." in said.stdout
    assert "9 hand-ins copied to submissions/ps1/." in said.stdout
    assert "  deleted: the cell 'test-squares' was taken away and runs at its end" in said.stdout
    assert (tmp_path / "ours" / "assignments" / "ps9" / "assignment.yaml").is_file()
