"""Printed text against a doctest's own words; the rows that Python's doctest decides were run through it."""

import contextlib
import doctest
import io

import pytest

from grader.checkers._examples import examples, plain
from grader.checkers.doctest import Checker
from grader.model import Status

PASSED, FAILED, UNDECIDED = Status.PASSED, Status.FAILED, Status.UNDECIDED
BESIDE = "this check ran beside your code: it can be deceived"


def piece(printed="", kind="", message="", where=""):
    raised = {"type": kind, "message": message, "where": where, "line": 1} if kind else None
    return {"printed": printed, "raised": raised, "value": None}


ROWS = [
    # what the test says                     what came out                          status  why
    (">>> f(2)\n4\n", [piece("4\n")], PASSED, "letter for letter"),
    (">>> f(2)\n4\n", [piece("5\n")], FAILED, "another number"),
    (">>> f(2)\n4\n", [piece("")], FAILED, "silence is not an answer"),
    (">>> f(2)\n4\n", [piece("4.0\n")], FAILED, "doctest compares text, not numbers"),
    (">>> x = f(2)\n", [piece("")], PASSED, "nothing is due"),
    (">>> x = f(2)\n", [piece("4\n")], FAILED, "nothing is due, and something came"),
    (">>> f(2)\nTrue\n", [piece("np.True_\n")], PASSED, "NumPy 2 writes it so"),
    (">>> f(2)\n1.0\n", [piece("np.float64(1.0)\n")], PASSED, "NumPy 2 writes it so"),
    (">>> f(2)\nnp.float64(1.0)\n", [piece("1.0\n")], PASSED, "and the other way round"),
    (">>> f(2)\n[1.0, 2]\n", [piece("[np.float64(1.0), np.int64(2)]\n")], PASSED, "inside a list"),
    (">>> f(2)\n1.0\n", [piece("np.float64(2.0)\n")], FAILED, "another number in the new words"),
    (">>> f(2)\nTrue\n", [piece("np.False_\n")], FAILED, "another truth in the new words"),
    (">>> f(2)\n'np.True_'\n", [piece("'np.True_'\n")], PASSED, "text that looks like it"),
    (">>> f(2)\n(1+2j)\n", [piece("np.complex128(1+2j)\n")], PASSED, "a complex number"),
    (">>> f(2)\n'a'\n", [piece("np.str_('a')\n")], PASSED, "text in an array"),
    (">>> f(2)\n1\n", [piece("True\n")], PASSED, "doctest takes True for 1"),
    (">>> f(2) # doctest: +ELLIPSIS\n[0, ..., 9]\n", [piece("[0, 1, 2, 9]\n")], PASSED, "a directive"),
    (">>> f(2) # doctest: +NORMALIZE_WHITESPACE\n1 2\n", [piece("1    2\n")], PASSED, "a directive"),
    (">>> f(2)\n1 2\n", [piece("1    2\n")], FAILED, "blanks count without it"),
    (">>> f(2)\na\n<BLANKLINE>\nb\n", [piece("a\n\nb\n")], PASSED, "a blank line"),
    (">>> f(2)\n1 2 \n", [piece("1 2 ")], PASSED, "the last line need not end, as with print(…, end=' ')"),
    (">>> f(2)\n1 2\n", [piece("1 2 ")], FAILED, "its blanks count all the same"),
    (">>> f(2)\nTraceback (most recent call last):\nValueError: no\n", [piece("", "ValueError", "no")], PASSED, "due"),
    (
        ">>> f(2)\nTraceback (most recent call last):\nValueError: no\n",
        [piece("", "ValueError", "yes")],
        FAILED,
        "words",
    ),
    (
        ">>> f(2)\nTraceback (most recent call last):\nValueError: no\n",
        [piece("", "KeyError", "no")],
        FAILED,
        "another",
    ),
    (">>> f(2)\nTraceback (most recent call last):\nValueError: no\n", [piece("ValueError: no\n")], FAILED, "printed"),
    (">>> f(2)\n4\n", [piece("4\n", "ValueError", "late")], FAILED, "it raised after it printed"),
    (
        ">>> f(2)\nTraceback (most recent call last):\nnumpy.linalg.LinAlgError: Singular matrix\n",
        [piece("", "LinAlgError", "Singular matrix")],
        PASSED,
        "its module need not come out",
    ),
    (">>> a()\n1\n>>> b()\n2\n", [piece("1\n"), piece("2\n")], PASSED, "both"),
    (">>> a()\n1\n>>> b()\n2\n", [piece("1\n"), piece("3\n")], FAILED, "all examples count"),
    (">>> a()\n1\n>>> b()\n2\n", [piece("1\n")], FAILED, "one is missing"),
    (">>> a()\n1\n", "forged", FAILED, "no test gives text"),
    (">>> a()\n1\n", [{"printed": 1, "raised": 2}], FAILED, "fields of other kinds are none"),
    ("no example", [piece()], UNDECIDED, "the teacher's fault"),
    (None, [piece()], UNDECIDED, "the teacher's fault"),
]


@pytest.mark.parametrize(("want", "got", "status", "why"), ROWS, ids=[row[3] for row in ROWS])
def test_what_is_printed_is_judged_by_the_words_of_the_test(want, got, status, why):
    verdict = Checker().judge(got, want)

    assert status is verdict.status, why
    assert verdict.finding.isprintable()


AGAINST_DOCTEST = [
    "1\n", "True\n", "1.0\n", "[1, 2]\n", "'a'\n", "a\n<BLANKLINE>\nb\n", "0\n", "False\n", "",
    "x ...\n", "None\n", "1 2\n", "1 2 \n",
]  # fmt: skip
PRINTED = ["1\n", "True\n", "1.0\n", "[1, 2]\n", "'a'\n", "a\n\nb\n", "0\n", "False\n", "", "1", "1 2 ", "a\n\nb"]


@pytest.mark.parametrize("want", AGAINST_DOCTEST)
@pytest.mark.parametrize("printed", PRINTED)
def test_python_s_own_doctest_decides_the_same(want, printed):
    text = f">>> print(text, end='')\n{want}"
    test = doctest.DocTestParser().get_doctest(text, {"text": printed}, "t", None, None)
    runner = doctest.DocTestRunner(verbose=False)
    with contextlib.redirect_stdout(io.StringIO()):
        theirs = runner.run(test).failed == 0

    assert theirs == (Checker().judge([piece(printed)], text).status is PASSED)


def test_a_finding_tells_neither_what_is_expected_nor_what_was_asked():
    want = ">>> secret(17)\n4711\n>>> other(18)\n4712\n"

    verdict = Checker().judge([piece("4711\n"), piece("", "AssertionError", "4712 is due")], want)

    assert "example 2 of 2 raised AssertionError" == verdict.finding
    assert "other(18): expected '4712\\n', raised AssertionError: 4712 is due" == verdict.detail
    assert "the test prints something else than is expected" == Checker().judge([piece("1")], ">>> a\n2").finding


def test_the_student_s_own_exception_is_told_with_its_place():
    raised = piece("", "ValueError", "bad shape", "solution.py, line 3")

    assert (
        "the test raised ValueError: bad shape (solution.py, line 3)" == Checker().judge([raised], ">>> a\n1").finding
    )


def test_a_name_that_is_missing_is_told():
    raised = piece("", "NameError", "name 'square' is not defined")

    assert "the test raised NameError: name 'square' is not defined" == Checker().judge([raised], ">>> a\n1").finding


@pytest.mark.parametrize("want", [">>> f(2) == 4\nTrue\n", ">>> assert f(2) == 4\n", ">>> f(1)\nnp.False_\n"])
@pytest.mark.parametrize("printed", ["True\n", "", "nonsense\n"])
def test_a_comparison_made_beside_the_student_s_code_is_labelled(want, printed):
    assert Checker().judge([piece(printed)], want).detail.startswith(BESIDE)


def test_a_comparison_made_outside_is_not_labelled():
    assert "" == Checker().judge([piece("4\n")], ">>> f(2)\n4\n").detail


def test_what_a_visible_case_shows():
    want, got = ">>> x = 1\n>>> f(x)\n4\n", [piece(""), piece("5\n")]

    assert ("4", "5") == (Checker().words(want), Checker().told(got))
    assert "ValueError: no (line 1 of the test)" == Checker().told([piece("", "ValueError", "no")])
    assert ("nothing", "nothing") == (Checker().words(">>> x = 1"), Checker().told([piece("")]))


def test_a_doctest_is_read_without_running_it():
    text = ">>> import os\n>>> os.abort()\n"

    assert ["import os\n", "os.abort()\n"] == [example.source for example in examples(text)]


def test_text_between_quotes_and_longer_names_stay():
    assert "jnp.True_ np.Truest np.float64(f(1))" == plain("jnp.True_ np.Truest np.float64(f(1))")
