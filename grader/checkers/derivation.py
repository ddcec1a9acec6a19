"""derivation: a chain of steps leads to the expected answer; the first step that does not follow is named.

What it checks
    The text is cut into steps: `aligned` lines, chains of `=`, one equation per line; remarks, arrows and prose are
    left out. Each step must equal the last readable one before it, the first what the question starts from (`start`,
    else the expected answer). Later steps that follow from a wrong one are recognised as carried forward. With
    `unknown` the lines are equations: each must hold at the solution and not everywhere. Comparing values cannot see
    a wrong reason, two errors that cancel within a step, or a wrong factor on a term that is zero.

    The expected answer may be the last formula alone or a whole model derivation; only what it leads to is compared.
    A declared mistake `value: {ends: formula}` is any derivation whose last line is that formula.

When to use it
    Wherever the way counts. `minimum_steps` forbids to jump from the question to the answer: with fewer steps only
    `jumped` is earned. `milestones` earn credit for steps reached before the first fault: each has an `answer`, a
    `credit`, and perhaps a `form` (see `expression`). All right steps of a chain are worth the same; there a milestone
    is a step in its form, or else with the same symbols, sums and expectations. `form` itself is asked of the last
    line. `carried` is the credit for exactly one wrong step with all others following.

In a spec
    judge: {kind: derivation, symbols: {w: real, eta: positive}, start: w - eta*w, minimum_steps: 2, carried: 1/2}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from grader.checkers._milestones import milestones, reached
from grader.checkers._written import typed, unread
from grader.mathematics.answers import expected
from grader.mathematics.causes import cause
from grader.mathematics.chains import Account, Fault, account, solve
from grader.mathematics.definitions import check
from grader.mathematics.form import form
from grader.mathematics.lines import final, steps
from grader.mathematics.problems import ReadingError
from grader.mathematics.show import plain
from grader.mathematics.symbols import Symbols, declare
from grader.mathematics.tree import Node
from grader.model import Status, Value, Verdict
from grader.showing import show


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    symbols: Mapping[str, Any] = field(hash=False)
    start: str = ""
    unknown: str = ""
    minimum_steps: int = 1
    milestones: tuple[Mapping[str, Any], ...] = field(default=(), hash=False)
    form: Mapping[str, Any] = field(default_factory=dict, hash=False)
    carried: Fraction = Fraction(0)
    jumped: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        symbols = check(declare(self.symbols))
        form(self.form, symbols)
        milestones(self.milestones, symbols)
        if self.start:
            _formula("start", self.start, symbols)
        if self.unknown and symbols.find(self.unknown) is None:
            raise ValueError(f"unknown is one of the symbols; {self.unknown!r} is not")
        if not 1 <= self.minimum_steps <= 40:
            raise ValueError(f"minimum_steps is a number from 1 to 40, not {self.minimum_steps!r}")
        for name, credit in (("carried", self.carried), ("jumped", self.jumped)):
            if not 0 <= credit < 1:
                raise ValueError(f"{name} is a credit: it needs 0 <= {name} < 1, not {credit}")

    def judge(self, got: Value, want: Value) -> Verdict:
        symbols = declare(self.symbols)
        only_the_end = isinstance(want, Mapping) and set(want) == {"ends"}
        truth, mine = typed(want["ends"] if only_the_end else want), _lines(got)
        if truth is None:
            return Verdict.undecided(f"the expected answer is no formula: {show(want)}")
        if mine is None:
            return Verdict.failed(f"A derivation is due; you have {type(got).__name__}.", f"expected {truth}")
        try:
            due = final(truth, symbols)
            start = expected(self.start, symbols).node if self.start else None
        except ReadingError as problem:
            return Verdict.undecided(f"the expected formula {truth!r} cannot be read: {problem}")
        try:
            found = steps(mine, symbols)
        except ReadingError as problem:
            return unread(problem, truth)
        solved = bool(self.unknown)
        told = solve(found, due, self.unknown, symbols) if solved else account(found, due, start or due, symbols)
        if only_the_end:
            return _ended(told, truth)
        return self._judged(told, symbols, truth)

    def _judged(self, told: Account, symbols: Symbols, truth: str) -> Verdict:
        reading = _reading(told)
        detail = f"expected {truth}; {told.distinct} steps read, {len(told.unreadable)} not"
        if told.faults:
            return self._wrong(told, symbols, reading, detail)
        if not told.readable or told.final in ("missing", "undecided") or self._cut_off(told, symbols):
            return self._unfinished(told, symbols, reading, detail)
        if told.final != "equal":
            finding = f"Every step follows, but the last line is not the answer yet.{reading}"
            return self._partly(told, symbols, Fraction(0), finding, detail)
        last = told.readable[-1].node
        fault = form(self.form, symbols).fault(last) if last is not None else ""
        if fault:
            return self._partly(told, symbols, Fraction(0), f"Every step follows. {fault}{reading}", detail)
        if told.distinct < self.minimum_steps:
            return self._short(told, reading, detail)
        return Verdict.passed(f"All {told.distinct} steps follow.{reading}")

    def _cut_off(self, told: Account, symbols: Symbols) -> bool:
        """Whether the end that is missing may stand in a line that could not be read."""
        last = told.readable[-1]
        done = told.final == "equal" and not (last.node is not None and form(self.form, symbols).fault(last.node))
        return not done and any(step.line >= last.line for step in told.unreadable)

    def _wrong(self, told: Account, symbols: Symbols, reading: str, detail: str) -> Verdict:
        first = told.faults[0]
        finding = f"Line {first.step.line}: {_said(first)}{_why(first, symbols)}"
        credit = Fraction(0)
        behind = told.readable[told.readable.index(first.step) + 1 :]
        lines = sorted({fault.step.line for fault in told.faults} - {first.step.line})
        if len(told.faults) == 1 and behind and not self.unknown:
            finding += " The steps after it follow from it."
            if first.kind == "step" and told.distinct >= self.minimum_steps:
                credit = self.carried
        elif lines:
            finding += f" Look at line {', '.join(map(str, lines))} as well."
        return self._partly(told, symbols, credit, finding + reading, detail)

    def _unfinished(self, told: Account, symbols: Symbols, reading: str, detail: str) -> Verdict:
        if told.unreadable or told.doubtful or told.final == "undecided":
            finding = f"The derivation could not be followed to its end, so it waits for a person.{reading}"
            return Verdict(Status.UNDECIDED, Fraction(0), finding, detail)
        if self.unknown and told.readable:
            return self._partly(told, symbols, Fraction(0), f"No line says what {self.unknown} is.{reading}", detail)
        return Verdict.failed("There are no steps here.", detail)

    def _short(self, told: Account, reading: str, detail: str) -> Verdict:
        if told.unreadable or told.doubtful:
            finding = f"The result is right, but too few steps could be read, so it waits for a person.{reading}"
            return Verdict(Status.UNDECIDED, Fraction(0), finding, detail)
        finding = f"The result is right, but {self.minimum_steps} steps are asked for; you show {told.distinct}."
        finding += f" What is worked out beforehand is none of them.{reading}" if told.beforehand else reading
        return Verdict.partial(self.jumped, finding, detail) if self.jumped else Verdict.failed(finding, detail)

    def _partly(self, told: Account, symbols: Symbols, credit: Fraction, finding: str, detail: str) -> Verdict:
        """The best of the credits that apply; milestones add up."""
        passed = reached(milestones(self.milestones, symbols), told.sound, symbols, not self.unknown)
        earned = min(sum((milestone.credit for milestone in passed), Fraction(0)), Fraction(99, 100))
        if passed:
            finding += f" You reached {len(passed)} of {len(self.milestones)} milestones."
        best = max(credit, earned)
        return Verdict.partial(best, finding, detail) if best else Verdict.failed(finding, detail)


def _lines(got: Value) -> str | None:
    """The text of a derivation; a list holds its lines."""
    lines = [typed(line) for line in got] if isinstance(got, list) and got else [typed(got)]
    return None if None in lines else "\n".join(map(str, lines))


def _ended(told: Account, truth: str) -> Verdict:
    """Whether the last line is this formula, however it was reached: how a declared mistake is recognised."""
    if told.final == "equal":
        return Verdict.passed()
    return Verdict.failed("The last line is another formula.", f"expected to end in {truth}")


def _formula(what: str, text: str, symbols: Symbols) -> Node:
    try:
        return expected(text, symbols).node
    except ReadingError as problem:
        raise ValueError(f"{what} {text!r} cannot be read: {problem}") from None


def _said(fault: Fault) -> str:
    here = _short(plain(fault.step.node)) if fault.step.node else fault.step.text
    before = _short(plain(fault.before)) if fault.before else "the line before"
    if fault.comparison.kind == "equal":
        return f"this equation says nothing: {before} = {here}. {fault.comparison.reason}"
    if fault.kind == "equation":
        return f"the solution does not fulfil this equation. We read: {before} = {here}."
    if fault.kind == "start":
        return f"this is not what the question starts from. We read: {here}."
    return f"this step does not follow. We read: {here}; before it: {before}."


def _why(fault: Fault, symbols: Symbols) -> str:
    reason = fault.comparison.reason.replace("Your answer", "The step").replace("is asked for", "stands before it")
    if reason:
        return "" if fault.comparison.kind == "equal" else f" {reason}"
    if fault.kind != "step" or fault.step.node is None or fault.before is None:
        return ""
    found = cause(fault.step.node, fault.before, symbols)
    return f" {found.replace('Your answer', 'The step')}" if found else ""


def _reading(told: Account) -> str:
    """What was left out, and where reading stopped."""
    said = ""
    if told.unreadable:
        step = told.unreadable[0]
        lines = sorted({other.line for other in told.unreadable})
        place = f"\n{step.problem.caret()}" if step.problem and step.problem.text else ""
        message = step.problem.message if step.problem else ""
        said += f" Line {', '.join(map(str, lines))} could not be read and was passed over: {message}{place}"
    if told.doubtful:
        lines = sorted({other.line for other in told.doubtful})
        said += f" Line {', '.join(map(str, lines))} could not be compared and was passed over."
    return said


def _short(text: str, limit: int = 160) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
