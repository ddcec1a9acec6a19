"""The student edition of an assignment: the same grammar, holding only what students may see.

Visible cases are written down with what is expected of them, so that a self-check needs no reference code. Everything
else is left out: hidden cases, references, generators, relations, mistakes, the seed. `withheld:` says how much.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from grader import cases as laying
from grader import spec
from grader.errors import InternalError, SpecError
from grader.model import (
    Assignment,
    Case,
    Checker,
    Criterion,
    Given,
    Inputs,
    Limits,
    Part,
    Question,
    Value,
    Visibility,
)
from grader.oracle import Expectations, Oracle
from grader.spec import lateness
from grader.spec.asks import EVERYWHERE
from grader.spec.emit import Unwritable, emit, flow
from grader.spec.testing import TESTS

Cases = Mapping[str, Sequence[Case]]

HEAD = """\
# The part of this assignment that you may see. `grader check` compares your work with the cases below;
# `withheld` counts what waits for the real grading.

"""


def student_edition(assignment: Assignment, oracle: Oracle) -> str:
    """The text of the student's assignment.yaml; every visible case that can be written down is frozen in it."""
    laid = laying.lay_out(assignment, oracle.generator)
    seen, some = laying.visible(assignment, laid)
    wants = oracle.expectations(seen, some)
    kept = {row.id: _freezable(row, some[row.id], wants) for row in seen.criteria}
    open_ = {
        name: tuple(dataclasses.replace(case, visible=case.id in kept[name]) for case in cases)
        for name, cases in laid.items()
    }
    seen, some = laying.visible(assignment, open_)
    text = HEAD + emit(_assignment(seen, some, wants))
    _prove(text, seen, some)
    return text


def _freezable(row: Criterion, cases: Sequence[Case], wants: Expectations) -> set[str]:
    """The cases whose inputs and expected values survive being written and read."""
    lost = set()
    for part in row.parts:
        for case in laying.of_part(row, part, cases):
            if not _survives(wants.want(row.id, part.id, case.id)):
                lost.add(case.id)
    return {case.id for case in cases if case.id not in lost and all(map(_survives, case.inputs.values()))}


def _survives(value: Value) -> bool:
    """A value that YAML can hold; not so relations, complex numbers, and empty arrays of more than one axis."""
    if isinstance(value, np.ndarray):
        if value.ndim == 0 or value.dtype.kind not in "fiub":
            return False
        return bool(value.size) or value.ndim == 1
    if isinstance(value, Mapping):
        return all(map(_survives, value.values())) and _writable(plain(value))
    if isinstance(value, (list, tuple)):
        return all(map(_survives, value))
    return _writable(value)


def _writable(value: Value) -> bool:
    try:
        flow(value)
    except Unwritable:
        return False
    return True


def plain(value: Value) -> Any:
    """Arrays and tuples as nested lists."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def _assignment(assignment: Assignment, cases: Cases, wants: Expectations) -> dict[str, Any]:
    limits = _changed(assignment.limits, Limits())
    return {
        "assignment": assignment.id,
        "title": assignment.title,
        "seed": 0,
        **lateness.written(assignment.due, assignment.late),
        **({"limits": limits} if limits else {}),
        "questions": [_question(question, cases, wants) for question in assignment.questions],
    }


def _question(question: Question, cases: Cases, wants: Expectations) -> dict[str, Any]:
    return {
        "id": question.id,
        "title": question.title,
        "prompt": question.prompt,
        **({"conventions": list(question.conventions)} if question.conventions else {}),
        "criteria": [_criterion(row, cases[row.id], wants) for row in question.criteria],
    }


def _criterion(row: Criterion, cases: Sequence[Case], wants: Expectations) -> dict[str, Any]:
    made: dict[str, Any] = {"id": row.id, "points": _number(row.points)}
    if row.title:
        made["title"] = row.title
    if row.visibility is not Visibility.HIDDEN and row.ask.kind not in ("answer", "file"):
        made["visibility"] = row.visibility.value
    made |= _ask(row)
    shared = [case for case in cases if case.part is None]
    if any(not part.cases and part.expect is None for part in row.parts) and shared:
        made["cases"] = [_case(case, wants.want(row.id, _first_sharing(row).id, case.id)) for case in shared]
    made["parts"] = {part.id: _part(row, part, cases, wants) for part in row.parts}
    if row.parts:
        made["judge"] = _judge(row.kind, row.judge)
    if row.withheld.parts or row.withheld.cases:
        made["withheld"] = {"parts": row.withheld.parts, "cases": row.withheld.cases}
    return made


def _first_sharing(row: Criterion) -> Part:
    return next(part for part in row.parts if not part.cases and part.expect is None)


def _ask(row: Criterion) -> dict[str, Any]:
    ask = row.ask
    if ask.kind == "answer":
        return {"answer": list(ask.places) if len(ask.places) > 1 else ask.places[0]}
    if ask.kind == "test":
        return {"test": ask.name or EVERYWHERE} | ({"at": ask.at} if ask.at else {})
    made: dict[str, Any] = {ask.kind: ask.name}
    if ask.arguments:
        made["arguments"] = dict(ask.arguments)
    if ask.carry:
        made["carry"] = dict(ask.carry)
    if ask.over:
        made["over"] = list(ask.over)
    return made | ({"repeat": ask.repeat} if ask.repeat > 1 else {})


def _part(row: Criterion, part: Part, cases: Sequence[Case], wants: Expectations) -> dict[str, Any]:
    made: dict[str, Any] = {"weight": _number(part.weight)}
    if part.needs:
        made["needs"] = part.needs
    if part.pick is not None:
        made["pick"] = part.pick
    if part.arguments_unchanged:
        made["arguments_unchanged"] = True
    if part.visibility is not row.visibility:
        made["visibility"] = part.visibility.value
    if part.say:
        made["say"] = part.say
    if part.judge is not None:
        made["judge"] = _judge(type(part.judge).__module__.rpartition(".")[2], part.judge)
    if part.cases or part.expect is not None:
        own = laying.of_part(row, part, cases)
        values = [wants.want(row.id, part.id, case.id) for case in own]
        made["cases"] = [_case(case, value) for case, value in zip(own, values, strict=True)]
        if part.expect is not None:  # says that the wants of these cases are the picked item itself
            made["expect"] = {"value": plain(values[0])}
    return made


def _case(case: Case, want: Value) -> dict[str, Any]:
    inputs = {name: plain(value) for name, value in case.inputs.items()}
    if set(inputs) & set(TESTS):
        return {**inputs, "visible": True}
    return {"arguments": inputs, "visible": True, "want": plain(want)}


def _judge(kind: str, checker: Checker) -> dict[str, Any]:
    return {"kind": kind, **_settings(checker)}


def _settings(checker: Checker) -> dict[str, Any]:
    given = {}
    for field in dataclasses.fields(checker):  # type: ignore[arg-type]  # every Checker is a dataclass
        value = getattr(checker, field.name)
        default = field.default
        if field.default_factory is not dataclasses.MISSING:
            default = field.default_factory()
        if field.init and value != default:
            given[field.name] = _setting(value)
    return given


def _setting(value: Any) -> Any:
    if isinstance(value, Fraction):
        return _number(value)
    if isinstance(value, Mapping):
        return {key: _setting(item) for key, item in value.items()}
    return [_setting(item) for item in value] if isinstance(value, (list, tuple)) else value


def _changed(limits: Limits, usual: Limits) -> dict[str, Any]:
    return {
        field.name: getattr(limits, field.name)
        for field in dataclasses.fields(limits)
        if getattr(limits, field.name) != getattr(usual, field.name)
    }


def _number(value: Fraction) -> int | str:
    return value.numerator if value.denominator == 1 else f"{value.numerator}/{value.denominator}"


def _prove(text: str, seen: Assignment, cases: Cases) -> None:
    """The edition is read back before anybody gets it: the same rows, parts, visible inputs and weights."""
    try:
        found = spec.parse(text.encode(), "assignment.yaml")
        laid = laying.lay_out(found, _none)
    except SpecError as error:
        raise InternalError(f"the student edition of {seen.id} cannot be read back: {error}") from None
    for row, again in zip(seen.criteria, found.criteria, strict=True):
        parts = [(part.id, part.weight, part.needs, part.pick) for part in row.parts]
        if parts != [(part.id, part.weight, part.needs, part.pick) for part in again.parts]:
            raise InternalError(f"the student edition of {seen.id} changes the parts of {row.id}")
        known = {_key(case.inputs) for case in cases[row.id]}
        if known != {_key(case.inputs) for case in laid[row.id]} or not all(
            isinstance(case.want, Given) for case in laid[row.id]
        ):
            raise InternalError(f"the student edition of {seen.id} changes the cases of {row.id}")


def _key(inputs: Inputs) -> str:
    return repr([(name, getattr(value, "dtype", None), plain(value)) for name, value in inputs.items()])


def _none(path: str) -> Any:
    raise LookupError(f"a student edition names the generator {path}")
