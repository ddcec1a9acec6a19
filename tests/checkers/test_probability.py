"""Tail probabilities, against sums, integrals and simulation."""

import math
from fractions import Fraction

import numpy as np
import pytest

from grader.checkers import _probability as probability


def exact_tail(k: int, n: int, p: Fraction) -> float:
    """P(X <= k), added up as fractions."""
    return float(sum(math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1)))


@pytest.mark.parametrize("p", [Fraction(1, 2), Fraction(1, 5), Fraction(9, 10)])
@pytest.mark.parametrize("n", [1, 7, 60])
def test_binomial_tails_are_those_of_the_sum(n: int, p: Fraction) -> None:
    for k in range(n + 1):
        low, high = exact_tail(k, n, p), 1 - (exact_tail(k - 1, n, p) if k else 0.0)
        assert probability.binomial(k, n, float(p)) == pytest.approx(min(1, 2 * min(low, high)), rel=1e-9, abs=1e-13)


@pytest.mark.parametrize("n", [1, 8, 61])
def test_central_probabilities_are_those_of_the_sum(n: int) -> None:
    p = Fraction(3, 10)
    for k in range(n + 1):
        near = [i for i in range(n + 1) if abs(i - n * p) <= abs(k - n * p)]
        due = float(sum(math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in near))
        assert probability.central(k, n, 0.3) == pytest.approx(due, rel=1e-9)


def test_sure_things_have_sure_tails() -> None:
    assert (probability.binomial(5, 5, 1.0), probability.binomial(4, 5, 1.0)) == (1.0, 0.0)
    assert (probability.binomial(0, 5, 0.0), probability.binomial(1, 5, 0.0)) == (1.0, 0.0)
    assert (probability.central(5, 5, 1.0), probability.central(0, 5, 0.0)) == (1.0, 1.0)


def test_large_counts_agree_with_the_normal_law() -> None:
    n, p = 400_000, 0.3
    for z in (1.0, 2.0, 4.0):
        k = round(n * p + z * math.sqrt(n * p * (1 - p)))
        corrected = (k - 0.5 - n * p) / math.sqrt(n * p * (1 - p))
        assert probability.binomial(k, n, p) == pytest.approx(probability.normal(corrected), rel=0.02)


@pytest.mark.parametrize("freedom", [1, 2, 5, 10, 41])
def test_chi_square_is_the_integral_of_its_density(freedom: int) -> None:
    grid = np.linspace(0, math.sqrt(60), 400_001)[1:]  # substituted x = t**2, which tames the pole at zero
    with np.errstate(divide="ignore"):
        logs = (freedom - 1) * np.log(grid) - grid**2 / 2 + math.log(2) - freedom / 2 * math.log(2)
    density = np.exp(logs - math.lgamma(freedom / 2))
    for value in (0.5, 4.0, 12.0, 40.0):
        due = float(np.trapezoid(density[grid**2 <= value], grid[grid**2 <= value]))
        lower, upper = probability.chi_square(value, freedom)
        assert lower == pytest.approx(due, abs=2e-4)
        assert lower + upper == pytest.approx(1.0)


def test_chi_square_with_two_degrees_is_exponential() -> None:
    for value in (1e-9, 0.1, 3.0, 50.0, 400.0):
        lower, upper = probability.chi_square(value, 2)
        assert lower == pytest.approx(-math.expm1(-value / 2), rel=1e-9)
        assert upper == pytest.approx(math.exp(-value / 2), rel=1e-6, abs=1e-15)


def test_chi_square_at_its_ends() -> None:
    assert probability.chi_square(0.0, 4) == (0.0, 1.0)
    assert probability.chi_square(math.inf, 4) == (1.0, 0.0)


def test_a_product_of_uniforms_is_as_likely_as_simulated() -> None:
    draws = np.random.default_rng(5).random((200_000, 3)).prod(axis=1)
    for chances in ([0.1, 0.2, 0.3], [0.9, 0.9, 0.9], [0.01, 0.01, 0.5]):
        assert probability.product(chances) == pytest.approx((draws <= math.prod(chances)).mean(), abs=4e-3)
    assert probability.product([0.0, 1.0]) == 0.0


def test_the_distance_bound_holds_for_uniform_samples() -> None:
    rng = np.random.default_rng(6)
    n, chance = 50, 0.1
    steps = np.arange(n + 1) / n
    over = 0
    for _ in range(2000):
        x = np.sort(rng.random(n))
        over += max(np.max(steps[1:] - x), np.max(x - steps[:-1])) > probability.distance(n, chance)
    assert over / 2000 <= chance
