"""The same by another road: Python's own arithmetic, SymPy's algebra, numpy's quadrature."""

import cmath
import math
from typing import Any

import numpy as np
import sympy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.mathematics.compare import compare
from grader.mathematics.evaluate import Budget, Evaluator
from grader.mathematics.means import _hermite
from grader.mathematics.numbers import FLOATS, precise
from grader.mathematics.parser import read
from grader.mathematics.problems import MathematicsError
from grader.mathematics.sampling import points
from grader.mathematics.show import plain
from grader.mathematics.symbols import declare

SYMBOLS = declare({"x": "real", "y": "real", "p": "unit", "n": {"kind": "posint", "range": [1, 4]}})

leaves = st.sampled_from(["x", "y", "p", "n", "2", "3", "0.5", "1"])


def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(inner, st.sampled_from([" + ", " - ", "*", "/"]), inner).map("({0[0]}{0[1]}{0[2]})".format)
    powers = st.tuples(inner, st.sampled_from(["2", "3", "n", "-1"])).map("({0[0]})**({0[1]})".format)
    calls = st.tuples(st.sampled_from(["exp", "sin", "cos", "tanh", "abs"]), inner).map("{0[0]}({0[1]})".format)
    return pairs | powers | calls | inner.map("(-{})".format)


texts = st.recursive(leaves, grow, max_leaves=8)
polynomials = st.recursive(
    st.sampled_from(["x", "y", "p", "2", "3"]),
    lambda inner: (
        st.tuples(inner, st.sampled_from([" + ", " - ", "*"]), inner).map("({0[0]}{0[1]}{0[2]})".format)
        | inner.map("({})**2".format)
    ),
    max_leaves=6,
)


def python(text: str, point: Any) -> complex:
    """What Python makes of a text that this file itself wrote."""
    names = {"exp": cmath.exp, "sin": cmath.sin, "cos": cmath.cos, "tanh": cmath.tanh, "abs": abs}
    return complex(eval(text, {"__builtins__": {}}, {**names, **point}))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(texts, st.integers(0, 15))
def test_values_agree_with_python(text: str, place: int) -> None:
    point = points(SYMBOLS)[place]
    try:
        due = python(text, point)
    except (ZeroDivisionError, OverflowError, ValueError):
        return
    try:
        got = Evaluator(FLOATS, point, SYMBOLS, Budget()).value(read(text, SYMBOLS))
    except MathematicsError:
        return  # too large for one and not yet for the other

    if cmath.isfinite(due) and abs(due) < 1e200:
        assert abs(got - due) <= 1e-6 * max(1e-6, abs(due)) or abs(due) < 1e-9


@settings(max_examples=100, deadline=None, derandomize=True)
@given(texts, st.integers(0, 15))
def test_both_kinds_of_numbers_agree(text: str, place: int) -> None:
    point, node = points(SYMBOLS)[place], read(text, SYMBOLS)
    try:
        rough = Evaluator(FLOATS, point, SYMBOLS, Budget())
        fine = Evaluator(precise(60), point, SYMBOLS, Budget())
        got, due, largest = rough.value(node), fine.value(node), fine.largest
    except MathematicsError:
        return

    if cmath.isfinite(got) and abs(due) < 1e200:
        assert abs(got - due) <= 1e-6 * (abs(due) + abs(largest)) or abs(due) < 1e-9


@settings(max_examples=100, deadline=None, derandomize=True)
@given(texts)
@example("abs((abs(x)*x))")
def test_what_we_say_back_is_worth_the_same(text: str) -> None:
    node = read(text, SYMBOLS)

    assert compare(read(plain(node), SYMBOLS), node, SYMBOLS).kind in ("equal", "undecided")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(polynomials)
def test_what_sympy_expands_or_factors_is_equal(text: str) -> None:
    expression = sympy.sympify(text, locals={name: sympy.Symbol(name) for name in ("x", "y", "p")})
    node = read(text, SYMBOLS)

    for other in (sympy.expand(expression), sympy.factor(expression)):
        assert compare(read(str(other), SYMBOLS), node, SYMBOLS).kind == "equal"
        assert compare(read(sympy.latex(other), SYMBOLS), node, SYMBOLS).kind == "equal"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(polynomials, polynomials)
def test_two_polynomials_are_equal_exactly_where_sympy_says_so(one: str, other: str) -> None:
    names = {name: sympy.Symbol(name) for name in ("x", "y", "p")}
    same = sympy.expand(sympy.sympify(one, locals=names) - sympy.sympify(other, locals=names)) == 0

    found = compare(read(one, SYMBOLS), read(other, SYMBOLS), SYMBOLS).kind

    assert found == ("equal" if same else "different")


def test_quadrature_agrees_with_numpy() -> None:
    for count in range(1, 6):
        nodes, weights = np.polynomial.hermite_e.hermegauss(count)
        ours = _hermite(precise(50), count)

        assert np.allclose([float(x) for x, _ in ours], nodes, atol=1e-12)
        assert np.allclose([float(w) for _, w in ours], weights / math.sqrt(2 * math.pi), rtol=1e-9)


def test_moments_of_a_normal_variable_are_double_factorials() -> None:
    symbols = declare({"e": "normal", "m": "real", "s": "positive"})

    for degree, moment in ((2, 1), (4, 3), (6, 15), (8, 105), (3, 0), (7, 0)):
        assert compare(read(f"E[e^{degree}]", symbols), read(str(moment), symbols), symbols).kind == "equal"
    assert compare(read("E[(m + s*e)^3]", symbols), read("m^3 + 3*m*s^2", symbols), symbols).kind == "equal"
