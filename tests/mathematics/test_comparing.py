"""Equality of two formulas: what bit others does not bite here."""

from typing import Any

import pytest

from grader.mathematics.compare import compare
from grader.mathematics.parser import read
from grader.mathematics.sampling import points, uniform
from grader.mathematics.symbols import declare

SCALARS: dict[str, Any] = {
    "x": "real", "y": "real", "w": "real", "p": "unit", "a": "positive", "n": "posint", "t": {"kind": "posint",
    "range": [1, 6]},
    "g": "sequence", "eps": "positive", "v": "positive", "k": "integer",
}  # fmt: skip
MATRICES: dict[str, Any] = {
    "X": {"kind": "matrix", "dims": [4, 3]}, "w": {"kind": "vector", "dim": 3}, "y": {"kind": "vector", "dim": 4},
    "lam": "positive", "H": {"kind": "matrix", "dims": [3, 3], "symmetric": True}, "A": {"kind": "matrix", "dims": [3,
    3]},
    "P": {"kind": "matrix", "dims": [3, 3], "positive_definite": True},
}  # fmt: skip
RANDOM: dict[str, Any] = {
    "d": {"kind": "normal", "dim": 3, "variance": "alpha*w_k^2"}, "w": {"kind": "vector", "dim": 3},
    "x": {"kind": "vector", "dim": 3},
    "alpha": "positive", "y": "real", "e": {"kind": "normal"}, "b": "unit", "t": {"kind": "posint", "range": [1, 5]},
    "M": "positive",
    "G": "real", "g": {"kind": "sequence", "random": True, "mean": "G", "variance": "M"},
}  # fmt: skip

CASES = [
    # symbols, got, want, verdict, why
    (SCALARS, "|x|", "x", "different", "both signs are tried"),
    (SCALARS, "sqrt(x^2)", "|x|", "equal", "through the square"),
    (SCALARS, "sqrt(x)^2", "x", "equal", "through the complex plane"),
    (SCALARS, "ln(x^2)", "2*ln|x|", "equal", "a logarithm of a square"),
    (SCALARS, "ln(x^2)", "2*ln(x)", "different", "a logarithm of a negative number is another value"),
    (SCALARS, "0", "x - x", "equal", "a zero reference"),
    (SCALARS, "10^-30", "0", "different", "small is not zero"),
    (SCALARS, "x*10^-300", "0", "different", "nor is tiny"),
    (SCALARS, "sin(x)^2 + cos(x)^2 - 1", "0", "equal", "cancellation to zero"),
    (SCALARS, "(1 + x*10^-30 - 1)*10^30", "x", "equal", "cancellation blown up again"),
    (SCALARS, "(1 + x*10^-70 - 1)*10^70", "x", "equal", "more than 50 digits cancel"),
    (SCALARS, "(1 + x*10^-70 - 1)*10^70", "y", "different", "and still differ from others"),
    (SCALARS, "1e70 - 1e70 + w", "x", "different", "a large addend does not hide a difference"),
    (SCALARS, "x + 1e300 - 1e300", "x", "equal", "nor make one"),
    (SCALARS, "w + 1e-40", "w", "different", "beyond floats"),
    (SCALARS, "0.333333333333333", "1/3", "different", "a decimal is exact"),
    (SCALARS, "0.1", "1/10", "equal", "a decimal is exact"),
    (SCALARS, "sign(x)*|x|", "x", "equal", "sign and magnitude"),
    (SCALARS, "sign(0)", "1", "different", "sign(0) is 0"),
    (SCALARS, "x/sqrt(v + eps)", "x/(sqrt(v) + eps)", "different", "eps inside or outside is seen: it is not tiny"),
    (SCALARS, "1 - p^t", "1 - p^(t+1)", "different", "t is small, so that off by one shows"),
    (SCALARS, "1 - p^(10*t)", "1", "different", "close to one is not one"),
    (SCALARS, "sum_{i=1}^{t} g_i", "sum_{j=0}^{t-1} g_{t-j}", "equal", "an index may be renamed and reversed"),
    (SCALARS, "sum_{i=1}^{t} g_i", "sum_{i=0}^{t-1} g_i", "different", "shifted bounds"),
    (SCALARS, "sum_{n=1}^{t} n", "t*(t+1)/2", "equal", "an index may hide a symbol"),
    (SCALARS, "sum_{n=1}^{t} x + n", "t*x + n", "equal", "a sum ends at the plus"),
    (SCALARS, "sum_{i=1}^{t} sum_{i=1}^{3} i", "6*t", "equal", "the inner index wins"),
    (SCALARS, "(-1)^k", "cos(pi*k)", "equal", "a sign that alternates"),
    (SCALARS, "n!", "prod_{i=1}^{n} i", "equal", "a factorial"),
    (SCALARS, "(n+1)!/n!", "n+1", "equal", "a factorial"),
    (SCALARS, "max(0, x)", "(x + |x|)/2", "equal", "a rectifier"),
    (SCALARS, "relu(x)", "x if x > 0 else 0", "equal", "a rectifier"),
    (SCALARS, "max(0, x)", "x", "different", "a rectifier of negative numbers"),
    (SCALARS, "x if x >= 0 else -x", "|x|", "equal", "cases"),
    (SCALARS, "log(a)/log(2)", "log2(a)", "equal", "bases"),
    (SCALARS, r"\log_{10}(a)", "ln(a)/ln(10)", "equal", "bases"),
    (SCALARS, "tanh(x)", "2*sigmoid(2*x) - 1", "equal", "sigmoids"),
    (SCALARS, "softplus(x)", "ln(1 + e^x)", "equal", "softplus"),
    (SCALARS, "1/(x-x)", "1", "different", "no value where one is due"),
    (SCALARS, "floor(x)", "x", "different", "rounding"),
    (SCALARS, "max(x, -10)", "x", "different", "a clip beyond the ordinary points"),
    (SCALARS, "x if x < 20 else 20", "x", "different", "a cap beyond the ordinary points"),
    (SCALARS, "x + exp(-10^9*x^2)", "x", "undecided", "a term too small to be worked out"),
    (SCALARS, "x + exp(-100*x^2)", "x", "different", "a term that floats cannot see"),
    (SCALARS, "exp(exp(exp(exp(9))))", "x", "undecided", "a value beyond any use"),
    (SCALARS, "sum_{i=1}^{500} i", "125250", "undecided", "more than 400 terms"),
    (SCALARS, "(-1)!", "1", "different", "no factorial"),
    (SCALARS, "ln(x-x)", "1", "different", "a logarithm of zero"),
    (SCALARS, "0^-1", "1", "different", "a division by zero"),
    (SCALARS, "1/ln(1)", "1", "different", "a division by zero"),
    (SCALARS, "floor(sqrt(-1))", "1", "different", "nothing real to round"),
    (SCALARS, "Piecewise((x, x > 10^6))", "x", "different", "no case applies"),
    (SCALARS, r"\sqrt[0]{a}", "1", "different", "no such root"),
    (SCALARS, r"(\sqrt[3]{x})^3", "x", "equal", "an odd root of a negative number"),
    (SCALARS, r"\sqrt[4]{x^4}", "|x|", "equal", "an even root"),
    (SCALARS, "indicator(x > 0)*x", "max(0, x)", "equal", "an indicator of a condition"),
    (SCALARS, "heaviside(x)*x", "relu(x)", "equal", "an indicator of a number"),
    (SCALARS, "square(x) + pow(y, 2)", "x^2 + y^2", "equal", "squares by name"),
    (SCALARS, r"\frac(x)(a)", "x/a", "equal", "round brackets for braces"),
    (SCALARS, "max(x)", "x", "equal", "the largest of one"),
    (SCALARS, "sin(asin(x))", "x", "equal", "through the complex plane"),
    (SCALARS, "log10(a)*ln(10)", "ln(a)", "equal", "bases"),
    (SCALARS, "a^(10^9)", "x", "undecided", "a power beyond any use"),
    (SCALARS, "atan(tan(x/10^9))*10^9", "x", "equal", "angles"),
    (SCALARS, "exp(100*(x^2+1)) - exp(100*(x^2+1)) + x", "x", "equal", "beyond floats, within digits"),
    (MATRICES, "I + I", "2 I", "equal", "identities"),
    (MATRICES, "I/2 - inv(2 I)", "0*I", "equal", "identities"),
    (MATRICES, "1/lam * inv(1/lam)", "1", "equal", "the inverse of a number"),
    (MATRICES, "w_4", "w_1", "different", "an index outside"),
    (MATRICES, "X[1][2]", "X_{12}", "equal", "indices"),
    (MATRICES, "max(w)", "max(w_1, w_2, w_3)", "equal", "the largest entry"),
    (MATRICES, "‖w‖_0", "1", "different", "no such norm"),
    (MATRICES, "‖X‖_F", "sqrt(tr(X^T X))", "equal", "Frobenius"),
    (MATRICES, "inv(0*A) A", "I", "different", "no inverse"),
    (MATRICES, "det(0*A)", "0", "equal", "a singular matrix"),
    (MATRICES, "inv(X.T*X + lam*I)*X.T*y", "(X^T X + lam I)^{-1} X^T y", "equal", "ridge"),
    (MATRICES, "X^T*(X*w - y) + lam*w", "(X^T X + lam I) w - X^T y", "equal", "the gradient of ridge"),
    (MATRICES, "X*w", "w*X", "undecided", "the expected side does not fit"),
    (MATRICES, "w*X", "X*w", "type", "shapes that do not fit"),
    (MATRICES, "1 - w", "w", "type", "a number and a vector"),
    (MATRICES, "w^T w", "‖w‖^2", "equal", "a norm"),
    (MATRICES, "w w^T", "w^T w", "type", "outer and inner"),
    (MATRICES, "sum_i |w_i|", "‖w‖_1", "equal", "the one-norm"),
    (MATRICES, "sum(w)", "w_1 + w_2 + w_3", "equal", "a sum of a vector"),
    (MATRICES, "sum_i sum_j X_{ij}^2", "tr(X^T X)", "equal", "Frobenius"),
    (MATRICES, "H^T", "H", "equal", "symmetric"),
    (MATRICES, "A^T", "A", "different", "not symmetric"),
    (MATRICES, "(H + H^T) w", "2 H w", "equal", "the gradient of a quadratic form"),
    (MATRICES, "(A + A^T) w", "2 A w", "different", "only for symmetric ones"),
    (MATRICES, "P^-1 P", "I", "equal", "the identity has the size it needs"),
    (MATRICES, "det(P^T)", "det(P)", "equal", "a determinant"),
    (MATRICES, "dot(w, w)", "w.T @ w", "equal", "a dot product"),
    (MATRICES, "w ⊙ sign(w)", "w", "different", "element by element"),
    (MATRICES, "diag(w) w", "w ⊙ w", "equal", "element by element"),
    (MATRICES, "(2 I)^3 w", "8 w", "equal", "powers of the identity"),
    (MATRICES, "‖w‖_\\infty", "max(|w_1|, |w_2|, |w_3|)", "equal", "the largest entry"),
    (RANDOM, "E[e^2]", "1", "equal", "a variance"),
    (RANDOM, "E[e^4]", "3", "equal", "a fourth moment"),
    (RANDOM, "E[e]", "e", "different", "a mean is not the variable"),
    (RANDOM, r"E[(y - \sum_j (w_j + d_j) x_j)^2]/2", r"(y - \sum_j w_j x_j)^2/2 + alpha/2*\sum_j w_j^2 x_j^2",
     "equal", "noise"),
    (RANDOM, r"E[(y - \sum_j (w_j + d_j) x_j)^2]/2", r"(y - \sum_j w_j x_j)^2/2 + alpha*\sum_j w_j^2 x_j^2",
     "different", "no half"),
    (RANDOM, r"E[(1-b)\sum_{i=1}^{t} b^{t-i} g_i]", "(1-b^t) G", "equal", "Adam's first moment"),
    (RANDOM, r"E[(1-b)\sum_{i=1}^{t} b^{t-i} g_i^2]", "(1-b^t) E[g^2]", "equal", "a stationary second moment"),
    (RANDOM, "E[g_1 g_2]", "G^2", "equal", "independent elements"),
    (RANDOM, "E[g_1^2]", "M + G^2", "equal", "the law of an element"),
    (RANDOM, "E[(g_1+g_2+g_3+g_4+g_5+g_6+g_7)^2]", "49*G^2 + 7*M", "undecided", "over a few variables only"),
    (RANDOM, "E[(g_1+g_2+g_3)^2]", "9*G^2 + 3*M", "equal", "independent elements"),
    (RANDOM, "E[exp(e)]", "exp(1/2)", "undecided", "only polynomials are averaged"),
    (RANDOM, "E[e^9]", "0", "undecided", "of a small degree"),
]  # fmt: skip


@pytest.mark.parametrize(("symbols", "got", "want", "verdict", "why"), CASES, ids=[f"{c[1]} ~ {c[2]}" for c in CASES])
def test_the_verdict(symbols: dict[str, Any], got: str, want: str, verdict: str, why: str) -> None:
    declared = declare(symbols)

    found = compare(read(got, declared), read(want, declared), declared)

    assert (found.kind, why) == (verdict, why)


UPTO = [
    ("x^2 + 3", "x^2", "constant", "equal"),
    ("x^2 + y", "x^2", "constant", "different"),
    ("2*x^2", "x^2", "constant", "different"),
    ("3*x*y", "x*y", "scale", "equal"),
    ("-x*y", "x*y", "scale", "equal"),
    ("x*y + 1", "x*y", "scale", "different"),
    ("0", "x*y", "scale", "different"),
    ("x^2*y", "x*y", "scale", "different"),
]


@pytest.mark.parametrize(("got", "want", "upto", "verdict"), UPTO)
def test_up_to_a_constant_or_a_factor(got: str, want: str, upto: Any, verdict: str) -> None:
    declared = declare(SCALARS)

    assert compare(read(got, declared), read(want, declared), declared, upto).kind == verdict


def test_a_value_that_must_not_be_missed_is_tried() -> None:
    without = declare({"x": "real"})
    with_zero = declare({"x": {"kind": "real", "include_points": [0]}})

    assert compare(read("x^2/x", without), read("x", without), without).kind == "equal"
    found = compare(read("x^2/x", with_zero), read("x", with_zero), with_zero)
    assert (found.kind, found.reason) == (
        "different",
        "Your answer has no value at some points: Zero is divided by here.",
    )


def test_an_abbreviation_that_means_itself_is_a_doubt() -> None:
    symbols = declare({"v": {"kind": "sequence", "value": "v[k-1] + 1"}})

    found = compare(read("v_3", symbols), read("3", symbols), symbols)

    assert (found.kind, found.reason) == ("undecided", "This is nested too deeply to be worked out.")


def test_an_abbreviation_means_its_formula() -> None:
    symbols = declare({"x": "real", "y": {"kind": "real", "value": "x^2"}, "v": {"kind": "sequence", "value": "x^k"}})

    assert compare(read("y - v_2 + v[3]", symbols), read("x^3", symbols), symbols).kind == "equal"


def test_a_difference_has_a_witness() -> None:
    declared = declare({"x": "real"})
    found = compare(read("|x|", declared), read("x", declared), declared)

    assert found.witness is not None
    assert found.witness["x"] < 0
    assert float(found.got) == -float(found.want) > 0


def test_every_symbol_takes_both_signs_and_every_pair_all_four() -> None:
    names = [f"s{n}" for n in range(10)]
    drawn = points(declare(dict.fromkeys(names, "real")))

    for one in names:
        for other in names:
            signs = {(point[one] > 0, point[other] > 0) for point in drawn}
            assert len(signs) == (2 if one == other else 4)


KINDS = [
    ("positive", lambda x: 0 < x < 100),
    ("nonnegative", lambda x: 0 <= x < 100),
    ("unit", lambda x: 0 < x < 1),
    ("posint", lambda x: x == int(x) and x >= 1),
    ("nonnegint", lambda x: x == int(x) and x >= 0),
    ("integer", lambda x: x == int(x)),
    ({"kind": "posint", "range": [2, 4]}, lambda x: x in (2, 3, 4)),
    ({"kind": "real", "range": [0.5, 0.75]}, lambda x: 0.5 <= x <= 0.75),
]


@pytest.mark.parametrize(("kind", "holds"), KINDS, ids=[str(kind) for kind, _ in KINDS])
def test_a_symbol_is_drawn_as_what_it_is(kind: Any, holds: Any) -> None:
    values = [point["x"] for point in points(declare({"x": kind}))]

    assert all(holds(value) for value in values)
    assert len(set(values)) > 2


def test_the_same_keys_draw_the_same_number() -> None:
    assert uniform(1, 2) == uniform(1, 2) != uniform(2, 1)
    assert abs(sum(uniform(n) for n in range(2000)) / 2000 - 0.5) < 0.02


MESSAGES = [
    ("w*X", "A 3×1 and a 4×3 cannot be multiplied."),
    ("X + A", "A 4×3 and a 3×3 cannot be added."),
    ("1 - w", "A number and a 3×1 cannot be added; a multiple of I is written λ*I."),
    ("w/w", "Nothing can be divided by a 3×1; write inv(…) in its place."),
    ("exp(w)", "A number is needed here, not a 3×1 matrix."),
    ("exp(I)", "A number is needed here, not a matrix."),
    ("|w|", "|…| is for numbers; the length of a vector is written ‖…‖."),
    ("X^2", "Only a square matrix can be raised to a power; this one is 4×3."),
    ("inv(X)", "Only a square matrix can be inverted; this one is 4×3."),
    ("X + I", "Only a square matrix can be added to the identity; this one is 4×3."),
    ("tr(lam)", "trace needs a vector or matrix."),
    ("dot(w, y)", "dot needs two vectors of one length."),
    ("w ⊙ y", "A 3×1 and a 4×1 have no products element by element."),
    ("w^T", "Your answer is a 1×3 matrix, but a 3×1 vector is asked for."),
    ("lam", "Your answer is a number, but a 3×1 vector is asked for."),
    ("sqrt(lam < 1)", "A number is needed here, not a condition."),
    ("lam < 1", "A value is needed here, not a condition."),
    ("1 + (lam if lam else 2)", "A condition such as w > 0 is needed here, not a value."),
]


@pytest.mark.parametrize(("got", "message"), MESSAGES)
def test_shapes_that_do_not_fit_are_a_sentence(got: str, message: str) -> None:
    from grader.mathematics.parser import Parser

    declared = declare(MATRICES)
    parser = Parser(got, declared)
    node = parser.expression(0)
    parser.finish()

    found = compare(node, read("w", declared), declared)

    assert (found.kind, found.reason) == ("type", message)


DOUBTS = [
    ("sum_{i=1}^{500} x", "A sum may have at most 400 terms; this one has 500."),
    ("300!", "A factorial may be at most 200!."),
    ("oo", "An infinite value cannot be worked out here."),
    ("sum_{i=1}^{300} sum_{j=1}^{300} i*j*x", "This takes more operations to work out than an answer may cost."),
    ("x + exp(-10^9*x^2)", "The values are too large to be sure of."),
    ("sum_i x", "This sum over i has no bounds."),
]


@pytest.mark.parametrize(("got", "message"), DOUBTS)
def test_what_costs_too_much_is_left_to_a_person(got: str, message: str) -> None:
    declared = declare(SCALARS)

    found = compare(read(got, declared), read("x", declared), declared)

    assert (found.kind, found.reason) == ("undecided", message)
