"""Milestones of a derivation: expressions on the way, each worth something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from grader.mathematics.answers import expected
from grader.mathematics.compare import compare
from grader.mathematics.evaluate import Budget
from grader.mathematics.form import Form, form
from grader.mathematics.lines import Step
from grader.mathematics.problems import ReadingError
from grader.mathematics.symbols import Symbols
from grader.mathematics.tree import Index, Mean, Name, Node, Repeated, walk

OPERATIONS = 100_000


@dataclass(frozen=True, slots=True)
class Milestone:
    answer: Node
    credit: Fraction
    form: Form


def milestones(written: Sequence[Mapping[str, Any]], symbols: Symbols) -> tuple[Milestone, ...]:
    """The milestones of a specification; ValueError with a sentence where one makes no sense.

    In a chain of equal expressions every step is worth what it starts from. So what tells a milestone there is how it
    is written: in its `form`, or with the same symbols, sums and expectations.

    >>> from grader.mathematics.symbols import declare
    >>> milestones([{"answer": "2*x", "credit": "1/2"}], declare({"x": "real"}))[0].credit
    Fraction(1, 2)
    """
    made = tuple(_milestone(item, symbols) for item in written)
    if sum((item.credit for item in made), Fraction(0)) >= 1:
        raise ValueError("the credits of all milestones together must stay below 1")
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


def reached(
    wanted: tuple[Milestone, ...], steps: Sequence[Step], symbols: Symbols, in_a_chain: bool
) -> tuple[Milestone, ...]:
    """Those that one of the steps equals, written as asked for."""
    budget = Budget(OPERATIONS)

    def found(item: Milestone) -> bool:
        return any(
            _candidate(item, step, in_a_chain) and step.node is not None and _equal(step.node, item, symbols, budget)
            for step in steps
        )

    return tuple(item for item in wanted if found(item))


def _equal(node: Node, milestone: Milestone, symbols: Symbols, budget: Budget) -> bool:
    return compare(node, milestone.answer, symbols, budget=budget).kind == "equal"


def _candidate(milestone: Milestone, step: Step, in_a_chain: bool) -> bool:
    if step.node is None or step.label or milestone.form.fault(step.node):
        return False
    return not in_a_chain or _alike(milestone, step.node)


def _alike(milestone: Milestone, node: Node) -> bool:
    """Written in the form asked for; without one, with the same symbols, elements, sums and expectations."""
    if milestone.form != Form():
        return not milestone.form.fault(node)
    return _ingredients(milestone.answer) == _ingredients(node)


def _ingredients(node: Node) -> set[object]:
    bound = {below.index for below in walk(node) if isinstance(below, Repeated)}
    found: set[object] = set()
    for below in walk(node):
        if isinstance(below, Index):
            free = not any(isinstance(place, Name) and place.name in bound for place in walk(below))
            found.add(below if free else below.name)
        elif isinstance(below, Name) and below.name not in bound:
            found.add(below.name)
        elif isinstance(below, Repeated | Mean):
            found.add(type(below).__name__)
    return found
