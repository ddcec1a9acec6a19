"""Every `builds_on` of an assignment made ready: what the earlier call is given, its true results, what then is due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from grader import cases as laying
from grader.asking import ask
from grader.cases import cast
from grader.comparing import Wants, compare, wanted
from grader.consistency import formulas
from grader.consistency.own import read
from grader.diagnosis.deadline import Late, within
from grader.errors import Fault, SpecError
from grader.model import Ask, Assignment, BuildsOn, Case, Criterion, Given, Inputs, Part, Reference, Status, Value
from grader.oracle import Failure, Oracle
from grader.showing import show

SECONDS = 20.0  # of processor time, for a reference that is given what a student made up; a mark hangs on it


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One criterion and the earlier one it builds on."""

    later: Criterion
    earlier: Criterion
    calls: Mapping[str, Case]  # case of the later → the case under which the earlier result for it is observed
    truths: Mapping[str, Value]  # case of the later → the true earlier result
    oracle: Oracle

    def due(self, case: Case, result: Value) -> Value | None:
        """What is due in a case of the later criterion, given an earlier result; None where that has no answer."""
        built = self.later.builds_on
        assert built is not None
        if isinstance(built.expect, Given):
            return formulas.due(built.expect.value, built.name, result, self.later)
        source = replace(built.expect, inputs={**built.expect.inputs, built.name: result})
        try:
            with within(SECONDS):
                value = self.oracle.given(source, self.later, case)
        except Late:
            return None
        return None if isinstance(value, Failure) else value


def asks(links: Sequence[Link]) -> tuple[Ask, ...]:
    """The earlier calls on the inputs of later cases; answers and variables are observed anyway."""
    wanted = [(link.earlier, case) for link in links if link.earlier.ask.kind == "call" for case in link.calls.values()]
    made = (ask(earlier, case) for earlier, case in wanted)
    return tuple(one for one in made if one is not None)


def link(assignment: Assignment, cases: Mapping[str, Sequence[Case]], oracle: Oracle, wants: Wants) -> tuple[Link, ...]:
    """Every link; raises SpecError with one fault for each that cannot be trusted."""
    known = {criterion.id: criterion for criterion in assignment.criteria}
    faults: list[Fault] = []
    made: list[Link] = []
    for criterion in assignment.criteria:
        if criterion.builds_on is None or not criterion.parts:
            continue
        earlier = known[criterion.builds_on.criterion]
        if not earlier.parts:  # a student's own check sees nothing of it
            continue
        try:
            one = _link(criterion, earlier, cases[criterion.id], oracle)
            _agrees(one, cases[criterion.id], wants)
        except _Broken as broken:
            message = f"`builds_on` of criterion {criterion.id!r}: {broken}; nobody is graded until this is fixed"
            faults.append(Fault(assignment.file, *criterion.builds_on.at, message))
        else:
            made.append(one)
    if faults:
        raise SpecError(faults)
    return tuple(made)


class _Broken(Exception):
    """A link that cannot be trusted; the sentence goes on after "`builds_on` of criterion 'x': "."""


def _link(later: Criterion, earlier: Criterion, cases: Sequence[Case], oracle: Oracle) -> Link:
    built = later.builds_on
    assert built is not None
    if isinstance(built.expect, Reference):
        _takes(oracle, built.expect.path, built.name)
    calls = {case.id: _call(built, earlier, case, oracle) for case in cases}
    truths = {name: _truth(earlier, case, oracle) for name, case in calls.items()}
    return Link(later=later, earlier=earlier, calls=calls, truths=truths, oracle=oracle)


def _takes(oracle: Oracle, path: str, name: str) -> None:
    try:
        takes = oracle.takes(path, name)
    except LookupError as error:
        raise _Broken(f"reference {path} cannot be used: {error}") from None
    if not takes:
        raise _Broken(f"reference {path} takes no argument `{name}`, expected one for the earlier result")


def _call(built: BuildsOn, earlier: Criterion, case: Case, oracle: Oracle) -> Case:
    """The case under which the earlier result is observed: one of its own, or a call on the later's inputs."""
    if earlier.ask.kind != "call":
        return Case(id=f"{earlier.id}/1", criterion=earlier.id, part=None, inputs={})
    inputs = {**(_made(built, case, oracle) if built.inputs else case.inputs), **built.given}
    typed: dict[str, Value] = {}
    for name, word in earlier.ask.arguments.items():
        if name not in inputs:
            raise _Broken(f"inputs {built.inputs} gave no `{name}`, with which {earlier.id!r} is called")
        try:
            typed[name] = cast(inputs[name], word)
        except (ValueError, TypeError) as error:
            raise _Broken(
                f"`{name}` for {earlier.id!r} is {show(inputs[name], 60)}, expected {word} ({error})"
            ) from None
    return Case(id=f"{earlier.id}>{case.id}", criterion=earlier.id, part=None, inputs=typed)


def _made(built: BuildsOn, case: Case, oracle: Oracle) -> Inputs:
    try:
        maker = oracle.generator(built.inputs)
    except LookupError as error:
        raise _Broken(f"inputs {built.inputs} cannot be used: {error}") from None
    try:
        made = maker(**case.inputs)
    except Exception as error:  # noqa: BLE001 -- a teacher's function may raise anything; it is reported as theirs
        raise _Broken(f"inputs {built.inputs} raised {type(error).__name__}: {error}, in case {case.id}") from None
    if not isinstance(made, Mapping):
        raise _Broken(f"inputs {built.inputs} gave {show(made, 60)}, expected a dict of arguments")
    return made


def _truth(earlier: Criterion, case: Case, oracle: Oracle) -> Value:
    try:
        return oracle.expected(earlier, earlier.parts[0], case)
    except SpecError as error:
        raise _Broken(error.faults[0].message) from None


def _agrees(one: Link, cases: Sequence[Case], wants: Wants) -> None:
    """With the true earlier result the later one must come out as the criterion expects it anyway."""
    for part, case in _judged(one.later, cases):
        truth = read(one.earlier.kind, one.earlier.judge, one.truths[case.id], one.truths[case.id])
        value = None if truth is None else one.due(case, truth)
        want = wants.want(one.later.id, part.id, case.id)
        if value is None:
            raise _Broken(f"nothing follows from the true result {show(one.truths[case.id], 80)} in case {case.id}")
        verdict = compare(part.judge or one.later.judge, wanted(part, value), wanted(part, want))
        if verdict.status is not Status.PASSED:
            raise _Broken(
                f"from the true result {show(one.truths[case.id], 80)} follows {show(value, 80)} in case {case.id}, "
                f"but {show(want, 80)} is expected"
            )


def _judged(criterion: Criterion, cases: Sequence[Case]) -> Iterator[tuple[Part, Case]]:
    return ((part, case) for part in criterion.parts for case in laying.of_part(criterion, part, cases))
