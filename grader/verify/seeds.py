"""The same verdicts whatever is drawn: over twenty seeds the reference is right and every mistake is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from grader import pipeline
from grader.errors import SpecError
from grader.judging import judge
from grader.model import Criterion, Status
from grader.pipeline import Plan
from grader.verify import mistakes
from grader.verify.bench import PATIENCE, Bench, Sample, differences
from grader.verify.imagined import imaginable, right
from grader.verify.keeping import Kept, criterion_key, submission_key
from grader.verify.proof import Proof
from grader.verify.trials import Lost, outcomes

SEEDS = 20
SECONDS = 120.0  # for everything with one seed


def prove(bench: Bench, kept: Kept) -> Iterator[Proof]:
    """A row per criterion that is drawn, and one for a right sample."""
    drawn = [row for row in bench.plan.assignment.criteria if _drawn(bench.plan, row) and imaginable(row)]
    found: dict[str, list[str]] = {}

    def look(criterion: Criterion) -> Proof:
        if not found:
            found.update(_over_seeds(bench))
        said = found.get(criterion.id, []) + found.get("", [])
        return _row(criterion.id, said)

    for criterion in drawn:
        key = criterion_key(bench.plan, criterion)
        yield kept.or_else("seeds", criterion.id, key, lambda one=criterion: look(one))  # type: ignore[misc]
    for sample in bench.solutions[:1]:
        key = submission_key(bench.plan, bench.opened(sample), "seeds")
        yield kept.or_else("seeds", sample.name, key, lambda one=sample: _sample(bench, one))  # type: ignore[misc]


def _drawn(plan: Plan, criterion: Criterion) -> bool:
    """Whether a seed makes any difference to it."""
    return any("times" in one.__slots__ for one in _sources(criterion)) and bool(plan.cases[criterion.id])


def _sources(criterion: Criterion) -> list[Any]:
    return [*criterion.cases, *(source for part in criterion.parts for source in part.cases)]


def seeds(bench: Bench) -> list[int]:
    """Twenty others than the one of the assignment."""
    own = bench.plan.assignment.seed
    return [own + 1 + number for number in range(SEEDS)]


def _over_seeds(bench: Bench) -> dict[str, list[str]]:
    """Criterion → what went otherwise, a half-sentence for each; under "" what concerns all of them."""
    found: dict[str, list[str]] = defaultdict(list)
    trials = [lambda s=seed: _with_seed(bench, s) for seed in seeds(bench)]
    for number, (index, said) in enumerate(outcomes(trials, SECONDS), 1):
        bench.tell(f"seeds: {number} of {SEEDS}")
        if isinstance(said, Lost):
            found[""].append(f"with seed {seeds(bench)[index]} nothing came back")
            continue
        for criterion, sentence in said:
            found[criterion].append(sentence)
    return found or {"": []}


def _with_seed(bench: Bench, seed: int) -> list[tuple[str, str]]:
    try:
        plan = pipeline.prepare(bench.place.spec, bench.place.root, seed=seed)
    except SpecError as error:
        return [("", f"with seed {seed} the assignment cannot be prepared: {error.faults[0].message}")]
    said = []
    for criterion in plan.assignment.criteria:
        if not imaginable(criterion):
            continue
        report = judge(criterion, plan.cases[criterion.id], right(plan, criterion), plan.wants)
        if report.status is not Status.PASSED:
            said.append((criterion.id, f"with seed {seed} the reference earns {report.credit} of the credit"))
    for proof in mistakes.rows(plan):
        if not proof.holds:
            criterion_id, _, mistake = proof.subject.partition(" / ")
            said.append((criterion_id, f"with seed {seed} the mistake {mistake} {proof.sentence}"))
    return said


def _row(subject: str, said: list[str]) -> Proof:
    if not said:
        return Proof("seeds", subject, True)
    more = f" (and {len(said) - 1} more)" if len(said) > 1 else ""
    return Proof("seeds", subject, False, f"{said[0]}{more}")


def _sample(bench: Bench, sample: Sample) -> Proof:
    """A right sample under every seed; its written answers do not change, its calls do."""
    said = []
    submission = bench.opened(sample)
    for number, seed in enumerate(seeds(bench), 1):
        bench.tell(f"seeds: {sample.name}, {number} of {SEEDS}")
        plan = without_mistakes(pipeline.prepare(bench.place.spec, bench.place.root, seed=seed))
        wrong = differences(bench.grade(plan, submission, PATIENCE), sample)
        said += [f"with seed {seed} {', '.join(wrong)}"] if wrong else []
    return _row(sample.name, said)


def without_mistakes(plan: Plan) -> Plan:
    """The same plan for hand-ins that make none."""
    questions = tuple(
        replace(question, criteria=tuple(replace(row, mistakes=()) for row in question.criteria))
        for question in plan.assignment.questions
    )
    return replace(plan, assignment=replace(plan.assignment, questions=questions))
