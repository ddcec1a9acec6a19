"""An assignment as text becomes an Assignment, or every fault of the text at once.

    load(path)    reads assignment.yaml; raises SpecError with file:line:column, what was found and what was expected
    schema()      the same grammar for editors, as a JSON Schema

The road inside: compose (YAML events → values that know their place) → forms (one mapping at a time, by pydantic) →
criteria, parts, inputs, sources, judges, lateness (what the keys mean together) → the frozen values of grader.model.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from grader.errors import RequestError, SpecError
from grader.model import Assignment, Criterion, Limits, Question
from grader.spec import building, criteria, lateness
from grader.spec.compose import Map, Place, Seq, read
from grader.spec.desk import Desk
from grader.spec.forms import AssignmentForm, LimitsForm, QuestionForm

__all__ = ["load", "schema"]


def load(path: Path) -> Assignment:
    """The assignment in a file, or in the assignment.yaml of a folder.

    Raises SpecError with all faults of the specification, RequestError where there is nothing to read.
    """
    file = path / "assignment.yaml" if path.is_dir() else path
    try:
        data = file.read_bytes()
    except OSError as error:
        raise RequestError(f"{file} cannot be read ({error.strerror}); expected an assignment.yaml") from None
    return parse(data, str(file))


def parse(data: bytes, file: str) -> Assignment:
    """The same for the bytes of a file."""
    raw = read(data, file)
    desk = Desk(file)
    form = desk.take(AssignmentForm, raw, raw.at, "the assignment")
    limits = _limits(desk, raw)
    due, late = lateness.due(desk, raw), lateness.late(desk, raw)
    questions = _questions(desk, raw)
    if desk.faults or form is None:
        raise SpecError(desk.faults)
    return Assignment(
        id=form.assignment,
        title=form.title,
        seed=form.seed,
        questions=questions,
        digest=hashlib.sha256(data).hexdigest(),
        file=file,
        limits=limits,
        due=due,
        late=late,
    )


def schema() -> dict[str, Any]:
    """The JSON Schema of an assignment, checker kinds and their settings included."""
    from grader.spec.editors import schema as made  # imports every checker

    return made()


def _limits(desk: Desk, raw: Map) -> Limits:
    if raw.get("limits") is None:
        return Limits()
    form = desk.take(LimitsForm, raw["limits"], raw.values_at["limits"], "`limits`")
    if form is None:
        return Limits()
    if form.seconds > form.total_seconds:
        desk.fault(
            raw.values_at["limits"],
            f"`seconds` is {form.seconds:g} but `total_seconds` is {form.total_seconds:g}, expected a total that is "
            "at least as long",
        )
    return Limits(**form.model_dump())


def _questions(desk: Desk, raw: Map) -> tuple[Question, ...]:
    seen: dict[str, dict[str, Place]] = {"question": {}, "criterion": {}}
    found = _all(desk, raw, "questions", "the assignment")
    read = [_question(desk, item, at, seen) for item, at in found]
    questions = tuple(question for question in read if question is not None)
    building.check(desk, raw, [criterion for question in questions for criterion in question.criteria])
    return questions


def _question(desk: Desk, raw: Any, at: Place, seen: dict[str, dict[str, Place]]) -> Question | None:
    form = desk.take(QuestionForm, raw, at, "a question")
    if form is None:
        return None
    _note(desk, raw, seen["question"], "question")
    rows: list[Criterion] = []
    for item, place in _all(desk, raw, "criteria", f"question {form.id!r}"):
        row = criteria.read(desk, item, place)
        if isinstance(item, Map):
            _note(desk, item, seen["criterion"], "criterion")
        if row is not None:
            rows.append(row)
    return Question(
        id=form.id,
        title=form.title,
        prompt=form.prompt.strip(),
        criteria=tuple(rows),
        conventions=tuple(sentence.strip() for sentence in form.conventions),
    )


def _all(desk: Desk, raw: Map, key: str, owner: str) -> list[tuple[Any, Place]]:
    if key not in raw:
        return []  # its absence is noted by the form
    items = desk.items(raw[key], raw.values_at[key], key)
    if not items and isinstance(raw[key], Seq):
        desk.fault(raw.values_at[key], f"`{key}` of {owner} is empty, expected at least one")
    return items


def _note(desk: Desk, raw: Map, places: dict[str, Place], what: str) -> None:
    name = raw.get("id")
    if isinstance(name, str):
        criteria.double_ids(desk, places, raw, name, what)
        places.setdefault(name, raw.at)
