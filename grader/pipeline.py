"""The road, said aloud: an assignment is prepared once, then every hand-in is observed, judged and scored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader import cases as laying
from grader import consistency, spec
from grader.asking import ask
from grader.comparing import Wants
from grader.consistency import Link
from grader.course import Course
from grader.deadlines import Deadlines
from grader.diagnosis import Detective, Diagnose, silent
from grader.digests import of_sources, of_texts
from grader.judging import judge_all
from grader.model import Ask, Assignment, Case, Criterion, CriterionReport, Earlier, Evidence, Report, Submission, Value
from grader.oracle import Oracle, literal_expectations
from grader.probe import wire
from grader.runners import observe
from grader.scoring import score

if TYPE_CHECKING:
    from grader.sandbox.box import Box

Cases = Mapping[str, tuple[Case, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An assignment ready to meet students: its cases are drawn and what is expected of each is known."""

    assignment: Assignment
    cases: Mapping[str, tuple[Case, ...]]  # criterion id → its cases
    asks: tuple[Ask, ...]  # for the student's code
    answers: tuple[str, ...]  # criteria answered on the sheet
    wants: Wants
    deadlines: Deadlines = field(default_factory=Deadlines)  # by when each hand-in was due, and when it came
    asked: Mapping[str, str]  # case id → a digest of what is asked there
    reference: str  # digest of reference/
    asked_digest: str  # changes when a student's code would be asked something else, and only then
    truth_digest: str  # changes with the specification and with anything in reference/
    links: tuple[Link, ...] = ()  # criteria that build on earlier ones
    diagnose: Diagnose = silent  # why values are wrong; nobody but a grader is told
    oracle: Oracle | None = None  # for inputs that are no cases; a student's own check has none


JudgeOne = Callable[[Plan, Criterion, Evidence], CriterionReport]


def prepare(path: Path, root: Path, seed: int | None = None) -> Plan:
    """Read an assignment, draw its cases, work out what is expected; every fault of the teacher's is raised here.

    `seed` stands in for the assignment's own, so that it can be shown that no verdict hangs on it.
    """
    assignment = spec.load(path) if seed is None else replace(spec.load(path), seed=seed)
    course = Course(root)
    oracle = Oracle(course)
    cases = laying.lay_out(assignment, oracle.generator)
    plan = _with_truth(assignment, cases, oracle, root)
    return replace(plan, diagnose=Detective(course, cases, plan.wants), oracle=oracle)


def prepare_visible(path: Path, root: Path | None) -> Plan:
    """The same for a student's own check: only what they may see, and no reference in a student edition."""
    assignment = spec.load(path)
    if root is None:
        assignment, cases = laying.visible(assignment, laying.lay_out(assignment, _no_generator))
        return _plan(assignment, cases, literal_expectations(assignment, cases), "")
    oracle = Oracle(root)
    assignment, cases = laying.visible(assignment, laying.lay_out(assignment, oracle.generator))
    return _with_truth(assignment, cases, oracle, root)


def see(plan: Plan, submission: Submission, box: Box) -> Evidence:
    """Run one hand-in and note what it did."""
    return observe(submission, plan.asks, plan.assignment.limits, plan.assignment.seed, box, answers=plan.answers)


def judge_one(plan: Plan, criterion: Criterion, evidence: Evidence) -> CriterionReport:
    """Judge one criterion; of the evidence nothing counts but what was observed."""
    reports = judge_all((criterion,), plan.cases, evidence, plan.wants, plan.diagnose)
    return consistency.better(plan.links, reports, plan.cases, evidence, plan.wants)[0]


def judge(plan: Plan, evidence: Evidence, one: JudgeOne = judge_one) -> Report:
    """Judge what was seen; runs nothing. A student edition may withhold all of a criterion."""
    reports = [one(plan, criterion, evidence) for criterion in plan.assignment.criteria if criterion.parts]
    return score(plan.assignment, reports, evidence)


def grade(plan: Plan, submission: Submission, box: Box) -> Report:
    """One hand-in, from files to report."""
    return judge(plan, see(plan, submission, box))


def _with_truth(assignment: Assignment, cases: Cases, oracle: Oracle, root: Path) -> Plan:
    wants = oracle.expectations(assignment, cases)
    links = consistency.link(assignment, cases, oracle, wants)
    return _plan(assignment, cases, wants, of_sources([root / "reference"]), links)


def _plan(assignment: Assignment, cases: Cases, wants: Wants, reference: str, links: tuple[Link, ...] = ()) -> Plan:
    criteria = assignment.criteria
    made = [ask(criterion, case) for criterion in criteria for case in cases[criterion.id]]
    asks = (*(one for one in made if one is not None), *consistency.asks(links))  # last: they can hold up no other
    answers = tuple(one.id for one in criteria if one.ask.kind == "answer" and "typed" in one.ask.places)
    asked = _asked(asks, answers)
    return Plan(
        assignment=assignment,
        cases=cases,
        asks=asks,
        answers=answers,
        wants=wants,
        asked=asked,
        reference=reference,
        asked_digest=of_texts(repr((list(asked.items()), assignment.limits, assignment.seed))),
        truth_digest=f"{assignment.digest} {reference}",
        links=links,
    )


def _asked(asks: Sequence[Ask], answers: Sequence[str]) -> dict[str, str]:
    """For every case a digest of the instructions for the probe, down to the last bit of each argument."""
    asked = {}
    for made in asks:
        buffers: list[bytes] = []
        steps = [[s.do, s.name, s.of, [[k, _tree(v, buffers)] for k, v in s.arguments.items()]] for s in made.steps]
        digest = hashlib.sha256(json.dumps([made.id, steps, made.keep]).encode())
        digest.update(b"".join(buffers))
        asked[made.id] = digest.hexdigest()
    for criterion in answers:  # looked up on the answer sheet, and also in what was printed where there is an ask
        case = f"{criterion}/1"
        asked[case] = of_texts("typed", asked.get(case, ""))
    return asked


def _tree(argument: Value | Earlier, buffers: list[bytes]) -> Any:
    if isinstance(argument, Earlier):
        return ["earlier", argument.step, argument.item]
    return wire.encode(argument, buffers)


def _no_generator(path: str) -> Callable[..., Any]:
    raise LookupError(f"a student edition draws no cases, yet it names the generator {path}")
