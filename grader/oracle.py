"""The only door to reference/: what is expected of each case, known before any student's code runs.

A reference is a function in the folder reference/ beside assignments/, called with a case's inputs by name, by the
same little program as the student's function (asking.py). Whatever is wrong with it is the teacher's fault and stops
the grading with a SpecError: it raises, returns nothing or NaN, or disagrees with a value written in the assignment.
A *mistake* may raise: who makes it gets the same exception, so that is what is expected (`Failure`).
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from grader.asking import program
from grader.cases import of_part
from grader.comparing import unusable, wanted
from grader.course import Course
from grader.errors import Fault, SpecError
from grader.model import (
    Assignment,
    Case,
    Criterion,
    Earlier,
    Given,
    Inputs,
    Mistake,
    Part,
    Reference,
    Relation,
    Source,
    Status,
    Step,
    Value,
)
from grader.mutation import Mutant, mutants
from grader.showing import show


@dataclass(frozen=True, slots=True)
class Failure:
    """A mistake that raises on a case; so does whoever makes it."""

    raises: str  # the exception's type
    message: str = ""


@dataclass(frozen=True, slots=True)
class Expectations:
    """What is expected of every case of every part, and what each declared mistake would give instead.

    Values are whole, also where a part picks one item of them; where a part has an expectation of its own, it is the
    item itself.
    """

    wants: Mapping[tuple[str, str, str], Value] = field(default_factory=dict)  # criterion, part, case
    mistakes: Mapping[tuple[str, str, str], Value] = field(default_factory=dict)  # criterion, mistake, case

    def want(self, criterion: str, part: str, case: str) -> Value:
        return self.wants[criterion, part, case]

    def mistaken(self, criterion: str, mistake: str, part: str, case: str) -> Value:  # noqa: ARG002
        return self.mistakes[criterion, mistake, case]


class Oracle:
    """The references of one course folder; several oracles live side by side without mixing."""

    def __init__(self, root: Path | Course, file: str = "assignment.yaml") -> None:
        self._course = root if isinstance(root, Course) else Course(root)
        self._file = file

    def generator(self, path: str) -> Callable[..., Any]:
        """A function of reference/ that makes inputs; LookupError with a sentence where there is none."""
        return functools.partial(self._course.call, self._course.find(path))

    def expectations(self, assignment: Assignment, cases: Mapping[str, Sequence[Case]]) -> Expectations:
        """Everything that is expected; raises SpecError with one fault for each reference that cannot be trusted."""
        told = Oracle(self._course, assignment.file)
        faults: dict[tuple[str, str], Fault] = {}
        wants: dict[tuple[str, str, str], Value] = {}
        mistakes: dict[tuple[str, str, str], Value] = {}
        for criterion in assignment.criteria:
            some = cases[criterion.id]
            for part in criterion.parts:
                for case in of_part(criterion, part, some):
                    try:
                        wants[criterion.id, part.id, case.id] = told.expected(criterion, part, case)
                    except SpecError as error:
                        faults.setdefault((criterion.id, _path(source_of(criterion, part, case))), error.faults[0])
            for mistake in criterion.mistakes:
                for case in some:
                    try:
                        mistakes[criterion.id, mistake.id, case.id] = told.mistaken(mistake, criterion, case)
                    except SpecError as error:
                        faults.setdefault((criterion.id, _path(mistake.expect)), error.faults[0])
        if faults:
            raise SpecError(list(faults.values()))
        return Expectations(wants, mistakes)

    def expected(self, criterion: Criterion, part: Part, case: Case) -> Value:
        """What is expected of a case; for a relation, the relation with the case's inputs bound."""
        source = source_of(criterion, part, case)
        if isinstance(source, Given):
            self._agree(criterion, part, case, source)
            value = settle(source.value)
            _Where(self._file, criterion, case, "the value", show(value, 60)).check_use(value, part)
            return value
        where = _Where(self._file, criterion, case, _kind(source), source.path)
        value = self._value(criterion, case, source, where)
        if isinstance(value, Failure):
            raise where.fault(f"raised {value.raises}: {value.message}")
        if isinstance(source, Reference):
            where.check(value)
            where.check_pick(value, part)
            where.check_use(value, part)
        return value

    def mistaken(self, mistake: Mistake, criterion: Criterion, case: Case) -> Value:
        """What somebody who makes this mistake gives; a Failure where the mistake itself raises."""
        source = mistake.expect
        if isinstance(source, Given):
            return settle(source.value)
        where = _Where(self._file, criterion, case, f"mistake {mistake.id!r},", source.path)
        return self._value(criterion, case, source, where)

    def given(self, source: Reference, criterion: Criterion, case: Case) -> Value:
        """What a reference gives on inputs that nobody vouches for, such as a student's; a Failure where it raises."""
        try:
            return self._value(criterion, case, source, _Where(self._file, criterion, case, "reference", source.path))
        except SpecError as error:
            return Failure("SpecError", error.faults[0].message)

    def takes(self, path: str, name: str) -> bool:
        """Whether a function of reference/ can be given an argument of that name; LookupError where there is none."""
        function = self._course.find(path)
        try:
            parameters = inspect.signature(function).parameters.values()
        except (TypeError, ValueError):  # written in another language
            return True
        by_position = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.VAR_POSITIONAL)
        named = {one.name for one in parameters if one.kind not in by_position}
        return name in named or any(one.kind is inspect.Parameter.VAR_KEYWORD for one in parameters)

    def function(self, path: str) -> Callable[..., Any]:
        """A function of reference/; LookupError with a sentence where there is none."""
        return self._course.find(path)

    def mutants(self, path: str, passed: Sequence[str]) -> list[Mutant]:
        """A reference function changed in one place at a time; `passed` are its arguments (see mutation.py)."""
        found: list[Mutant] = self._course.call(mutants, self._course.find(path), passed)
        return found

    def apply(
        self, function: Callable[..., Any], criterion: Criterion, case: Case, extra: Inputs | None = None
    ) -> Value:
        """What any function in the reference's stead gives on a case; a Failure where it raises."""
        try:
            return settle(self._run(function, criterion, {**case.inputs}, extra or {}))
        except Exception as error:  # noqa: BLE001 -- a changed reference may raise anything
            return Failure(type(error).__name__, str(error))

    def _value(self, criterion: Criterion, case: Case, source: Reference | Relation, where: _Where) -> Value:
        try:
            function = self._course.find(source.path)
        except LookupError as error:
            raise where.fault(f"cannot be used: {error}") from None
        if isinstance(source, Relation):
            return self._bound(function, case)
        try:
            value = self._run(function, criterion, {**case.inputs}, source.inputs)
        except Exception as error:  # noqa: BLE001 -- a teacher's function may raise anything; it is reported as theirs
            return Failure(type(error).__name__, str(error))
        try:
            return settle(value)
        except TypeError as error:
            raise where.fault(
                f"returned {error}, expected numbers, text, arrays, or lists and dicts of these"
            ) from None

    def _run(self, function: Callable[..., Any], criterion: Criterion, inputs: Inputs, extra: Inputs) -> Value:
        call = functools.partial(self._course.call, function)
        if criterion.ask.kind != "call":
            return call(**_copied({**inputs, **extra}))
        steps, keep = program(criterion.ask, inputs)
        results: list[Value] = []
        for step in steps:
            results.append(call(**_arguments(step, results), **_copied(extra)))
        return results[-1] if keep is None else [results[index] for index in keep]

    def _bound(self, function: Callable[..., Any], case: Case) -> Value:
        from grader.checkers._relation import Relation as Bound

        return Bound(functools.partial(self._course.call, function), _copied(case.inputs))

    def _agree(self, criterion: Criterion, part: Part, case: Case, given: Given) -> None:
        """A written value must be what its formula gives, as the criterion's own checker sees it."""
        formula = given.agrees_with
        if formula is None:
            return
        where = _Where(self._file, criterion, case, "reference", formula.path)
        value = self._value(criterion, case, formula, where)
        if isinstance(value, Failure):
            raise where.fault(f"raised {value.raises}: {value.message}")
        where.check(value)
        verdict = (part.judge or criterion.judge).judge(settle(given.value), value)
        if verdict.status is not Status.PASSED:
            said = f" ({verdict.detail or verdict.finding})"
            raise where.fault(f"gives {_short(value)}, but the assignment says {_short(given.value)}{said}")


def literal_expectations(assignment: Assignment, cases: Mapping[str, Sequence[Case]]) -> Expectations:
    """The same from written values alone, as a student edition has them; no reference/ is needed."""
    wants: dict[tuple[str, str, str], Value] = {}
    faults = []
    for criterion in assignment.criteria:
        for part in criterion.parts:
            for case in of_part(criterion, part, cases[criterion.id]):
                source = source_of(criterion, part, case)
                if isinstance(source, Given):
                    wants[criterion.id, part.id, case.id] = settle(source.value)
                else:
                    where = _Where(assignment.file, criterion, case, _kind(source), source.path)
                    faults.append(where.fault("is out of reach, expected a written value (`want:`)").faults[0])
    if faults:
        raise SpecError(faults)
    return Expectations(wants)


def source_of(criterion: Criterion, part: Part, case: Case) -> Source:
    """Where the right answer to a case comes from: what is nearest to the case counts."""
    if case.want is not None and (part.expect is None or case.part is not None):
        return case.want
    return part.expect or criterion.expect


def settle(value: Any) -> Value:
    """A value as checkers meet it: float64, no numpy scalars; TypeError naming what cannot be compared.

    >>> settle(np.float32(0.5)), settle((np.arange(2), True)), settle({"a": [np.int64(3)]})
    (0.5, (array([0., 1.]), True), {'a': [3]})
    """
    if hasattr(value, "detach"):  # a torch tensor
        value = value.detach().cpu().numpy()
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, (bool, int, float, complex, str)):
        return value
    if isinstance(value, np.ndarray):
        return _settled_array(value)
    if isinstance(value, (list, tuple)):
        return (
            type(value)(settle(item) for item in value) if type(value) in (list, tuple) else tuple(map(settle, value))
        )
    if isinstance(value, Mapping):
        return {settle(key): settle(item) for key, item in value.items()}
    name = type(value).__name__
    raise TypeError(f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}")


def _settled_array(value: np.ndarray[Any, Any]) -> Value:
    if value.dtype.kind in "iuf":
        return value.astype(np.float64)
    if value.dtype.kind == "c":
        return value.astype(np.complex128)
    if value.dtype.kind == "b":
        return value.copy()
    if value.dtype.kind == "U":
        return value.tolist()
    raise TypeError(f"an array of dtype {value.dtype}")


@dataclass(frozen=True, slots=True)
class _Where:
    """A reference at work on a case, for the sentence that says what is wrong with it."""

    file: str
    criterion: Criterion
    case: Case
    what: str
    path: str

    def fault(self, said: str) -> SpecError:
        message = (
            f"criterion {self.criterion.id!r}, case {self.case.id}: {self.what} {self.path} {said}; "
            "nobody is graded until this is fixed"
        )
        return SpecError([Fault(self.file, *self.criterion.at, message)])

    def check(self, value: Value) -> None:
        if value is None:
            raise self.fault("returned None, expected a value; does it end with `return`?")
        if _has_nan(value):
            raise self.fault(f"returned {_short(value)}, expected numbers without NaN")

    def check_pick(self, value: Value, part: Part) -> None:
        if part.pick is None or part.expect is not None:
            return
        try:
            value[part.pick]
        except (KeyError, IndexError, TypeError, ValueError):
            raise self.fault(f"returned {_short(value)}, expected something that holds {part.pick!r}") from None

    def check_use(self, value: Value, part: Part) -> None:
        """A judge that would leave everybody undecided is a fault, not a hundred hand-ins that wait."""
        judge = part.judge or self.criterion.judge
        why = unusable(judge, wanted(part, value))
        if why:
            kind = type(judge).__module__.rpartition(".")[2]
            raise self.fault(f"cannot be judged as {kind}: {why}")


def _kind(source: Source) -> str:
    return "relation" if isinstance(source, Relation) else "reference"


def _path(source: Source) -> str:
    if isinstance(source, Given):
        return source.agrees_with.path if source.agrees_with else ""
    return source.path


def _arguments(step: Step, results: Sequence[Value]) -> dict[str, Value]:
    """The arguments of a step, fresh copies; those of earlier results by way of `carry`."""
    return {name: _copied(_earlier(value, results)) for name, value in step.arguments.items()}


def _earlier(value: Value | Earlier, results: Sequence[Value]) -> Value:
    if not isinstance(value, Earlier):
        return value
    result = results[value.step]
    return result if value.item is None else result[value.item]


def _copied(value: Any) -> Any:
    """A copy that a reference may alter; tensors are seen as float64 arrays."""
    if isinstance(value, np.ndarray):
        return value.astype(np.float64) if value.dtype == np.float32 else value.copy()
    if isinstance(value, Mapping):
        return {key: _copied(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_copied(item) for item in value)
    return value


def _has_nan(value: Value) -> bool:
    if isinstance(value, (float, complex)):
        return value != value  # only NaN differs from itself
    if isinstance(value, np.ndarray):
        return bool(np.isnan(value).any()) if value.dtype.kind in "fc" else False
    if isinstance(value, Mapping):
        return any(map(_has_nan, value.values()))
    return any(map(_has_nan, value)) if isinstance(value, (list, tuple)) else False


def _short(value: Value) -> str:
    return show(value)
