"""The reference, handed in by a student, earns everything; redone in single precision it still does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from grader.judging import judge
from grader.model import Checker, Criterion, CriterionReport, Observation, Reference, Returned, Status, Value
from grader.oracle import Failure
from grader.verify.bench import Bench
from grader.verify.imagined import imaginable, right
from grader.verify.keeping import Kept
from grader.verify.proof import Proof
from grader.verify.trials import outcomes

SECONDS = 20.0  # for one criterion in single precision
NARROW = 2.0  # a tolerance that leaves less room than this is worth a look
MOST = 1e9
MAKERS = ("zeros", "ones", "empty", "full", "eye", "identity", "linspace", "array", "asarray")


def prove(bench: Bench, kept: Kept) -> Iterator[Proof]:  # noqa: ARG001 -- every proof is asked alike
    """A row per criterion whose expected value is itself an answer."""
    for criterion in bench.plan.assignment.criteria:
        if imaginable(criterion):
            report = _report(bench, criterion, right(bench.plan, criterion))
            yield _row("reference", criterion, report, "the expected values themselves")


def prove_single(bench: Bench, kept: Kept) -> Iterator[Proof]:  # noqa: ARG001
    """A row per criterion with a tolerance: the reference redone in float32 stays within it."""
    criteria = [row for row in bench.plan.assignment.criteria if imaginable(row) and row.kind == "close"]
    redone = dict(outcomes([partial(_redone, bench, row) for row in criteria], SECONDS))
    for index, criterion in enumerate(criteria):
        bench.tell(f"float32: {index + 1} of {len(criteria)}")
        margin = redone[index]
        if isinstance(margin, float) and margin >= 1:
            yield _margin(criterion, margin)
            continue
        seen = {name: _rounded(value) for name, value in right(bench.plan, criterion).items()}
        report = _report(bench, criterion, seen)
        if report.status is not Status.PASSED:
            yield _row("float32", criterion, report, "the expected values rounded to single precision")
        elif isinstance(margin, float):
            said = "computed in single precision, the reference leaves its own tolerance; widen it"
            yield Proof("float32", criterion.id, False, said)
        else:
            yield _margin(criterion, _room(bench, criterion, seen))


def _margin(criterion: Criterion, margin: float) -> Proof:
    uses = "nothing" if margin >= MOST else f"1/{margin:.0f}" if margin >= 10 else f"1/{margin:.1f}"
    said = f"single precision uses up {uses} of the tolerance"
    facts = {"margin": float(f"{margin:.3g}")}
    return Proof("float32", criterion.id, True, said, warns=margin < NARROW, facts=facts)


def _row(kind: str, criterion: Criterion, report: CriterionReport, what: str) -> Proof:
    if report.status is Status.PASSED:
        return Proof(kind, criterion.id, True)
    why = report.finding or report.detail
    return Proof(kind, criterion.id, False, f"{what} earn {report.credit} of the credit: {why}")


def _report(bench: Bench, criterion: Criterion, seen: Mapping[str, Observation]) -> CriterionReport:
    return judge(criterion, bench.plan.cases[criterion.id], seen, bench.plan.wants)


def _rounded(observation: Observation) -> Observation:
    return Returned(single(observation.value)) if isinstance(observation, Returned) else observation


# ---- how much room there is ----


def _redone(bench: Bench, criterion: Criterion) -> float | None:
    """By what factor the tolerances could be narrower; below 1 where they are too narrow; None where it cannot be."""
    if not isinstance(criterion.expect, Reference) or criterion.ask.kind != "call":
        return None
    function = bench.oracle.function(criterion.expect.path)
    seen: dict[str, Observation] = {}
    with _in_single():
        for case in bench.plan.cases[criterion.id]:
            inputs = {name: _narrow(value) for name, value in case.inputs.items()}
            value = bench.oracle.apply(function, criterion, replace(case, inputs=inputs), criterion.expect.inputs)
            if isinstance(value, Failure):
                return None
            seen[case.id] = Returned(single(value))
    return _room(bench, criterion, seen)


def _room(bench: Bench, criterion: Criterion, seen: Mapping[str, Observation]) -> float:
    """The largest factor by which all tolerances may shrink before something fails, found by halving."""

    def passes(factor: float) -> bool:
        tighter = replace(
            criterion,
            mistakes=(),
            judge=_tighter(criterion.judge, factor),
            parts=tuple(
                replace(part, judge=_tighter(part.judge, factor) if part.judge else None) for part in criterion.parts
            ),
        )
        return _report(bench, tighter, seen).status is Status.PASSED

    if passes(MOST):
        return MOST
    low, high = (0.0, 9.0) if passes(1.0) else (-9.0, 0.0)
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (middle, high) if passes(10**middle) else (low, middle)
    return float(10**low)


def _tighter(checker: Checker, factor: float) -> Any:
    rtol, atol = getattr(checker, "rtol", None), getattr(checker, "atol", None)
    if rtol is None or atol is None:
        return checker
    return replace(checker, rtol=min(rtol / factor, 0.9), atol=atol / factor)  # type: ignore[type-var]


def _narrow(value: Value) -> Value:
    """An input as somebody who works in single precision is given it."""
    if isinstance(value, float):
        return np.float32(value)
    return single(value)


@contextmanager
def _in_single() -> Iterator[None]:
    """numpy makes single precision where it makes double by default; for use where nothing else runs meanwhile."""
    before = {name: getattr(np, name) for name in (*MAKERS, "float64")}
    for name in MAKERS:
        setattr(np, name, _defaulting(before[name]))
    np.float64 = np.float32  # type: ignore[misc, assignment]
    try:
        yield
    finally:
        for name, original in before.items():
            setattr(np, name, original)


def _defaulting(make: Callable[..., Any]) -> Callable[..., Any]:
    def made(*positional: Any, **named: Any) -> Any:
        array = make(*positional, **named)
        return array.astype(np.float32) if getattr(array, "dtype", None) == "float64" else array

    return made


def single(value: Value) -> Value:
    """The same value as somebody who computes in single precision has it.

    >>> single((1.0, {"a": 0.1}))
    (1.0, {'a': 0.10000000149011612})
    """
    if isinstance(value, float):
        return float(np.float32(value))
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return value.astype(np.float32)
    if isinstance(value, list):
        return [single(item) for item in value]
    if isinstance(value, tuple):
        return tuple(single(item) for item in value)
    if isinstance(value, dict):
        return {key: single(item) for key, item in value.items()}
    return value
