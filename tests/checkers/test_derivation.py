"""The manual page of `derivation`: six derivations of the catalogue, right, wrong and unfinished."""

from fractions import Fraction
from typing import Any

import pytest

from grader.checkers.derivation import Checker
from grader.mathematics.lines import steps
from grader.mathematics.problems import ReadingError
from grader.mathematics.symbols import declare
from grader.model import Status
from tests.mathematics.working import SECOND, worked

PASSED, PARTIAL, FAILED, UNDECIDED = Status.PASSED, Status.PARTIAL, Status.FAILED, Status.UNDECIDED
HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)

UPDATE = Checker(
    symbols={
        "w": {"kind": "real", "aliases": ["w_j"]},
        "dL": {"kind": "real", "aliases": ["dL/dw", "dL/dw_j"]},
        "eta": "positive",
        "lam": "positive",
        "m": "posint",
    },
    start="w - eta*(dL + lam*w/m)",
    minimum_steps=2,
    carried=HALF,
    jumped=QUARTER,
)
UPDATED = "(1-eta*lam/m)*w - eta*dL"

ADAM: dict[str, Any] = {
    "b": {"kind": "unit", "aliases": ["beta", "beta_2"]},
    "t": {"kind": "posint", "range": [1, 5]},
    "M": "positive",
    "G": "real",
    "g": {"kind": "sequence", "random": True, "mean": "G", "variance": "M"},
    "v": {"kind": "sequence", "value": "(1-b)*Sum(b**(k-i)*g[i]**2, (i, 1, k))"},
}
UNROLLED = Checker(symbols={**ADAM, "t": {"kind": "posint", "range": [3, 6]}}, start="v[t]", minimum_steps=3)
RATIO = Checker(
    symbols=ADAM,
    start="E[v_t]/E[g^2]",
    minimum_steps=3,
    milestones=({"answer": "1-b**t", "credit": "1/4", "form": {"forbid": ["v", "E"]}},),
)
CHAIN = Checker(
    symbols={
        "w": "real",
        "x": "real",
        "b": "real",
        "t": "real",
        "lam": "positive",
        "y": {"kind": "real", "value": "sigmoid(w*x + b)"},
        "dL_dy": {"kind": "real", "value": "y - t", "aliases": ["dL/dy"]},
        "dy_dz": {"kind": "real", "value": "y*(1-y)", "aliases": ["dy/dz"]},
        "dz_dw": {"kind": "real", "value": "x", "aliases": ["dz/dw"]},
        "dR_dw": {"kind": "real", "value": "w", "aliases": ["dR/dw"]},
    },
    minimum_steps=2,
    carried=HALF,
)
EIGEN = Checker(
    symbols={
        "eps": "positive",
        "lam": "positive",
        "t": {"kind": "posint", "range": [2, 6]},
        "c0": "real",
        "c": {"kind": "sequence", "value": "(1-2*eps*lam)**k*c0"},
    },
    start="c[t]",
    minimum_steps=3,
)
NEWTON = Checker(
    symbols={
        "H": {"kind": "matrix", "dims": [3, 3], "positive_definite": True, "symmetric": True},
        "w": {"kind": "vector", "dim": 3},
        "eta": "positive",
    },
    start="w - eta*inv(2*H)*2*H*w",
    minimum_steps=2,
)
NOISE = Checker(
    symbols={
        "w": {"kind": "vector", "dim": 2},
        "x": {"kind": "vector", "dim": 2},
        "y": "real",
        "alpha": "positive",
        "d": {"kind": "normal", "dim": 2, "variance": "alpha*w_k^2", "aliases": ["delta"]},
    },
    start="E[(y - sum_j (w_j+d_j) x_j)^2]/2",
    minimum_steps=3,
    form={"forbid": ["E"]},
)
NOISY = "(y - sum_j w_j x_j)^2/2 + alpha/2*sum_j w_j^2 x_j^2"
RIDGE = Checker(
    symbols={
        "X": {"kind": "matrix", "dims": [4, 3]},
        "w": {"kind": "vector", "dim": 3},
        "y": {"kind": "vector", "dim": 4},
        "lam": "positive",
    },
    unknown="w",
    milestones=({"answer": "(X.T*X + lam*I)*w", "credit": "3/10"},),
)
RIDGED = "inv(X.T*X + lam*I)*X.T*y"

RIGHT = [
    (UPDATE, UPDATED, "w - eta*(dL + lam*w/m) = w - eta*dL - eta*lam*w/m = (1 - eta*lam/m)*w - eta*dL"),
    (
        UPDATE,
        UPDATED,
        r"""\begin{aligned}
        w_j &:= w_j - \eta\left(\frac{\partial L}{\partial w_j} + \frac{\lambda}{m}w_j\right) \\
            &= w_j - \eta\frac{\lambda}{m}w_j - \eta\frac{\partial L}{\partial w_j} \\[2pt]
            &= w_j\left(1-\frac{\eta\lambda}{m}\right) - \eta\frac{\partial L}{\partial w_j}
        \end{aligned}""",
    ),
    (
        UPDATE,
        UPDATED,
        "We start with the update:\nw_new = w - eta*(dL + lam*w/m)\n\nThen the bracket is multiplied out:\n"
        "w_new = w - eta*dL - eta*lam*w/m   # distributive\n2. w_new = (1 - eta*lam/m)*w\n   - eta*dL",
    ),
    (
        UNROLLED,
        "(1-b) sum_{i=1}^{t} b^{t-i} g_i^2",
        "v_t = b v_{t-1} + (1-b) g_t^2\n= b (b v_{t-2} + (1-b) g_{t-1}^2) + (1-b) g_t^2\n"
        "= b^2 v_{t-2} + (1-b)(g_t^2 + b g_{t-1}^2)\n= (1-b) sum_{i=1}^{t} b^{t-i} g_i^2",
    ),
    (
        RATIO,
        "1-b^t",
        r"""\frac{E[v_t]}{E[g^2]} = \frac{E[(1-\beta)\sum_{i=1}^{t}\beta^{t-i}g_i^2]}{E[g^2]}
        = (1-\beta)\sum_{i=1}^{t}\beta^{t-i}\frac{E[g_i^2]}{E[g^2]} \quad\text{(linearity)}
        = (1-\beta)\sum_{i=0}^{t-1}\beta^{i}
        = (1-\beta)\frac{1-\beta^t}{1-\beta}
        = 1-\beta^t""",
    ),
    (
        CHAIN,
        "(y-t)*y*(1-y)*x + lam*w",
        r"\frac{dL}{dw} = \frac{dL}{dy}\frac{dy}{dz}\frac{dz}{dw} + \lambda \frac{dR}{dw}"
        "\n= (y-t) y (1-y) x + \\lambda w",
    ),
    (
        EIGEN,
        "(1-2*eps*lam)^t*c0",
        "c_t = c_{t-1} - 2 eps lam c_{t-1} = (1-2 eps lam) c_{t-1} = (1-2 eps lam)^2 c_{t-2} = (1-2 eps lam)^t c_0",
    ),
    (NEWTON, "(1-eta)*w", "w - eta (2H)^{-1} 2 H w = w - eta H^{-1} H w = w - eta I w = (1-eta) w"),
    (
        NOISE,
        NOISY,
        r"""E[J] = \frac12 E\left[\left(y-\sum_j (w_j+\delta_j)x_j\right)^2\right]
        = \frac{1}{2} E\left[\left((y-\sum_j w_j x_j) - \sum_j \delta_j x_j\right)^2\right]
        = \frac{1}{2}\left(y-\sum_j w_j x_j\right)^2 + \frac{1}{2} \sum_j x_j^2 E[\delta_j^2]
        = \frac{1}{2}(y-\sum_j w_j x_j)^2 + \frac{\alpha}{2}\sum_j w_j^2 x_j^2""",
    ),
    (
        RIDGE,
        RIDGED,
        "X^T(Xw - y) + lam w = 0\n⇒ X^T X w + lam w = X^T y\n⇒ (X^T X + lam I) w = X^T y\n"
        "⇒ w = (X^T X + lam I)^{-1} X^T y",
    ),
    (RIDGE, RIDGED, "0 = X^T X w + lam w - X^T y\nw = inv(X^T X + lam I) X^T y"),
]


@pytest.mark.parametrize(("checker", "want", "got"), RIGHT, ids=[f"{n}" for n in range(len(RIGHT))])
def test_a_right_derivation_passes(checker: Checker, want: str, got: str) -> None:
    verdict = checker.judge(got, want)

    assert verdict.status is PASSED, verdict.finding
    assert verdict.finding.startswith("All ")
    assert verdict.finding.endswith(" steps follow.")


WRONG = [
    (
        UPDATE,
        UPDATED,
        "w = w - eta*(dL + lam*w/m)\n= w - eta*dL + eta*lam*w/m\n= (1 + eta*lam/m)*w - eta*dL",
        PARTIAL,
        HALF,
        "Line 2: this step does not follow. We read: w - eta*dL + eta*lam*w/m; before it: w - eta*(dL + lam*w/m). "
        "One term has the wrong sign. The steps after it follow from it.",
    ),
    (
        UPDATE,
        UPDATED,
        "w = w - eta*(dL + lam*w/m)\n= w - eta*dL\n= w + eta*dL\n= w",
        FAILED,
        0,
        "Look at line 3, 4 as well.",
    ),
    (
        UPDATE,
        UPDATED,
        "w - eta*(dL + lam*w/(2*m)) = w - eta*dL - eta*lam*w/(2*m)",
        FAILED,
        0,
        "Line 1: this is not what the question starts from. We read: w - eta*(dL + lam*w/(2*m)).",
    ),
    (
        UPDATE,
        UPDATED,
        "(1-eta*lam/m)*w - eta*dL",
        PARTIAL,
        QUARTER,
        "The result is right, but 2 steps are asked for; you show 1.",
    ),
    (UPDATE, UPDATED, f"{UPDATED} = {UPDATED} = {UPDATED}", PARTIAL, QUARTER, "you show 1."),
    (UPDATE, UPDATED, "", FAILED, 0, "There are no steps here."),
    (UPDATE, UPDATED, "I do not know how this goes", FAILED, 0, "There are no steps here."),
    (
        UPDATE,
        UPDATED,
        "w - eta*(dL + lam*w/m)\n= w - eta*foo*dL",
        UNDECIDED,
        0,
        "The result is right, but too few steps could be read, so it waits for a person. Line 2 could not be read and "
        "was passed over: 'foo' is not a symbol of this question.",
    ),
    (
        UPDATE,
        UPDATED,
        "= foo = bar",
        UNDECIDED,
        0,
        "The derivation could not be followed to its end, so it waits for a person. Line 1 could not be read",
    ),
    (UPDATE, UPDATED, "w = =", UNDECIDED, 0, "Nothing stands beside this '='."),
    (
        UPDATE,
        UPDATED,
        "w - eta*(dL + lam*w/m) = 300!*w",
        UNDECIDED,
        0,
        "Line 1 could not be compared and was passed over.",
    ),
    (
        RATIO,
        "1-b^t",
        "E[v_t]/E[g^2] = (1-b) sum_{i=1}^{t} b^{t-i}\n= (1-b) sum_{i=0}^{t} b^i\n= 1-b^{t+1}",
        PARTIAL,
        QUARTER,
        "Line 2: this step does not follow. We read: (1 - b)*(sum_{i=0..t} b^i); before it: "
        "(1 - b)*(sum_{i=1..t} b^(t - i)). An index, bound or count is off by one. The steps after it follow from it. "
        "You reached 1 of 1 milestones.",
    ),
    (EIGEN, "(1-2*eps*lam)^t*c0", "c_t = c_{t-1} - eps lam c_{t-1} = (1-eps lam)^t c_0", FAILED, 0,
     "Line 1: this step"),
    (NEWTON, "(1-eta)*w", "w - eta (2H)^{-1} 2 H w = w - eta w^T", FAILED, 0, "A 3×1 and a 1×3 cannot be added."),
    (NEWTON, "(1-eta)*w", "w - eta (2H)^{-1} 2 H w = 1 - eta", FAILED, 0,
     "The step is a number, but a 3×1 vector stands"),
    (
        NOISE,
        NOISY,
        "E[(y - sum_j (w_j+d_j) x_j)^2]/2 = (y - sum_j w_j x_j)^2/2 + alpha*sum_j w_j^2 x_j^2",
        FAILED,
        0,
        "Line 1: this step does not follow.",
    ),
    (
        NOISE,
        NOISY,
        "E[(y - sum_j (w_j+d_j) x_j)^2]/2 = E[(y - sum_j w_j x_j - sum_j d_j x_j)^2]/2",
        FAILED,
        0,
        "Every step follows. The value is right, but it has to be written without an expectation E[…].",
    ),
    (
        RIDGE,
        RIDGED,
        "X^T(Xw - y) + lam w = 0\n(X^T X + lam I) w = X^T y\nw = X^T y (X^T X + lam I)^{-1}",
        PARTIAL,
        "3/10",
        "Line 3: the solution does not fulfil this equation. We read: w = X^T*y*(X^T*X + lam*I)^(-1). A 3×1 and a 3×3 "
        "cannot be multiplied. You reached 1 of 1 milestones.",
    ),
    (RIDGE, RIDGED, "X^T X w - lam w = X^T y", FAILED, 0, "Line 1: the solution does not fulfil this equation."),
    (RIDGE, RIDGED, "300! w = w", UNDECIDED, 0, "Line 1 could not be compared and was passed over."),
    (RIDGE, RIDGED, "w = w", FAILED, 0, "Line 1: this equation says nothing: w = w. It holds whatever the unknown is."),
    (RIDGE, RIDGED, "X^T X w + lam w = X^T y", PARTIAL, "3/10",
     "No line says what w is. You reached 1 of 1 milestones."),
    (UPDATE, UPDATED, 5, FAILED, 0, "Line 1: this is not what the question starts from. We read: 5."),
    (UPDATE, UPDATED, [], FAILED, 0, "A derivation is due; you have list."),
    (UPDATE, UPDATED, ["w' = w - eta*(dL + lam*w/m)", "= w - eta*dL - eta*lam*w/m"], PASSED, 1, "All 2 steps follow."),
    (UPDATE, UPDATED, ["w - eta*(dL + lam*w/m)", ["w"]], FAILED, 0, "A derivation is due; you have list."),
    (UPDATE, UPDATED, "x" * 13_000, UNDECIDED, 0, "This is 13000 characters long; at most 12000 are read."),
    (UPDATE, UPDATED, "= w\n" * 61, UNDECIDED, 0, "This has 61 lines; at most 60 are read."),
    (UPDATE, UPDATED, "=".join(["w"] * 100), UNDECIDED, 0, "This has 100 steps; at most 80 are read."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("checker", "want", "got", "status", "credit", "finding"), WRONG, ids=[str(r[2])[:50] for r in WRONG]
)
def test_the_first_fault_is_named(
    checker: Checker, want: str, got: Any, status: Status, credit: Any, finding: str
) -> None:
    verdict = checker.judge(got, want)

    assert finding in verdict.finding
    assert verdict.status is status
    assert verdict.credit == Fraction(credit)


def test_without_a_start_the_first_step_is_measured_against_the_answer() -> None:
    checker = Checker(symbols={"x": "real"})

    assert checker.judge("2x = x + x", "2*x").status is PASSED
    assert checker.judge("y_1 = x + x = 2x", "2*x").status is PASSED
    assert "Line 1: this is not what the question starts from." in checker.judge("3x = 2x + x", "2*x").finding


@pytest.mark.parametrize(("checker", "want", "got"), RIGHT, ids=[f"{n}" for n in range(len(RIGHT))])
def test_a_model_derivation_is_an_expected_answer_and_passes_against_itself(
    checker: Checker, want: str, got: str
) -> None:
    assert checker.judge(got, got).status is PASSED
    assert checker.judge(got, want).status is PASSED


def test_a_declared_mistake_is_what_a_derivation_ends_in() -> None:
    mistake = {"ends": "(1 + eta*lam/m)*w - eta*dL"}
    wrong = "w = w - eta*(dL + lam*w/m) = w - eta*dL + eta*lam*w/m = (1 + eta*lam/m)*w - eta*dL"
    right = "w = w - eta*(dL + lam*w/m) = w - eta*dL - eta*lam*w/m = (1 - eta*lam/m)*w - eta*dL"

    assert UPDATE.judge(wrong, mistake).status is PASSED
    assert UPDATE.judge(right, mistake).finding == "The last line is another formula."
    assert UPDATE.judge(right, UPDATED).status is PASSED
    assert UPDATE.judge(right, {"ends": 5, "more": 6}).status is UNDECIDED


def test_every_step_may_follow_and_still_not_lead_there() -> None:
    checker = Checker(symbols={"x": "real"}, start="x + x")

    verdict = checker.judge("x + x = 2x", "3*x")

    assert (verdict.status, verdict.finding) == (FAILED, "Every step follows, but the last line is not the answer yet.")


def test_another_left_hand_side_starts_a_chain_of_its_own() -> None:
    checker = Checker(symbols={"x": "real", "y": "real"}, start="x + x")

    assert checker.judge("a = x + x\nh = x^2 = x*x\na = 2x", "2*x").status is PASSED
    assert "Line 3: this step" in checker.judge("a = x + x\nh = x^2 = x*x\na = 3x", "2*x").finding
    assert "Line 2: this step" in checker.judge("a = x + x\nh = x^2 = x*y\na = 2x", "2*x").finding
    assert checker.judge("a = x + x\na = 2x", "2*x").status is PASSED


WAY = Checker(
    symbols={**ADAM, "t": {"kind": "posint", "range": [3, 6]}},
    start="v[t]",
    minimum_steps=4,
    milestones=(
        {"answer": "b*v[t-1] + (1-b)*g[t]^2", "credit": "1/8"},
        {"answer": "b^2*v[t-2] + (1-b)*(g[t]^2 + b*g[t-1]^2)", "credit": "1/4"},
        {"answer": "(1-b)*Sum(b^(t-i)*g[i]^2, (i, 1, t))", "credit": "1/8"},
    ),
)
WAYS = [
    ("v_t = v_t", 0, "you show 1."),
    ("v_t = b v_{t-1} + (1-b) g_t^2 = 0", "1/8", "You reached 1 of 3 milestones."),
    ("v_t = (1-b) g_t^2 + b v_{t-1} = (1-b) g_t^2 + b (b v_{t-2} + (1-b) g_{t-1}^2) = 0", "3/8", "You reached 2 of 3"),
    ("v_t = (1-b) sum_{j=0}^{t-1} b^j g_{t-j}^2", 0, "4 steps are asked for; you show 1."),
]


@pytest.mark.parametrize(("got", "credit", "finding"), WAYS)
def test_a_milestone_of_a_chain_is_told_by_what_it_is_written_with(got: str, credit: Any, finding: str) -> None:
    verdict = WAY.judge(got, "(1-b) sum_{i=1}^{t} b^{t-i} g_i^2")

    assert verdict.credit == Fraction(credit)
    assert finding in verdict.finding


LINES = [
    ("a = b\n= c", [(1, "a"), (1, "b"), (2, "c")]),
    ("a = b +\n+ c", [(1, "a"), (1, "b + + c")]),
    ("a\n  + b\n  = c", [(1, "a + b"), (3, "c")]),
    (r"$$a = b$$", [(1, "a"), (1, "b")]),
    (r"\[ a &= b \\ &= c \]", [(1, "a"), (1, "b"), (2, "c")]),
    ("```\na = b\n```", [(2, "a"), (2, "b")]),
    ("`a = b`", [(1, "a"), (1, "b")]),
    ("1) a = b", [(1, "a"), (1, "b")]),
    ("⇒ a = b // because", [(1, "a"), (1, "b")]),
    ("Here we go:\na", [(2, "a")]),
    ("a = b.", [(1, "a"), (1, "b")]),
    (r"a = \begin{cases} b & a>0 \\ c & a \le 0 \end{cases}", [(1, "a"), (1,
     r"\begin{cases} b & a>0 \\ c & a \le 0 \end{cases}")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cut"), LINES, ids=[row[0] for row in LINES])
def test_a_text_is_cut_into_steps(text: str, cut: list[tuple[int, str]]) -> None:
    symbols = declare({"a": "real", "b": "real", "c": "real"})

    assert [(step.line, step.text) for step in steps(text, symbols)] == cut


OURS = [
    ("foo", "the expected formula 'foo' cannot be read: 'foo' is not a symbol"),
    ("2*w = foo", "the expected formula '2*w = foo' cannot be read: 'foo' is not a symbol"),
    ("words only, nothing else", "cannot be read: There is nothing to read."),
    (None, "the expected answer is no formula: None"),
]


@pytest.mark.parametrize(("want", "detail"), OURS)
def test_an_expected_answer_that_cannot_be_read_is_our_fault(want: Any, detail: str) -> None:
    verdict = UPDATE.judge("w", want)

    assert verdict.status is UNDECIDED
    assert detail in verdict.detail


X = {"x": "real"}
SETTINGS: list[tuple[dict[str, Any], str]] = [
    ({"symbols": X, "start": "y"}, "start 'y' cannot be read: 'y' is not a symbol of this question."),
    ({"symbols": X, "unknown": "y"}, "unknown is one of the symbols; 'y' is not"),
    ({"symbols": X, "minimum_steps": 0}, "minimum_steps is a number from 1 to 40, not 0"),
    ({"symbols": X, "carried": Fraction(2)}, "carried is a credit: it needs 0 <= carried < 1, not 2"),
    ({"symbols": X, "jumped": Fraction(-1)}, "jumped is a credit: it needs 0 <= jumped < 1, not -1"),
    ({"symbols": X, "milestones": ({"answer": "x"},)}, "a milestone has an answer, a credit, and perhaps a form"),
    ({"symbols": X, "milestones": ({"answer": "y", "credit": "1/2"},)}, "the milestone 'y' cannot be read"),
    ({"symbols": X, "milestones": ({"answer": "x", "credit": "half"},)},
     "the credit of a milestone is a fraction such as 1/4, not 'half'"),
    ({"symbols": X, "milestones": ({"answer": "x", "credit": 2},)},
     "the credit of a milestone lies between 0 and 1, not 2"),
    ({"symbols": X, "milestones": ({"answer": "x", "credit": "1/2"},) * 2},
     "the credits of all milestones together must stay below 1"),
    ({"symbols": {"x": {"kind": "real", "value": "z"}}},
     "symbol 'x': its value 'z' cannot be read: 'z' is not a symbol"),
    ({"symbols": {"x": {"kind": "normal", "variance": "q"}}}, "symbol 'x': its variance 'q' cannot be read"),
    ({"symbols": {"x": {"kind": "normal", "mean": "q"}}}, "symbol 'x': its mean 'q' cannot be read"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "sentence"), SETTINGS, ids=[row[1] for row in SETTINGS])
def test_a_setting_that_makes_no_sense_is_refused(settings: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        Checker(**settings)

    assert sentence in str(caught.value)


HOSTILE = [
    "\n".join(["= " + "+".join(["w"] * 700)] * 4),
    "\n".join([f"= sum_{{i=1}}^{{400}} (w + {n})^i" for n in range(50)]),
    "\\\\" * 6000,
    r"\begin{cases}" * 900,
    "(" * 11_000,
    "=".join(["w*w"] * 79),
    "a" * 11_000,
    "\n= exp(exp(exp(exp(w))))" * 50,
]


@pytest.mark.parametrize("got", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_derivation_takes_less_than_a_second(got: str) -> None:
    verdict, calls = worked(UPDATE, got, UPDATED)

    assert calls < SECOND
    assert verdict.status in (FAILED, UNDECIDED, PARTIAL)


def test_a_text_beyond_reading_is_refused_by_the_reader_alone() -> None:
    with pytest.raises(ReadingError, match="characters long"):
        steps("x" * 13_000, declare({"x": "real"}))


BEFOREHAND = [
    "dL/dy = y - t\ndy/dz = y*(1-y)\ndz/dw = x\ndLreg/dw = dL/dy*dy/dz*dz/dw + lam*dR/dw = (y-t)*y*(1-y)*x + lam*w",
    "dL/dy = y - t, dy/dz = y*(1-y); dz/dw = x and dR/dw = w,\n"
    "dLreg/dw = dL/dy*dy/dz*dz/dw + lam*dR/dw = (y-t)*y*(1-y)*x + lam*w",
    "dL/dy = y - t\ndL/dy*dy/dz*dz/dw + lam*dR/dw = (y-t)*y*(1-y)*x + lam*w",
    "dL/dw = (y-t)*y*(1-y)*x\ndLreg/dw = dL/dy*dy/dz*dz/dw + lam*dR/dw = (y-t)*y*(1-y)*x + lam*w",
]


@pytest.mark.parametrize("got", BEFOREHAND)
def test_what_is_worked_out_beforehand_is_no_false_start(got: str) -> None:
    verdict = CHAIN.judge(got, "(y-t)*y*(1-y)*x + lam*w")

    assert (verdict.status, verdict.finding) == (PASSED, "All 2 steps follow.")


def test_what_is_worked_out_beforehand_must_be_right_and_is_no_step_of_the_derivation() -> None:
    wrong = BEFOREHAND[0].replace("dy/dz = y*(1-y)", "dy/dz = 1-y")
    short = "dL/dy = y - t\ndy/dz = y*(1-y)\ndLreg/dw = (y-t)*y*(1-y)*x + lam*w"

    found = CHAIN.judge(wrong, "(y-t)*y*(1-y)*x + lam*w")
    assert found.status is not PASSED
    assert found.finding.startswith("Line 2: this step does not follow. We read: 1 - y; before it: dy_dz.")
    beside = CHAIN.judge(BEFOREHAND[1].replace("dy/dz = y*(1-y)", "dy/dz = 1-y"), "(y-t)*y*(1-y)*x + lam*w")
    assert beside.finding.startswith("Line 1: this step does not follow. We read: 1 - y; before it: dy_dz.")
    assert CHAIN.judge(short, "(y-t)*y*(1-y)*x + lam*w").finding == (
        "The result is right, but 2 steps are asked for; you show 1. What is worked out beforehand is none of them."
    )


def test_a_line_after_a_wrong_one_that_is_right_again_does_not_follow() -> None:
    got = "dLreg/dw = dL/dy*dy/dz*dz/dw + lam*dR/dw\n(y-t)*y*x + lam*w\n(y-t)*y*(1-y)*x + lam*w"

    found = CHAIN.judge(got, "(y-t)*y*(1-y)*x + lam*w")
    assert found.status is not PASSED
    assert found.finding.endswith("Look at line 3 as well.")


def test_an_end_that_cannot_be_read_waits_for_a_person() -> None:
    got = "v_t = b*v_{t-1} + (1-b)*g_t^2\n= b^2*v_{t-2} + b*(1-b)*g_{t-1}^2 + (1-b)*g_t^2\n= (1-b)*foo(g)"
    verdict = Checker(
        symbols={**ADAM, "t": {"kind": "posint", "range": [3, 6]}}, start="v[t]", form={"require": ["sum"]}
    ).judge(got, "(1-b)*Sum(b**(t-i)*g[i]**2, (i, 1, t))")

    assert verdict.status is UNDECIDED
    assert verdict.finding.startswith("The derivation could not be followed to its end, so it waits for a person.")


def test_a_primed_name_on_the_left_is_the_new_value() -> None:
    verdict = NEWTON.judge("w' = w - eta*inv(2*H)*(2*H*w) = w - eta*w = (1-eta)*w", "(1-eta)*w")

    assert (verdict.status, verdict.finding) == (PASSED, "All 3 steps follow.")
