"""Every mutated step of a right derivation is named, at its line, or is worth the same."""

from typing import Any

import pytest

from grader.mathematics.causes import _slips
from grader.mathematics.chains import account
from grader.mathematics.compare import compare
from grader.mathematics.lines import Step
from grader.mathematics.parser import read
from grader.mathematics.symbols import declare

CHAINS: list[tuple[dict[str, Any], list[str]]] = [
    (
        {"w": "real", "dL": "real", "eta": "positive", "lam": "positive", "m": "positive"},
        ["w - eta*(dL + lam*w/m)", "w - eta*dL - eta*lam*w/m", "w*(1 - eta*lam/m) - eta*dL"],
    ),
    (
        {"b": "unit", "t": {"kind": "posint", "range": [2, 6]}, "G": "real"},
        ["G*(1-b)*sum_{i=1}^{t} b^(t-i)", "G*(1-b)*sum_{i=0}^{t-1} b^i", "G*(1-b)*(1-b^t)/(1-b)", "G*(1-b^t)",
        "G - G*b^t"],
    ),
    (
        {"y": "real", "t": "real", "x": "real", "w": "real", "lam": "positive"},
        ["(y-t)*y*(1-y)*x + lam*w", "(y-t)*(y-y^2)*x + lam*w", "x*(y^2 - y^3 - t*y + t*y^2) + lam*w"],
    ),
    (
        {"eps": "positive", "lam": "positive", "c": "real", "t": {"kind": "posint", "range": [2, 6]}},
        ["(c - 2*eps*lam*c)*(1-2*eps*lam)^(t-1)", "c*(1-2*eps*lam)*(1-2*eps*lam)^(t-1)", "c*(1-2*eps*lam)^t"],
    ),
]  # fmt: skip
ROWS = [(symbols, chain, place) for symbols, chain in CHAINS for place in range(1, len(chain))]


@pytest.mark.parametrize(("written", "chain", "place"), ROWS)
def test_a_mutated_step_is_named_exactly(written: dict[str, Any], chain: list[str], place: int) -> None:
    symbols = declare(written)
    nodes = [read(text, symbols) for text in chain]
    tried = named = 0

    for _, mutant in _slips(nodes[place]):
        changed = [*nodes[:place], mutant, *nodes[place + 1 :]]
        told = account(tuple(Step(n + 1, "", node) for n, node in enumerate(changed)), nodes[-1], nodes[0], symbols)
        worth = compare(mutant, nodes[place], symbols).kind
        if worth == "equal":
            assert not told.faults
            continue
        tried += 1
        named += bool(told.faults) and told.faults[0].step.line == place + 1

    assert tried >= 3
    assert named == tried


@pytest.mark.parametrize(("written", "chain", "place"), ROWS)
def test_steps_after_a_wrong_one_are_judged_by_it(written: dict[str, Any], chain: list[str], place: int) -> None:
    symbols = declare(written)
    nodes = [read(text, symbols) for text in chain]
    doubled = [read(f"2*({text})", symbols) for text in chain[place:]]

    told = account(
        tuple(Step(n + 1, "", node) for n, node in enumerate([*nodes[:place], *doubled])), nodes[-1], nodes[0], symbols
    )

    assert [fault.step.line for fault in told.faults] == [place + 1]
    assert told.final == "different"
