"""What odd, broken and hostile sources in otter's formats become: named, and never half of it."""

import json

import pytest

from grader.errors import RequestError
from grader.importers import otter
from tests.importers.grading import bring
from tests.importers.making import book, code, lay, text
from tests.importers.reading import CASE, OK, ok, read, skipped

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
