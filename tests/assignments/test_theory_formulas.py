"""The formulas that `optimization-theory` expects, derived again by sympy from what the questions say."""

from pathlib import Path

import pytest
import sympy as sp

from grader import spec
from grader.model import Status

ROOT = Path(__file__).parents[2]
ROWS = {row.id: row for row in spec.load(ROOT / "assignments/optimization-theory").criteria}

w, x, b, t, z, y, s, h, R = sp.symbols("w x b t z y s h R", real=True)
lam, lr, eps, alpha, eta = sp.symbols("lam lr eps alpha eta", positive=True)


def sigma(argument):
    return 1 / (1 + sp.exp(-argument))


def loss(output):
    return (output - t) ** 2 / 2


L_REG = loss(sigma(w * x + b)) + lam * w**2 / 2


def mean(expression, *noise):
    """The expectation over independent standard normals, term by term of a quadratic."""
    expanded = sp.expand(expression)
    for e in noise:
        expanded = sum(expanded.coeff(e, power) * moment for power, moment in ((0, 1), (2, 1)))
    return sp.expand(expanded)


e1, e2, rest = sp.symbols("e1 e2 rest", real=True)  # rest: what the other inputs contribute to the prediction
followed = (y - w * (1 + sp.sqrt(alpha) * e1) * x - rest * (1 + sp.sqrt(alpha) * e2)) ** 2 / 2
held = (y - (w + e1) * x - rest - e2) ** 2 / 2

DERIVED = {
    "q1e.sym": sp.exp(z) / (sp.exp(z) + sp.exp(-z)),
    "q3a.dR": sp.diff(loss(y) + lam * R, R),
    "q3a.dy": sp.diff(loss(y), y),
    "q3a.dz": sp.diff(loss(sigma(z)), z),
    "q3a.dw": sp.diff(L_REG, w),
    "q3a.dx": sp.diff(L_REG, x),
    "q3a.db": sp.diff(L_REG, b),
    "q3c.w": w - lr * sp.diff(L_REG, w),
    "q5a.scalar": sp.diff(h * w**2, w),
    "q5d.factor": sp.simplify((w - eta * sp.diff(h * w**2, w) / sp.diff(h * w**2, w, 2)) / w),
    "q6a.sym": mean(sp.diff(followed, w), e1, e2).subs(rest, s - w * x),
    "q6a.symA": mean(sp.diff(held, w), e1, e2).subs(rest, s - w * x),
    "q6b.pen": sp.simplify(mean(followed, e1, e2).subs(rest, 0) - (y - w * x) ** 2 / 2),
}


@pytest.mark.parametrize("criterion", DERIVED)
def test_what_sympy_derives_is_right(criterion):
    row = ROWS[criterion]

    assert row.judge.judge(str(DERIVED[criterion]), row.expect.value).status is Status.PASSED


def recursion(steps):
    """m_t from the definition, in b and g1, g2, …"""
    decay, m = sp.Symbol("b", positive=True), sp.Integer(0)
    for j in range(1, steps + 1):
        m = decay * m + (1 - decay) * sp.Symbol(f"g{j}")
    return sp.expand(m)


def expected(criterion, **values):
    """The formula of the specification at whole numbers t and j; the text is ours, so sympy may read it."""
    formula = sp.sympify(ROWS[criterion].expect.value.replace("^", "**"), locals={"b": sp.Symbol("b", positive=True)})
    return sp.expand(formula.subs({sp.Symbol(name): value for name, value in values.items()}))


@pytest.mark.parametrize("steps", [1, 2, 5])
def test_the_coefficient_of_a_gradient_is_what_the_recursion_leaves(steps):
    for j in range(1, steps + 1):
        assert sp.expand(recursion(steps).coeff(sp.Symbol(f"g{j}"))) == expected("q4b.coef", t=steps, j=j)


@pytest.mark.parametrize("steps", [1, 2, 5])
def test_the_mean_of_the_moment_is_what_equal_gradients_leave(steps):
    equal = recursion(steps).subs({sp.Symbol(f"g{j}"): sp.Symbol("G") for j in range(1, steps + 1)})

    assert sp.expand(equal) == expected("q4b.mean", t=steps)


@pytest.mark.parametrize("steps", [1, 2, 5])
def test_a_component_shrinks_as_the_steps_say(steps):
    c = sp.Symbol("c0")
    for _ in range(steps):
        c = c - sp.Symbol("eps") * 2 * sp.Symbol("lam") * c

    assert sp.expand(c) == expected("q5b.comp", t=steps)
