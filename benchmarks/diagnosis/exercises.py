"""The shipped exercises whose answers are numbers or arrays, and what a diagnosis says of a student's function."""

from __future__ import annotations

import functools
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from grader import cases as laying
from grader import spec
from grader.comparing import Wants
from grader.course import Course
from grader.diagnosis import Detective, Diagnose
from grader.judging import judge
from grader.model import Assignment, Case, Criterion, CriterionReport, Observation, Raised, Returned
from grader.oracle import Failure, Oracle
from grader.pipeline import prepare

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("close", "exact", "number")
Student = Callable[..., Any]


@dataclass(frozen=True)
class Exercise:
    """One criterion as if no mistake had been declared for it."""

    assignment: str
    criterion: Criterion
    cases: Sequence[Case]
    wants: Wants
    diagnose: Diagnose

    @property
    def name(self) -> str:
        return f"{self.assignment}/{self.criterion.id}"

    @property
    def function(self) -> str:
        """The name of the function that is asked for."""
        return self.criterion.ask.name

    def hand_in(self, student: Student) -> CriterionReport:
        """The report on a function."""
        return self.told(self.run(student))

    def run(self, student: Student) -> dict[str, Any]:
        """What a function gives on every case."""
        oracle = Oracle(ROOT)
        return {case.id: oracle.apply(student, self.criterion, case) for case in self.cases}

    def mistaken(self, mistake: str) -> CriterionReport:
        """The report on somebody who makes a declared mistake."""
        return self.told(self.answers(mistake))

    def answers(self, mistake: str) -> dict[str, Any]:
        """What a declared mistake gives on every case."""
        part = self.criterion.parts[0].id
        return {case.id: self.wants.mistaken(self.criterion.id, mistake, part, case.id) for case in self.cases}

    def told(self, values: Mapping[str, Any]) -> CriterionReport:
        """The report on these answers."""
        seen: dict[str, Observation] = {
            case: Raised(value.raises, "") if isinstance(value, Failure) else Returned(value)
            for case, value in values.items()
        }
        alone = replace(self.criterion, mistakes=())
        return judge(alone, self.cases, seen, self.wants, diagnose=self.diagnose)


@functools.cache
def exercises(draw: int = 0) -> tuple[Exercise, ...]:
    """All of them, in the order of the folders; with other inputs, by the same laws, for every other draw."""
    return tuple(_exercises(draw))


def _exercises(draw: int) -> Iterator[Exercise]:
    for file in sorted(ROOT.glob("assignments/*/assignment.yaml")):
        assignment = spec.load(file)
        assignment = replace(assignment, seed=assignment.seed + draw)
        course = Course(ROOT)
        oracle = Oracle(course)
        cases = laying.lay_out(assignment, oracle.generator)
        wants = oracle.expectations(assignment, cases)
        diagnose = Detective(course, cases, wants)
        yield from _of(assignment, cases, wants, diagnose)


def _of(
    assignment: Assignment, cases: Mapping[str, Sequence[Case]], wants: Wants, diagnose: Diagnose
) -> Iterator[Exercise]:
    for criterion in assignment.criteria:
        if criterion.ask.kind == "call" and criterion.kind in KINDS:
            yield Exercise(assignment.id, criterion, cases[criterion.id], wants, diagnose)


@functools.cache
def elsewhere() -> tuple[Exercise, ...]:
    """Those of a course that is not shipped."""
    here = Path(__file__).parent / "elsewhere"
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "reference").mkdir()
        shutil.copy(here / "reference.py", root / "reference" / "elsewhere.py")
        plan = prepare(here / "assignment.yaml", root)
        found = tuple(_of(plan.assignment, plan.cases, plan.wants, plan.diagnose))
        for exercise in found:  # the sources are read when a criterion is first failed, and the folder does not stay
            exercise.told(dict.fromkeys(case.id for case in exercise.cases))
    return found


def of(function: str, draw: int = 0) -> Exercise:
    """The first exercise that asks for this function."""
    return next(exercise for exercise in exercises(draw) if exercise.function == function)
