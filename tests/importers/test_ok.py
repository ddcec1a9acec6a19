"""Projects of the OK client as ours: suites, setups, locked cases."""

from fractions import Fraction

import pytest

from grader.errors import RequestError
from grader.importers import ok
from tests.importers.grading import imported
from tests.importers.making import book, code, lay, text

DICT = """\
test = {
  'name': 'double',
  'points': 3,
  'suites': [
    {'type': 'doctest', 'setup': '>>> from hw import double\\n>>> start = 1', 'teardown': '>>> del start', 'cases': [
      {'code': '>>> double(start)\\n2'}, {'code': '>>> double(-2)\\n-4', 'hidden': True}]},
    {'type': 'doctest', 'cases': [{'code': '>>> double("ab")\\n\\'abab\\''}]},
    {'type': 'doctest', 'scored': False, 'cases': [{'code': '>>> double.__doc__ is None\\nFalse'}]},
  ]
}
"""
OTHER = """\
test = {'name': 'half', 'points': 2, 'suites': [
  {'type': 'concept', 'cases': [{'question': 'Why?', 'answer': 'So', 'choices': ['So', 'No']}]},
  {'type': 'doctest', 'cases': [{'code': '>>> half(4)\\n2.0'}]},
  {'type': 'doctest', 'cases': [{'code': '>>> half(2)\\n1'}, {'code': '>>> half(3)\\n5f4dcc', 'locked': True}]},
  {'type': 'wwpp', 'cases': []}]}
"""
FILES = {
    "hw.ok": '{"name": "Homework 1", "src": ["hw.py"], "tests": {"tests/*.py": "ok_test"}}',
    "hw.py": "def double(x):\n    ...\n\ndef half(x):\n    ...\n",
    "tests/__init__.py": "",
    "tests/double.py": DICT,
    "tests/half.py": OTHER,
}
RIGHT = 'def double(x):\n    """Twice."""\n    return x + x\n\n\ndef half(x):\n    return x / 2\n'
STUDENTS = {
    "right": (RIGHT, (3, Fraction(1, 2))),
    "numbers": (RIGHT.replace("x + x", "2 * int(x)"), (Fraction(3, 2), Fraction(1, 2))),
    "untold": (RIGHT.replace('    """Twice."""\n', ""), (3, Fraction(1, 2))),
    "whole": (RIGHT.replace("x / 2", "x // 2"), (3, 0)),
    "crash": ("1 / 0\n", (0, 0)),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = tmp_path_factory.mktemp("ok")
    hand_ins = {name: {"hw.py": source} for name, (source, _) in STUDENTS.items()}
    return imported("ok", lay(root / "source", FILES), root, hand_ins)


@pytest.mark.parametrize("student", STUDENTS)
def test_a_suite_earns_its_share_with_all_of_its_cases(project, student):
    assert dict(zip(("double", "half"), STUDENTS[student][1], strict=True)) == project.scores(student)


def test_what_cannot_be_run_is_left_out_with_its_share(project):
    lost = {one.what: (one.why, one.points) for one in project.draft.skipped}

    assert (5, Fraction(3, 2)) == (project.draft.points, sum(points for _, points in lost.values()))
    assert ("it is of type 'concept', and only doctests can be carried over", Fraction(1, 2)) == lost["suite 1 of half"]
    assert (
        "half - 2: it is locked, and its answers are only known to whoever holds the key" in lost["suite 3 of half"][0]
    )
    assert "it is of type 'wwpp', and only doctests can be carried over" == lost["suite 4 of half"][0]


def test_setup_and_teardown_stand_around_every_case(project):
    (row,) = (row for row in project.draft.rows if row.id == "double")
    first = row.shares[0].tests[0]

    assert ">>> from hw import double\n>>> start = 1\n>>> double(start)\n2\n>>> del start" == first.doctest
    assert [True, False] == [test.visible for test in row.shares[0].tests]
    assert [Fraction(1, 2), Fraction(1, 2), Fraction(0)] == [share.weight for share in row.shares]


def test_the_project_file_gives_the_name_and_the_starter_its_files(project):
    assert ("homework-1", "Homework 1") == (project.place.name, project.draft.title)
    assert ["hw.py"] == [path.name for path in (project.place.spec.parent / "starter").iterdir()]
    assert ["double.py", "half.py"] == sorted(
        path.name for path in (project.place.spec.parent / "original" / "tests").iterdir()
    )


def test_a_notebook_of_ok_asks_its_questions(tmp_path):
    cells = [code("from client.api.notebook import Notebook\nok = Notebook('hw.ok')"), text("## Doubling\n\nWrite it.")]
    held = book(*cells, code("def double(x): ..."), code('_ = ok.grade("double")'))
    (draft,) = ok.read(lay(tmp_path, FILES | {"hw.ipynb": held}))

    assert ("Doubling", "Write it.") == (draft.questions[0].title, draft.questions[0].prompt)
    assert "hw.ipynb" in draft.starter


REFUSED = [
    ("test = f()", "its `test` is computed by code"),
    ("test = {'name': 'double', 'suites': [{}]}", "a second test is named 'double'"),
    ("test = {'name': 'q', 'points': 'x', 'suites': [{}]}", "its points cannot be read: 'x' is no number of points"),
    ("test = {'name': 'q', 'points': -1, 'suites': [{}]}", "its points are -1, expected 0 or more"),
    ("test = {'name': 'q', 'points': 0, 'suites': [{}]}", "it is worth 0 points"),
    ("test = {'name': 'q', 'suites': [{'scored': False}]}", "no suite is scored"),
    ("test = {'name': 'q', 'suites': [{'cases': []}]}", "it has no cases"),
]


@pytest.mark.parametrize(("held", "why"), REFUSED, ids=[row[1][:30] for row in REFUSED])
def test_a_test_that_cannot_be_carried_over_is_named(tmp_path, held, why):
    (draft,) = ok.read(lay(tmp_path, {"tests/double.py": DICT, "tests/zodd.py": held}))

    assert ["double"] == [row.id for row in draft.rows]
    assert any(why in one.why for one in draft.skipped), draft.skipped


def test_a_folder_without_tests_is_refused(tmp_path):
    with pytest.raises(RequestError, match=r"holds no test; expected tests/\*.py, or a `.ok` file that names them"):
        ok.read(lay(tmp_path, {"hw.py": "x = 1"}))
