"""How the changed truth is put to the test: who hands it in, or whom it judges.

an answer that is computed     somebody hands the changed reference in
a law, or a count              a right sample is judged by the changed reference
a number, formula, choice …    somebody writes the changed one down
where a derivation ends        a right sample is judged by the changed formula
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from grader.errors import SpecError
from grader.judging import judge
from grader.model import Case, Criterion, Given, Observation, Raised, Reference, Returned, Status
from grader.mutation import Mutant
from grader.oracle import Failure
from grader.verify import written
from grader.verify.bench import Bench
from grader.verify.imagined import imaginable
from grader.verify.keeping import submission_key


@dataclass(frozen=True, slots=True)
class Trial:
    """The mutants of one criterion, and whether the truth as it is now earns everything."""

    mutants: Callable[[], Sequence[Mutant]]
    earns_all: Callable[[], bool]
    searchable: bool = False  # an input on which a mutant differs can be looked for
    missing: str = ""  # why it cannot be held
    depends: str = ""  # on what it hangs besides the criterion


def trial(bench: Bench, criterion: Criterion) -> Trial | None:
    """None where there is nothing to change."""
    if imaginable(criterion):
        if isinstance(criterion.expect, Reference) and criterion.ask.kind == "call":
            return Trial(lambda: _of_references(bench, criterion), lambda: _handed_in(bench, criterion), True)
        return _written(bench, criterion)
    if criterion.kind == "derivation":
        return _derived(bench, criterion)
    if not any(isinstance(source, Reference) for source in _sources(criterion)):
        return None
    sample = bench.solving(criterion)
    if sample is None:
        missing = "its right answer is a law, and no sample in samples/ is right to be judged by its mutants; add one"
        return Trial(list, lambda: False, missing=missing)
    depends = submission_key(bench.plan, bench.opened(sample))
    return Trial(
        lambda: _of_references(bench, criterion), lambda: _judged_right(bench, criterion, criterion), depends=depends
    )


def _derived(bench: Bench, criterion: Criterion) -> Trial | None:
    """The formula at which a derivation arrives is changed, since its lines are not a formula that can be."""
    right, sample = written.answer(criterion), bench.solving(criterion)
    if right is None:
        return None
    if sample is None:
        missing = "no derivation in samples/ is right to be judged by changed formulas; add one"
        return Trial(list, lambda: False, missing=missing)
    return Trial(
        lambda: written.mutants(right, criterion, str(bench.place.spec)),
        lambda: _judged_right(bench, criterion, replace(criterion, expect=Given(right.value))),
        depends=submission_key(bench.plan, bench.opened(sample)),
    )


def _sources(criterion: Criterion) -> list[Any]:
    return [part.expect or criterion.expect for part in criterion.parts]


def _of_references(bench: Bench, criterion: Criterion) -> list[Mutant]:
    """Of every reference that the criterion names; a change that two of them share is one."""
    paths = dict.fromkeys(source.path for source in _sources(criterion) if isinstance(source, Reference))
    found: dict[str, Mutant] = {}
    for path in paths:
        for mutant in bench.oracle.mutants(path, tuple(criterion.ask.arguments)):
            found.setdefault(mutant.name, mutant)
    return list(found.values())


def _handed_in(bench: Bench, criterion: Criterion) -> bool:
    assert isinstance(criterion.expect, Reference)
    function = bench.oracle.function(criterion.expect.path)
    seen: dict[str, Observation] = {}
    for case in bench.plan.cases[criterion.id]:
        value = bench.oracle.apply(function, criterion, case, criterion.expect.inputs)
        seen[case.id] = Raised(value.raises, "") if isinstance(value, Failure) else Returned(value)
    return _passes(bench, criterion, seen, bench.plan.wants)


def _judged_right(bench: Bench, criterion: Criterion, now: Criterion) -> bool:
    """Whether the sample that is right in a criterion stays so, whatever is expected now."""
    sample = bench.solving(criterion)
    assert sample is not None
    question = bench.plan.assignment.questions[0]
    alone = replace(question, criteria=(replace(now, mistakes=()),))
    cases: Mapping[str, Sequence[Case]] = {criterion.id: bench.plan.cases[criterion.id]}
    try:
        wants = bench.oracle.expectations(replace(bench.plan.assignment, questions=(alone,)), cases)
    except SpecError:
        return False
    return _passes(bench, now, bench.evidence(sample).observations, wants)


def _written(bench: Bench, criterion: Criterion) -> Trial | None:
    right = written.answer(criterion)
    if right is None:
        return None
    ids = [case.id for case in bench.plan.cases[criterion.id]]
    return Trial(
        lambda: written.mutants(right, criterion, str(bench.place.spec)),
        lambda: _passes(bench, criterion, {name: Returned(right.value) for name in ids}, bench.plan.wants),
    )


def _passes(bench: Bench, criterion: Criterion, seen: Mapping[str, Observation], wants: Any) -> bool:
    report = judge(replace(criterion, mistakes=()), bench.plan.cases[criterion.id], seen, wants)
    return report.status is Status.PASSED
