"""Master notebooks of Otter Assign: blocks, tests, points and settings, one by one."""

import json
from fractions import Fraction

import pytest

from grader.errors import RequestError
from tests.importers.making import book, code, lay, raw, text
from tests.importers.reading import read, skipped

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


def test_the_title_is_a_heading_and_no_comment(tmp_path):
    tests = {"q1": {"name": "q1", "suites": [{"cases": [{"code": ">>> x\n3"}]}]}}
    head = text("# Homework 3: *Losses*")
    given = book(code("# Initialize Otter\nimport otter"), head, code("x = 3"), otter={"tests": tests})
    test = [raw("# BEGIN TESTS"), code("x", value="3"), raw("# END TESTS"), raw("# END QUESTION")]
    master = book(raw("# ASSIGNMENT CONFIG\nfiles: []"), head, *SOLVED, *test)

    assert "Homework 3: Losses" == read(tmp_path / "given", {"hw.ipynb": given}).title
    assert "Homework 3: Losses" == read(tmp_path / "master", {"hw.ipynb": master}).title
