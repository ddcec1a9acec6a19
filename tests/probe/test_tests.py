"""Tests of other graders run beside the student's code: what comes out, and what stays as it was."""

import json

from grader.model import Ask, Missing, Returned, Step
from tests.fakes import loaded, seen

SQUARE = "def square(n):\n    return n * n\n\n\ndef cube(n):\n    return n * square(n)\n\n\nx = 3\n"


def book(*cells):
    """A notebook of code cells: their source, or (source, metadata)."""
    made = [cell if isinstance(cell, tuple) else (cell, {}) for cell in cells]
    cells = [{"cell_type": "code", "metadata": meta, "source": source, "outputs": []} for source, meta in made]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def run(files, *asked, name="", at=""):
    """The pieces that each test gave; a test is a list of examples, a code text, or (code, function)."""
    where = {"at": at} if at else {}
    asks = []
    for number, one in enumerate(asked):
        given = {"examples": one} if isinstance(one, list) else {"code": one} if isinstance(one, str) else None
        given = given or {"code": one[0], "call": one[1]}
        asks.append(Ask(id=f"q/{number}", steps=(Step(do="test", name=name, arguments={**given, **where}),)))
    return list(seen(files, *asks).values())


def printed(observation):
    assert isinstance(observation, Returned), observation
    return [piece["printed"] for piece in observation.value]


def raised(observation):
    assert isinstance(observation, Returned), observation
    return [piece["raised"] and piece["raised"]["type"] for piece in observation.value]


def test_each_example_tells_what_the_prompt_would_show():
    (got,) = run({"a.py": SQUARE}, ["square(3)\n", "y = square(2)\n", "y\n", "for i in range(2):\n    print(i)\n"])

    assert ["9\n", "", "4\n", "0\n1\n"] == printed(got)


def test_an_exception_is_told_and_the_next_example_runs():
    (got,) = run({"a.py": SQUARE}, ["square(None)\n", "nothing\n", "square(\n", "square(1)\n"])

    assert ["TypeError", "NameError", "SyntaxError", None] == raised(got)
    assert "a.py, line 2" == got.value[0]["raised"]["where"]
    assert "" == got.value[1]["raised"]["where"]


def test_the_source_of_a_test_is_in_no_traceback():
    (got,) = run({"a.py": SQUARE}, "secret = 4711\nassert square(2) == secret, 'hm'\n")

    assert "AssertionError" in raised(got)
    assert "4711" not in repr(got.value)
    assert "secret" not in repr(got.value)
    assert 2 == got.value[0]["raised"]["line"]


def test_a_doctest_leaves_no_names_behind():
    first, second = run({"a.py": SQUARE}, ["x = 99\n", "x\n"], ["x\n"])

    assert (["", "99\n"], ["3\n"]) == (printed(first), printed(second))


def test_code_may_take_a_name_away_for_a_while():
    gone = "del square\ntry:\n    cube(2)\nexcept NameError:\n    pass\nelse:\n    raise AssertionError\n"
    first, second = run({"a.py": SQUARE}, gone, "assert cube(2) == 8")

    assert ([None], [None]) == (raised(first), raised(second))


def test_code_tells_the_number_that_it_ends_with():
    values = [
        "1 + 1",
        "0.5",
        "True",
        "'2'",
        "x = 2",
        "import numpy as np\nnp.float64(1.5)",
        "import numpy as np\nnp.int64(2)",
    ]

    got = run({"a.py": SQUARE}, *values)

    assert [2, 0.5, None, None, None, 1.5, 2] == [one.value[0]["value"] for one in got]


def test_a_function_gets_the_student_s_names_and_its_file_s_imports_stay_its_own():
    code = (
        "import math\n\n\ndef check(square, missing, env):\n"
        "    assert square(2) == 4 and missing is None and env['x'] == 3\n"
    )
    student = SQUARE + "\n\ndef root(n):\n    return math.sqrt(n)\n"
    need = code + "\n\ndef other(root):\n    assert root(4) == 2\n"

    first, second = run({"a.py": student}, (code, "check"), (need, "other"))

    assert ([None], ["NameError"]) == (raised(first), raised(second))


def test_a_test_sees_the_names_as_they_were_at_its_cell():
    files = {
        "a.ipynb": book(
            "x = 1\ndef f():\n    return x",
            ("assert False", {"nbgrader": {"grade_id": "t1", "grade": True}}),
            ("x = 2", {"grader": {"tests": ["q2"]}}),
            ("x = 3", {"otter": {"tests": ["q3"]}}),
            "x = 4\ngrader.check('q4')",
            'x = 5\n_ = ok.grade("q5")',
            "x = 6",
        )
    }
    got = [run(files, ["x, f()\n"], at=at)[0] for at in ("t1", "q2", "q3", "q4", "q5", "", "elsewhere")]

    assert [["(1, 1)\n"], ["(2, 2)\n"], ["(3, 3)\n"], ["(4, 4)\n"], ["(5, 5)\n"], ["(6, 6)\n"], ["(6, 6)\n"]] == [
        printed(one) for one in got
    ]


def test_the_last_cell_of_a_name_counts():
    (got,) = run({"a.ipynb": book("x = 1\ngrader.check('q')", "x = 2\ngrader.check('q')", "x = 3")}, ["x\n"], at="q")

    assert ["2\n"] == printed(got)


def test_odd_metadata_troubles_nobody():
    odd = [{"nbgrader": 3}, {"grader": {"tests": "q"}}, {"otter": {"tests": [3, None]}}, None, []]

    assert () == loaded({"a.ipynb": book(*[("x = 1", one) for one in odd])}).problems


def test_the_named_file_is_the_one_that_is_tested():
    files = {"one.ipynb": book("x = 1"), "Two.ipynb": book("x = 2"), "three.py": "x = 3\n"}

    assert [["1\n"], ["2\n"], ["3\n"]] == [printed(run(files, ["x\n"], name=n)[0]) for n in ("one", "two", "three")]
    assert [Missing("four", ("three.py", "Two.ipynb", "one.ipynb"))] == run(files, ["x\n"], name="four")


def test_without_a_name_the_one_notebook_counts_else_all_files():
    one = run({"a.ipynb": book("x = 1"), "b.py": "x = 2\n"}, ["x\n"])[0]
    all_of_them = run({"a.py": "x = 1\ny = 5\n", "b.py": "x = 2\nfrom a import y as z\n"}, ["x, y, z\n"])[0]

    assert (["1\n"], ["(2, 5, 5)\n"]) == (printed(one), printed(all_of_them))


def test_magics_in_a_test_are_left_out():
    (got,) = run({"a.py": SQUARE}, "%matplotlib inline\n!ls\nassert square(3) == 9")

    assert [None] == raised(got)


def test_what_is_printed_is_cut():
    (got,) = run({"a.py": SQUARE}, ["print('x' * 10**6)\n"])

    assert len(printed(got)[0]) < 101_000


def test_exit_in_a_test_or_in_what_it_calls_is_an_exception():
    (got,) = run({"a.py": "def f():\n    raise SystemExit\n"}, ["f()\n", "1\n"])

    assert ["SystemExit", None] == raised(got)


def test_replaced_builtins_and_hooks_are_put_right_for_the_next_example():
    spoil = (
        "import sys, builtins\ndef f():\n    builtins.repr = lambda v: '4'\n    sys.displayhook = print\n    return 1\n"
    )
    (got,) = run({"a.py": spoil}, ["f()\n", "2\n"])

    assert ["1\n", "2\n"] == printed(got)


def test_the_modules_of_other_graders_stand_still():
    cells = [
        "# Initialize Otter\nimport otter\ngrader = otter.Notebook('hw.ipynb')",
        "from client.api.notebook import Notebook\nok = Notebook('hw.ok')\n_ = ok.auth(inline=True)\nok",
        "grader.check('q1')\ngrader.check_all()\ngrader.export('hw.ipynb', pdf=False)\ngrader",
        "_ = ok.grade('q1')\n_ = ok.submit()",
    ]
    files = {"a.ipynb": book(*cells), "b.py": "from otter import Notebook\nimport otter\n"}

    assert () == loaded(files).problems
