"""The reference, changed in one place at a time, must lose marks; what survives names the case to add.

A mutant that computes the same on every case the laws can draw is listed, too: it may be another way to write the
truth, and only a person can say so.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from grader.judging import judge
from grader.model import Case, Criterion, Observation, Raised, Reference, Returned, Status
from grader.mutation import Mutant
from grader.oracle import Failure, Oracle
from grader.pipeline import Plan
from grader.verify.imagined import imaginable
from grader.verify.proof import Proof

SECONDS = 2.0  # for one mutant on all cases; a changed loop may never end


class _Endless(BaseException):  # not an Exception, so that nothing on the way swallows it
    """A mutant that did not come back."""


def prove(plan: Plan, oracle: Oracle) -> Iterator[Proof]:
    """A row per criterion with a reference function: how many of its mutants lose marks, and which do not."""
    for criterion in plan.assignment.criteria:
        if imaginable(criterion) and isinstance(criterion.expect, Reference) and criterion.ask.kind == "call":
            yield _row(plan, criterion, oracle)


def _row(plan: Plan, criterion: Criterion, oracle: Oracle) -> Proof:
    assert isinstance(criterion.expect, Reference)
    survivors, count = [], 0
    for mutant in oracle.mutants(criterion.expect.path):
        count += 1
        if survives(plan, criterion, oracle, mutant):
            survivors.append(str(mutant))
    killed = count - len(survivors)
    score = f"{killed} of {count} mutants lose marks"
    if not survivors:
        return Proof("mutants", criterion.id, True, score)
    listed = "\n".join(f"    {line}" for line in survivors)
    return Proof("mutants", criterion.id, killed >= 0.95 * count, f"{score}; these do not:\n{listed}")


def survives(plan: Plan, criterion: Criterion, oracle: Oracle, mutant: Mutant) -> bool:
    """Whether somebody who hands this mutant in would earn everything."""
    try:
        with _in_time(SECONDS):
            seen = _seen(plan.cases[criterion.id], lambda case: oracle.apply(mutant.function, criterion, case))
    except _Endless:
        return False
    return judge(criterion, plan.cases[criterion.id], seen, plan.wants).status is Status.PASSED


def _seen(cases: tuple[Case, ...], run: Callable[[Case], Any]) -> Mapping[str, Observation]:
    seen: dict[str, Observation] = {}
    for case in cases:
        value = run(case)
        seen[case.id] = Raised(value.raises, "") if isinstance(value, Failure) else Returned(value)
    return seen


@contextmanager
def _in_time(seconds: float) -> Iterator[None]:
    """A deadline for code of a teacher's that we have changed; where there are no alarms, there is none."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def late(*_: object) -> None:
        raise _Endless

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
