"""Milestones of a derivation: expressions on the way, each worth something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from grader.mathematics.answers import expected
from grader.mathematics.compare import compare
from grader.mathematics.form import Form, form
from grader.mathematics.lines import Step
from grader.mathematics.problems import ReadingError
from grader.mathematics.symbols import Symbols
from grader.mathematics.tree import Node


@dataclass(frozen=True, slots=True)
class Milestone:
    answer: Node
    credit: Fraction
    form: Form


def milestones(
    written: Sequence[Mapping[str, Any]], symbols: Symbols, start: Node | None = None
) -> tuple[Milestone, ...]:
    """The milestones of a specification; ValueError with a sentence where one makes no sense.

    In a chain of equal expressions every step is worth what it starts from: only a form tells a milestone from others.

    >>> from grader.mathematics.symbols import declare
    >>> milestones([{"answer": "2*x", "credit": "1/2"}], declare({"x": "real"}))[0].credit
    Fraction(1, 2)
    """
    made = tuple(_milestone(item, symbols) for item in written)
    if sum((item.credit for item in made), Fraction(0)) >= 1:
        raise ValueError("the credits of all milestones together must stay below 1")
    for item, text in zip(made, written, strict=True):
        if start is not None and item.form == Form() and compare(item.answer, start, symbols).kind == "equal":
            raise ValueError(f"every step of the chain equals the milestone {text['answer']!r}; give it a form")
    return made


def _milestone(item: Mapping[str, Any], symbols: Symbols) -> Milestone:
    if not isinstance(item, Mapping) or not {"answer", "credit"} <= set(item) <= {"answer", "credit", "form"}:
        raise ValueError(f"a milestone has an answer, a credit, and perhaps a form; found {item!r}")
    try:
        node = expected(str(item["answer"]), symbols).node
    except ReadingError as problem:
        raise ValueError(f"the milestone {item['answer']!r} cannot be read: {problem}") from None
    try:
        credit = Fraction(str(item["credit"]))
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"the credit of a milestone is a fraction such as 1/4, not {item['credit']!r}") from None
    if not 0 < credit < 1:
        raise ValueError(f"the credit of a milestone lies between 0 and 1, not {credit}")
    return Milestone(node, credit, form(item.get("form", {}), symbols))


def reached(wanted: tuple[Milestone, ...], steps: Sequence[Step], symbols: Symbols) -> tuple[Milestone, ...]:
    """Those that one of the steps equals, in the form asked for."""
    return tuple(item for item in wanted if any(_is(item, step, symbols) for step in steps))


def _is(milestone: Milestone, step: Step, symbols: Symbols) -> bool:
    if step.node is None or step.label or milestone.form.fault(step.node):
        return False
    return compare(step.node, milestone.answer, symbols).kind == "equal"
