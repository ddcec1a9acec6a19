"""A slip is named where it alone explains the answer, and never otherwise."""

import pytest

from grader.mathematics import causes
from grader.mathematics.causes import cause
from grader.mathematics.parser import read
from grader.mathematics.symbols import declare

SYMBOLS = declare(
    {
        "x": "real",
        "y": "real",
        "lam": "positive",
        "m": "positive",
        "b": "unit",
        "t": {"kind": "posint", "range": [2, 6]},
        "g": "sequence",
        "X": {"kind": "matrix", "dims": [3, 2]},
        "v": {"kind": "vector", "dim": 3},
    }
)

CASES = [
    ("y - x", "x - y", causes.SIGN),
    ("2*x*y", "x*y", causes.FACTOR),
    ("x*y/3", "x*y", causes.FACTOR),
    ("y/x", "x/y", causes.RECIPROCAL),
    ("v^T X", "X^T v", causes.TRANSPOSED),
    ("b^(t+1)", "1*b^t + 0*x", causes.SHIFTED),
    ("1 - b^(t+1)", "1 - b^t", causes.SHIFTED),
    ("sum_{i=0}^{t} g_i", "sum_{i=1}^{t} g_i", causes.SHIFTED),
    ("x^2 - lam*y - 1", "x^2 + lam*y - 1", causes.TERM_SIGN),
    ("x^2 - 1", "x^2 + lam*y - 1", causes.TERM_MISSING),
    ("x^2 + y + x*y", "x^2 + x*y", causes.TERM_EXTRA),
    ("x + lam", "x + lam*y", causes.FACTOR_MISSING),
    ("x + lam*y*m", "x + lam*y", causes.FACTOR_EXTRA),
    ("x + lam*y*m", "x + lam*y/m", causes.DIVIDED),
    ("x + y^3", "x + y^2", causes.EXPONENT),
    ("x + |y|", "x + y", causes.FUNCTION),
    ("x + y^(t-3)", "x + y^t", causes.EXPONENT),
    ("x + y^t", "x + y^(t-3)", causes.EXPONENT),
    ("x + y^(t+3)", "x + y^(t-3)", causes.EXPONENT),
    ("sum_{i=1}^{3} g_{i-1}", "g_1 + g_2 + g_3", causes.SHIFTED),
    ("sum_{i=1}^{3} g_{i+2}", "g_1 + g_2 + g_3", causes.TERM_EXTRA),
    ("x + y", "x + lam*|y|", ""),
    ("ln(x^2+1)", "x + y", ""),
    ("3", "2", ""),
    ("0", "x", ""),
    ("v_1", "X^T v", ""),
    ("lam*x + x^6*m^6", "x^6*m^6", causes.TERM_EXTRA),  # a constant factor only where x and m are large
]


@pytest.mark.parametrize(("got", "want", "named"), CASES)
def test_the_slip_is_named(got: str, want: str, named: str) -> None:
    assert cause(read(got, SYMBOLS), read(want, SYMBOLS), SYMBOLS) == named


def test_a_search_that_costs_too_much_names_nothing() -> None:
    large = "sum_{i=1}^{300} sum_{j=1}^{300} x^i"

    assert cause(read(large, SYMBOLS), read("x", SYMBOLS), SYMBOLS) == ""
