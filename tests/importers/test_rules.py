"""The small rules of an import, each by hand; tests/importers/real holds them against the originals."""

import ast
import json
import warnings
from fractions import Fraction

import pytest

from grader.importers._carried import needed
from grader.importers._draft import exact, slug
from grader.importers._mastertests import doctest
from grader.importers._notebooks import read
from grader.importers._ok import Unread
from grader.importers._points import shared
from grader.importers._python import parsed
from grader.importers._regions import Region
from grader.importers._rubrics import key_points
from grader.importers._solutions import Unpaired, cut, without_ignored
from tests.importers.grading import bring
from tests.importers.making import book, check, code, lay

POINTS = [
    # the question's   the cases'             each case gets
    (None, [None] * 3, ["1/3", "1/3", "1/3"]),
    ([0, 0, 2], [None] * 3, ["0", "0", "2"]),
    (5, [None, None], ["5/2", "5/2"]),
    (0, [None] * 4, ["0"] * 4),
    (3, [0.5, None, 2], ["1/2", "1/2", "2"]),
    (None, [1, None], ["1", "0"]),
    (None, [0, None, None], ["0", "1/2", "1/2"]),
    (None, [0, 0], ["0", "0"]),
    (5, [2, 2], ["2", "2"]),
    (0.3, [None] * 3, ["1/10"] * 3),
    ([1, None], [None, None], ["1", "0"]),
    (2, [], []),
]


@pytest.mark.parametrize(("total", "given", "each"), POINTS)
def test_points_are_shared_as_otter_shares_them(total, given, each):
    assert tuple(map(Fraction, each)) == shared(total, given)


@pytest.mark.parametrize(
    ("total", "given", "why"),
    [
        (1, [2], "its cases are worth 2 points, more than the 1 of the question"),
        ([1], [None, None], "it lists 1 numbers of points for 2 cases"),
        (True, [None], "True is no number of points"),
        (float("inf"), [None], "inf is no number of points"),
        (None, ["1"], "'1' is no number of points"),
    ],
)
def test_points_that_contradict_each_other_are_refused(total, given, why):
    with pytest.raises(ValueError, match=why):
        shared(total, given)


CUT = [
    ("x = 1 # SOLUTION", "x = ..."),
    ("x, y = f(1), 2  # SOLUTION", "x, y = ..."),
    ("    return x == 1 # SOLUTION", "    ..."),
    ("f(x=3) # SOLUTION", "..."),
    ("a = b = 2 # SOLUTION", "a = b = ..."),
    ("x = (1 + # SOLUTION\n     2)", "x = ...\n     2)"),
    ("plt.show() # SOLUTION NO PROMPT", ""),
    ("a\n# BEGIN SOLUTION\nb\nc\n# END SOLUTION\nd", "a\n...\nd"),
    ("a\n  # BEGIN SOLUTION NO PROMPT\n  b\n  # END SOLUTION", "a"),
    ('""" # BEGIN PROMPT\nx = ...\n""" # END PROMPT', "x = ..."),
    ("rng.seed(3) # SEED", ""),
]


@pytest.mark.parametrize(("source", "given"), CUT, ids=[row[0][:25] for row in CUT])
def test_a_solution_is_cut_out(source, given):
    assert given == cut(source)


def test_a_block_inside_another_is_refused():
    with pytest.raises(Unpaired, match="`# BEGIN SOLUTION` inside another"):
        cut("# BEGIN SOLUTION\n# BEGIN SOLUTION\n# END SOLUTION")
    with pytest.raises(Unpaired, match="`# END IGNORE` without its beginning"):
        without_ignored("# END IGNORE")


def test_a_region_is_cut_with_its_stub_at_its_indent():
    region = Region("BEGIN SOLUTION", "END SOLUTION")

    assert ("def f():\n    # yours\n    pass\nx", "    return 1") == region.cut(
        "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\nx", "# yours\npass"
    )
    assert ("a\nb", "") == region.cut("a\n### END SOLUTION\nb")  # as there: an end alone is only taken out
    with pytest.raises(Unpaired, match="`BEGIN SOLUTION` inside another"):
        region.cut("BEGIN SOLUTION\nBEGIN SOLUTION\nEND SOLUTION")


CARRIED = [
    (
        ["def f():\n    return g()", "def g():\n    return 1"],
        "f()",
        [],
        "def f():\n    return g()\ndef g():\n    return 1",
    ),
    (["x = 3\nassert x"], "assert x == 3", [], "x = 3"),
    (["x = 3"], "assert x == 3", ["x = 4"], ""),
    (["x = 3"], "def x():\n    return 1\nx()", [], ""),
    (["x = 3"], "y", [], ""),
    (["x = ("], "x", [], ""),
    (["import numpy as np"], "np.ones(3)", [], "import numpy as np"),
]


@pytest.mark.parametrize(("hidden", "test", "open_", "front"), CARRIED)
def test_only_what_a_test_needs_and_nobody_else_defines_is_carried(hidden, test, open_, front):
    assert front == needed(hidden, test, open_)


def test_key_points_are_the_lines_of_a_scheme_or_one_per_point():
    assert ("First.", "Second.") == key_points(Fraction(5), "- First.\n\n 2. Second.\n")
    assert 3 == len(key_points(Fraction(3)))
    assert ("The answer is complete and right.",) == key_points(Fraction(5, 2)) == key_points(Fraction(1))
    assert 1 == len(key_points(Fraction(3), "\n".join(f"- line {n}" for n in range(30))))


def test_numbers_are_exact():
    assert (Fraction(1, 10), Fraction(3)) == (exact(0.1), exact("3"))
    for odd in (True, "x", "1/0", float("nan")):
        with pytest.raises(ValueError, match="is no number of points"):
            exact(odd)


def test_ids_fit_the_grammar():
    assert ["a-b", "q1.2", "unnamed", "a_b"] == [slug(name) for name in ("a/../b", "q1..2", "/", "a__b_")]


def test_a_notebook_of_version_three_is_read():
    sheet = {"cells": [{"cell_type": "code", "input": "x = 1", "outputs": [], "language": "python"}]}
    old = {"worksheets": [sheet], "nbformat": 3, "nbformat_minor": 0, "metadata": {}}

    assert ["x = 1"] == [cell.source for cell in read(json.dumps(old).encode(), "old.ipynb").cells]


def test_outputs_are_one_text_in_their_order():
    (cell,) = read(book(code("x", out="a\n", value="3")).encode(), "nb.ipynb").cells

    assert "a\n3" == cell.output


DEEP = {
    "a sum": "x" + "+x" * 50_000,
    "brackets": "(" * 5_000 + "x" + ")" * 5_000,
    "attributes": "x" + ".a" * 20_000,
    "signs": "-" * 50_000 + "1",
}


@pytest.mark.parametrize("name", DEEP)
def test_code_that_is_nested_too_deeply_breaks_nothing(name):
    deep = DEEP[name]

    assert isinstance(parsed(deep), (str, ast.Module))
    assert "" == needed([deep], f"{deep}\ny", [deep])
    assert "x = ..." == cut(f"x = {deep} # SOLUTION")
    with pytest.raises(Unread, match=r"nested|parenthes"):
        doctest(deep, "")


def test_reading_odd_code_says_nothing_on_stderr():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tree = parsed("x = 1if y else 2\n'\\d'")

    assert isinstance(tree, ast.Module)


def test_half_a_character_is_replaced_wherever_it_comes_from(tmp_path):
    cell = json.loads(book(check("assert x == '\ud800'", "t\ud800", 1)))
    lay(tmp_path, {"ps/nb.ipynb": json.dumps(cell), "q/tests/q.py": OK})

    for form, name in (("nbgrader", "ps"), ("otter", "q")):
        assert bring(form, tmp_path / name, tmp_path / f"{name}-ours", "odd").assignment.criteria


OK = "test = {'name': 'q\\ud800', 'suites': [{'cases': [{'code': '>>> x\\n\\ud800'}]}]}"
