"""The formulas that `weight-decay-and-dropout` expects, derived again by sympy from what the questions say."""

from pathlib import Path

import pytest
import sympy as sp

from grader import spec
from grader.model import Status

ROOT = Path(__file__).parents[2]
ROWS = {row.id: row for row in spec.load(ROOT / "assignments/weight-decay-and-dropout").criteria}

w, slope_of_loss, a = sp.symbols("w dL a", real=True)
eta, lam, m, p, sigma = sp.symbols("eta lam m p sigma", positive=True)

slope = sp.diff(slope_of_loss * w + lam / (2 * m) * w**2, w)
update = w - eta * slope

DERIVED = {
    "q1.1": slope,
    "q1.2": update,
    "q1.3": sp.expand(update).coeff(w),
    "q2.mean": p * a + (1 - p) * 0,
    "q3.var": m * (sigma / m) ** 2,  # m independent terms, each divided by m
}


@pytest.mark.parametrize("criterion", DERIVED)
def test_what_sympy_derives_is_right(criterion):
    row = ROWS[criterion]

    assert row.judge.judge(str(DERIVED[criterion]), row.expect.value).status is Status.PASSED


def test_the_range_is_where_sympy_finds_the_factor_between_0_and_1():
    x = sp.Symbol("x", real=True)  # the rate, of either sign
    factor = DERIVED["q1.3"].subs(eta, x)
    (low,), (high,) = sp.solve(factor - 1, x), sp.solve(factor, x)
    row = ROWS["q1.range"]

    assert row.judge.judge(f"{low} < eta < {high}", row.expect.value).status is Status.PASSED
