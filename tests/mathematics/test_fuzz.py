"""Whatever is typed, the three checkers of written mathematics answer with a verdict and a sentence."""

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.checkers.derivation import Checker as Derivation
from grader.checkers.expression import Checker as Expression
from grader.checkers.interval import Checker as Interval
from grader.model import Checker, Status, Verdict
from tests.mathematics.bombs import BOMBS
from tests.mathematics.test_reading import PIECES

SYMBOLS: dict[str, Any] = {
    "x": "real",
    "w": "positive",
    "t": {"kind": "posint", "range": [1, 4]},
    "g": {"kind": "sequence", "random": True},
    "X": {"kind": "matrix", "dims": [2, 2]},
    "y": {"kind": "vector", "dim": 2},
}
CHECKERS: list[tuple[Checker, str]] = [
    (Expression(symbols=SYMBOLS), "x*w + t"),
    (Expression(symbols=SYMBOLS, upto="scale", form={"forbid": ["sum"]}), "X*y"),
    (Interval(symbols=SYMBOLS, primary="x"), "(0, w)"),
    (Derivation(symbols=SYMBOLS, start="x + x", minimum_steps=2), "2*x"),
    (Derivation(symbols=SYMBOLS, unknown="x"), "w + t"),
]
WORDS = st.sampled_from(
    [
        " and ",
        " or ",
        "between ",
        "positive",
        "less than ",
        "x in ",
        "(0, w)",
        "]0, 1[",
        "x = ",
        "\n= ",
        "\\\\",
        "⇒ ",
        "E[g]",
    ]
)
ANSWERS = st.lists(PIECES | WORDS, max_size=25).map("".join)


@pytest.mark.parametrize(("checker", "want"), CHECKERS, ids=range(len(CHECKERS)))
@settings(max_examples=150, deadline=None, derandomize=True)
@given(got=ANSWERS | st.text(max_size=40))
@example(got="x in ")
@example(got="x in (")
@example(got="\\\ud7fc")
@example(got="between")
@example(got="open")
@example(got="=\n=\n=")
@example(got="\\begin{cases}\\\\")
def test_a_verdict_comes_back_for_any_text(checker: Checker, want: str, got: str) -> None:
    verdict = checker.judge(got, want)

    assert isinstance(verdict, Verdict)
    assert verdict.finding
    assert all(letter.isprintable() or letter == "\n" for letter in verdict.finding)
    assert repr(verdict) == repr(checker.judge(got, want))


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.parametrize(("checker", "want"), CHECKERS[2:], ids=("interval", "derivation", "equations"))
def test_a_bomb_does_no_harm_elsewhere(checker: Checker, want: str, name: str) -> None:
    verdict = checker.judge(BOMBS[name], want)

    assert verdict.status is not Status.PASSED
    assert verdict.finding
