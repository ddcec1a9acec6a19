"""Each family names the slip of a student who made it in code of their own, in a sentence without numbers."""

import numpy as np
import pytest

from tests.diagnosis.desk import course, report

MEAN = """\
def mean(X):
    return X.sum(axis=0) / len(X)
"""
ROWS = """
cases:
  - draw: {X: {normal: [3, 4]}}
    times: 2
  - draw: {X: {normal: [6, 4]}}
    times: 2
"""
DECAY = """\
def decay(w, g, lr, lam, m):
    return w - lr * (g + lam / m * w)
"""
STEPS = """
cases:
  - {w: [1.0, -2.0], g: [0.5, 0.25], lr: 0.1, lam: 0.5, m: 10, visible: true}
  - draw:
      {w: {normal: [3]}, g: {normal: [3]}, lr: {uniform: [0.05, 0.5]}, lam: {uniform: [0.5, 30]}, m: {integer: [2, 40]}}
    times: 5
"""
MOMENT = """\
def moment(m, g, b, t, eps):
    m = b * m + (1 - b) * g
    return g / (np.sqrt(m / (1 - b**t)) + eps), m
"""
SHORTER = """\
def shorter(W, c):
    return W * np.minimum(1, c / np.sqrt((W**2).sum(axis=0)))
"""
LONG = """
cases:
  - draw: {W: {normal: [4, 3]}, c: {uniform: [0.5, 2]}}
    times: 3
  - draw: {W: {normal: [3, 5]}, c: {uniform: [0.5, 2]}}
    times: 3
"""
SPREAD = """\
def spread(X, a):
    n = len(X)
    return a + X.var(axis=0) * n / (n - 1)
"""
SHIFTED = """
cases:
  - draw: {X: {normal: [3, 4]}, a: {normal: [4]}}
    times: 2
  - draw: {X: {normal: [6, 4]}, a: {normal: [4]}}
    times: 2
"""
AVERAGED = """\
def averaged(fast, slow, a, k):
    new = slow + a * (fast - slow)
    for _ in range(k - 1):
        new = new + a * (fast - new)
    return new
"""
TURNS = """
cases:
  - draw: {fast: {normal: [3]}, slow: {normal: [3]}, a: {uniform: [0.1, 0.8]}, k: {integer: [2, 5]}}
    times: 6
"""
MOMENTS = """
cases:
  - draw:
      m: {uniform: {low: 0.1, high: 2, shape: [3]}}
      g: {uniform: {low: 0.1, high: 2, shape: [3]}}
      b: {uniform: [0.5, 0.9]}
      t: {integer: [2, 9]}
      eps: {uniform: [0.1, 0.5]}
    times: 6
"""


def looped_total(X):
    total = [0.0] * X.shape[1]
    for row in X:
        for j, value in enumerate(row):
            total[j] += value
    return total


STUDENTS = [
    # reference, cases, function, student, cause, sentence
    (
        MEAN,
        ROWS,
        "mean",
        looped_total,
        "sum-for-mean",
        "Your values are the right ones, but multiplied by the number of rows of `X`: "
        "the sum is taken instead of the mean.",
    ),
    (
        MEAN,
        ROWS,
        "mean",
        lambda X: looped_total(X) / np.float64(len(X) - 1),
        "ddof",
        "Your values are the right ones, but divided by the number of rows of `X` less 1, "
        "not by the number of rows of `X`.",
    ),
    (
        MEAN,
        ROWS,
        "mean",
        lambda X: X.mean(axis=0, keepdims=True),
        "extra-axis",
        "Your values are the right ones, but with an axis of length 1 too many in front.",
    ),
    (
        MEAN,
        ROWS,
        "mean",
        lambda X: np.mean(X, axis=0).reshape(-1, 1),
        "column",
        "Your values are the right ones, but as a column of shape (N, 1).",
    ),
    (
        MEAN,
        ROWS,
        "mean",
        lambda X: -np.mean(X, axis=0),
        "sign",
        "Your values are the right ones, but with the other sign.",
    ),
    (
        MEAN,
        ROWS,
        "mean",
        lambda X: np.mean(X[1:], axis=0),
        "X-without-the-first",
        "Your values are those you get when the first entry of `X` is left out.",
    ),
    (
        MEAN,
        ROWS,
        "mean",
        lambda X: np.flip(X.mean(axis=0)),
        "reversed",
        "Your values are the right ones, but in reversed order (along the first axis).",
    ),
    (
        MEAN,
        ROWS,
        "mean",
        lambda X: np.degrees(X.mean(axis=0)),
        "degrees",
        "Your values are the right ones, but in degrees where radians are due.",
    ),
    (
        MEAN,
        ROWS,
        "mean",
        lambda X: np.array([round(float(v), 2) for v in X.mean(axis=0)]),
        "decimals-2",
        "Your values are the right ones, but rounded to 2 decimals.",
    ),
    (
        DECAY,
        STEPS,
        "decay",
        lambda w, g, lr, lam, m: (1 - lr * lam) * w - lr * g,
        "m-taken-as-one",
        "Your values are those you get when `m` is left out (as if it were 1).",
    ),
    (
        DECAY,
        STEPS,
        "decay",
        lambda w, g, lr, lam, m: w - lr * g,
        "lam-ignored",
        "Your values are those you get when `lam` is left out (as if it were 0).",
    ),
    (
        DECAY,
        STEPS,
        "decay",
        lambda w, g, lr, lam, m: w - lr * g - lam / m * w,
        "factor-misses-a-term",
        "Your values are those you get when `lam / m * w` is not multiplied by `lr`.",
    ),
    (
        DECAY,
        STEPS,
        "decay",
        lambda w, g, lr, lam, m: g - lr * (w + lam / m * g),
        "w-g-exchanged",
        "Your values are those you get when `w` and `g` are exchanged.",
    ),
    (
        DECAY,
        STEPS,
        "decay",
        lambda w, g, lr, lam, m: w - 0.1 * (g + lam / m * w),
        "lr-fixed",
        "Your values are those you get when `lr` is always taken as in an example, whatever is given.",
    ),
    (
        DECAY,
        STEPS,
        "decay",
        lambda w, g, lr, lam, m: w - lr * (g + lam / (m + 1) * w),
        "m-one-more",
        "Your values are those you get when `m` counts one too many.",
    ),
    (
        DECAY,
        STEPS,
        "decay",
        lambda w, g, lr, lam, m: w - lr * (g + lam // m * w),
        "floored",
        "Your values are those you get when the division by `m` is a whole-number division (//).",
    ),
    (
        MOMENT,
        MOMENTS,
        "moment",
        lambda m, g, b, t, eps: (g / (np.sqrt(b * m + g - b * g) + eps), b * m + g - b * g),
        "no-bias-correction",
        "In item 0, your values are those you get when the bias correction (a division by 1 - beta**t) is left out.",
    ),
    (
        MOMENT,
        MOMENTS,
        "moment",
        lambda m, g, b, t, eps: (g / (((b * m + (1 - b) * g) / (1 - b**t) + eps) ** 0.5), b * m + (1 - b) * g),
        "eps-inside-the-root",
        "In item 0, your values are those you get when `eps` is added inside the root.",
    ),
    (
        MOMENT,
        MOMENTS,
        "moment",
        lambda m, g, b, t, eps: (g / ((m / (1 - b**t)) ** 0.5 + eps), b * m + (1 - b) * g),
        "m-stale",
        "In item 0, your values are those you get when `m` from before this step is used where the updated one is due.",
    ),
    (  # twice W, and four times W, would give the same: it is not the factor
        SHORTER,
        LONG,
        "shorter",
        lambda W, c: W * c / np.linalg.norm(W, axis=0),
        "cut-left-out",
        "Your values are those you get when the cut at `1` is left out.",
    ),
    (
        SPREAD,
        SHIFTED,
        "spread",
        lambda X, a: a + X.var(axis=0),
        "term-left-out",
        "Your values are those you get when the 1 of `… - 1` is left out.",
    ),
    (  # no turn either where `k - 1` is turned round, but that is not what is wrong
        AVERAGED,
        TURNS,
        "averaged",
        lambda fast, slow, a, k: slow + a * (fast - slow),
        "k-ignored",
        "Your values are those you get when `k` is left out (as if it were 0).",
    ),
    (
        MOMENT,
        MOMENTS,
        "moment",
        lambda m, g, b, t, eps: (g / (((1 - b) * m + b * g) / (1 - b**t)) ** 0.5, b * m + (1 - b) * g),
        "",
        "",
    ),
]


@pytest.mark.parametrize(("reference", "cases", "call", "student", "expected", "sentence"), STUDENTS)
def test_a_slip_is_named(tmp_path, reference, cases, call, student, expected, sentence):
    told = report(course(tmp_path, reference, call, cases), student)

    assert (f"looks-like:{expected}" if expected else None) == told.cause
    if sentence:
        assert sentence == told.finding
