"""expression: a formula that a student wrote is equal to the expected one.

What it checks
    The text is read as LaTeX, Python or plain mathematics, with the question's own symbols and nothing else; it is
    never run. The two formulas are equal if they agree at typed random points, confirmed with a hundred digits, so any
    way of writing the right thing will do. `dL/dw = …` in front is allowed, `where y = …` behind is passed over; of a
    chain of equalities the last member counts. What cannot be read is not wrong: the finding shows the place, and the
    answer waits for a person. A wrong answer is told what we read and, where exactly one kind of slip explains it,
    which.

    A symbol is a kind, or a mapping with `kind` and details. The kinds: `real` (of both signs), `positive`,
    `nonnegative`, `unit` (between 0 and 1), `integer`, `posint`, `nonnegint`, `sequence` (g_i; `superscript: index`
    reads g^{i} so, too), `vector` with `dim`, `matrix` with `dims` (and `symmetric`, `positive_definite`), and `normal`
    with `mean` and `variance`, over which E[…] averages. The details: `aliases`, other ways to write it, such as
    `dL/dw`; `range`; `include_points`, values that must be tried; `value`, which makes it an abbreviation. That lam,
    lambda, λ and \\lambda are one name, and beta2, beta_2 and β₂, need not be said.

When to use it
    Whenever the answer is a formula. For a number use `number`, for a range `interval`, for a chain of steps
    `derivation`. `form` forbids or requires operations, so that the question cannot be handed back as its answer;
    `upto: constant` or `upto: scale` accepts what differs by a constant or by a constant factor.

In a spec
    judge: {kind: expression, symbols: {w: real, lam: {kind: positive, aliases: ['\\lambda']}}, form: {forbid: [E]}}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.checkers._written import doubt, typed, unread, witness
from grader.mathematics.answers import Answer, answer, expected
from grader.mathematics.causes import cause
from grader.mathematics.compare import UpTo, compare
from grader.mathematics.definitions import check
from grader.mathematics.evaluate import Budget
from grader.mathematics.form import form
from grader.mathematics.problems import ReadingError
from grader.mathematics.show import echo
from grader.mathematics.symbols import Symbols, declare
from grader.model import Value, Verdict
from grader.showing import show


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    symbols: Mapping[str, Any] = field(hash=False)
    form: Mapping[str, Any] = field(default_factory=dict, hash=False)
    upto: str = ""

    def __post_init__(self) -> None:
        symbols = check(declare(self.symbols))
        form(self.form, symbols)
        if self.upto not in ("", "constant", "scale"):
            raise ValueError(f"upto is 'constant' or 'scale', not {self.upto!r}")

    def judge(self, got: Value, want: Value) -> Verdict:
        symbols = declare(self.symbols)
        truth = typed(want)
        if truth is None:
            return Verdict.undecided(f"the expected answer is no formula: {show(want)}")
        mine = typed(got)
        if mine is None:
            return Verdict.failed(f"A formula is due; you have {type(got).__name__}.", f"expected {truth}")
        try:
            due = expected(truth, symbols)
        except ReadingError as problem:
            return Verdict.undecided(f"the expected formula {truth!r} cannot be read: {problem}")
        try:
            found = answer(mine, symbols)
        except ReadingError as problem:
            return unread(problem, truth)
        return self._compared(found, due, symbols, truth)

    def _compared(self, found: Answer, due: Answer, symbols: Symbols, truth: str) -> Verdict:
        upto: UpTo = "constant" if self.upto == "constant" else "scale" if self.upto == "scale" else ""
        budget = Budget()
        result = compare(found.node, due.node, symbols, upto, budget)
        if result.kind == "undecided":
            return doubt(echo(found.node), result.reason, truth)
        if result.kind != "equal":
            why = result.reason or cause(found.node, due.node, symbols) or "That is not what was asked for."
            return Verdict.failed(f"{echo(found.node)}. {why}", f"expected {truth}; {witness(result)}")
        for earlier in found.before:
            if compare(earlier, found.node, symbols, budget=budget).kind in ("different", "type"):
                return Verdict.failed(
                    f"{echo(earlier)} = … The members of your chain of equalities are not equal.", f"expected {truth}"
                )
        fault = form(self.form, symbols).fault(found.node)
        if fault:
            return Verdict.failed(f"{echo(found.node)}. {fault}", f"expected {truth}")
        return Verdict.passed(f"{echo(found.node)}.")
