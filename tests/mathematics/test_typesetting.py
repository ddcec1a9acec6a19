"""What we read, as LaTeX: our own reader and the report's converter understand it."""

import pytest

from grader.mathematics.compare import compare
from grader.mathematics.conditions import read as condition
from grader.mathematics.parser import read
from grader.mathematics.show import plain
from grader.mathematics.symbols import declare
from grader.mathematics.tree import Constant, Span
from grader.mathematics.typeset import latex
from tests.mathematics.corpus import ITEMS, Item

SYMBOLS = declare(
    {
        "x": "real",
        "y": "positive",
        "beta2": "unit",
        "lmax": "positive",
        "m_hat": "real",
        "t": {"kind": "posint", "range": [1, 5]},
        "g": "sequence",
        "e": {"kind": "normal"},
        "X": {"kind": "matrix", "dims": [3, 2]},
        "v": {"kind": "vector", "dim": 3},
    }
)

SET = [
    ("x/y", r"\frac{x}{y}"),
    ("1/3 x", r"\frac{x}{3}"),
    ("1/(2x)", r"\frac{1}{2 x}"),
    ("0.25", "0.25"),
    ("10^30*x", "10^{30} x"),
    ("beta2^t", r"\beta_{2}^{t}"),
    ("m_hat", r"\hat{m}"),
    ("lmax", r"\mathrm{lmax}"),
    ("|x|*sqrt(y)", r"\left|x\right| \sqrt{y}"),
    ("cbrt(x)", r"\sqrt[3]{x}"),
    ("‖v‖_1", r"\left\lVert v\right\rVert_{1}"),
    ("X^T v", "X^{T} v"),
    ("sum_{i=1}^{t} g_i^2", r"\sum_{i=1}^{t} g_{i}^{2}"),
    ("sum_i v_i", r"\sum_{i} v_{i}"),
    ("E[e^2]", r"\mathbb{E}\left[e^{2}\right]"),
    ("sigmoid(x)", r"\operatorname{sigmoid}\left(x\right)"),
    ("exp(-x)", r"\exp\left(-x\right)"),
    (r"\log_2(x)", r"\log_{2}\left(x\right)"),
    ("t!", "t!"),
    ("(x+y)(x-y)", r"\left(x + y\right) \left(x - y\right)"),
    ("2*3", r"2 \cdot 3"),
    ("-(x+y)", r"-\left(x + y\right)"),
    ("v ⊙ v", r"v \odot v"),
    ("x if x > 0 else 0", r"\begin{cases} x & x > 0 \\ 0 & \text{otherwise} \end{cases}"),
    ("pi", r"\pi"),
    ("x - (x - y)", r"x - \left(x - y\right)"),
]


@pytest.mark.parametrize(("text", "tex"), SET)
def test_a_tree_is_set_and_reads_back(text: str, tex: str) -> None:
    node = read(text, SYMBOLS)

    assert tex == latex(node)
    assert compare(read(tex, SYMBOLS), node, SYMBOLS).kind == "equal"


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_every_truth_of_the_corpus_survives_being_set_and_said(item: Item) -> None:
    symbols = declare(item.symbols)
    node = read(item.truth, symbols)

    assert compare(read(latex(node), symbols), node, symbols).kind == "equal"
    assert compare(read(plain(node), symbols), node, symbols).kind == "equal"


CONDITIONS = [
    ("0 < x <= y", r"0 < x \le y"),
    ("x != 1 and x >= 0", r"x \ne 1 \land x \ge 0"),
    ("x < 0 or not x < y", r"x < 0 \lor \neg \left(x < y\right)"),
]


@pytest.mark.parametrize(("text", "tex"), CONDITIONS)
def test_a_condition_is_set(text: str, tex: str) -> None:
    assert tex == latex(condition(text, SYMBOLS, "x"))


def test_an_interval_is_set_and_said() -> None:
    infinite = Span(None, Constant("pi"), False, True)

    assert latex(infinite) == r"\left(-\infty, \pi\right]"
    assert plain(infinite) == "(-∞, π]"
