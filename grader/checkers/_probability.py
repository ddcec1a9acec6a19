"""Tail probabilities without a statistics library: normal, binomial, chi-square, and how far samples may stray."""

from __future__ import annotations

import math

TINY = 1e-18  # terms smaller than this share of a sum change nothing


def normal(z: float) -> float:
    """P(|Z| >= |z|) of a standard normal.

    >>> round(normal(1.959964), 6)
    0.05
    """
    return math.erfc(abs(z) / math.sqrt(2))


def binomial(k: int, n: int, p: float) -> float:
    """Twice the smaller exact tail: of P(X <= k) and P(X >= k), at most 1.

    >>> binomial(5, 5, 0.5), binomial(2, 4, 0.5)
    (0.0625, 1.0)
    """
    return min(1.0, 2 * min(_below(k, n, p), _below(n - k, n, 1 - p)))


def central(k: int, n: int, p: float) -> float:
    """P(|X - np| <= |k - np|): how likely a count at least this near its mean is.

    >>> round(central(2, 4, 0.5), 6), central(4, 4, 0.5)
    (0.375, 1.0)
    """
    reach = abs(k - n * p)
    low, high = math.ceil(n * p - reach - 1e-9), math.floor(n * p + reach + 1e-9)
    outside = (_below(low - 1, n, p) if low > 0 else 0.0) + (_below(n - high - 1, n, 1 - p) if high < n else 0.0)
    return max(1.0 - outside, _mass(k, n, p))


def _mass(k: int, n: int, p: float) -> float:
    if p <= 0 or p >= 1:
        return float(k == (0 if p <= 0 else n))
    logarithm = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return math.exp(logarithm + k * math.log(p) + (n - k) * math.log1p(-p))


def _below(k: int, n: int, p: float) -> float:
    """P(X <= k), summed from k downwards; the far tail falls geometrically, the near one is bounded by the mean."""
    if k >= n or p <= 0:
        return 1.0
    if p >= 1:
        return 0.0
    if k > n * p + 1:  # the other side is the short one
        return 1.0 - _below(n - k - 1, n, 1 - p)
    term = total = _mass(k, n, p)
    odds = (1 - p) / p
    for i in range(k, 0, -1):
        term *= i / (n - i + 1) * odds
        total += term
        if term < TINY * total:
            break
    return min(total, 1.0)


def chi_square(value: float, freedom: int) -> tuple[float, float]:
    """P(X <= value) and P(X >= value) of a chi-square with so many degrees of freedom.

    >>> [round(p, 4) for p in chi_square(3.841459, 1)]
    [0.95, 0.05]
    """
    if value <= 0:
        return 0.0, 1.0
    if math.isinf(value):
        return 1.0, 0.0
    a, x = freedom / 2, value / 2
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1:
        lower = front * _series(a, x)
        return lower, 1 - lower
    upper = front * _fraction(a, x)
    return 1 - upper, upper


def _series(a: float, x: float) -> float:
    """Of the lower incomplete gamma function (DLMF 8.11.4)."""
    term = total = 1 / a
    n = a
    while term > TINY * total:
        n += 1
        term *= x / n
        total += term
    return total


def _fraction(a: float, x: float) -> float:
    """The continued fraction of the upper incomplete gamma function (DLMF 8.9.2), by Lentz's method."""
    b = x + 1 - a
    c, d = 1e300, 1 / b
    value = d
    for i in range(1, 10_000):
        numerator = -i * (i - a)
        b += 2
        d = 1 / (numerator * d + b)
        c = b + numerator / c
        value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return value


def product(chances: list[float]) -> float:
    """P(a product of independent uniforms <= the product of these); too large, never too small, for discrete ones.

    >>> product([0.05]), round(product([0.5, 0.5]), 4)
    (0.05, 0.5966)
    """
    whole = math.prod(chances)
    if whole <= 0:
        return 0.0
    logarithm = -math.log(whole)
    return min(1.0, whole * math.fsum(logarithm**j / math.factorial(j) for j in range(len(chances))))


def distance(n: int, chance: float) -> float:
    """How far an empirical distribution of n values may be from the true one (Dvoretzky, Kiefer, Wolfowitz; Massart).

    >>> round(distance(20_000, 1e-6), 4)
    0.019
    """
    return math.sqrt(math.log(2 / chance) / (2 * n))
