"""Written answers changed in one place: a number that is off, a formula with another sign, factor, index or end.

For formulas this asks the checker itself: does it tell a wrong formula from the right one on the values it draws?
Tables and choices are changed in entries.py.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

from grader.model import Criterion, Given
from grader.mutation import Mutant
from grader.mutation.changes import changes
from grader.mutation.naming import ARROW
from grader.verify import entries

FORMULAS = ("expression", "interval", "number", "derivation")


class Answer:
    """What somebody writes; a mutant writes something else for a while."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def writing(self, other: Any) -> Callable[[], Callable[[], None]]:
        """How to write something else, and how to take it back."""

        def patch() -> Callable[[], None]:
            before, self.value = self.value, other

            def undo() -> None:
                self.value = before

            return undo

        return patch


def answer(criterion: Criterion) -> Answer | None:
    """The right answer where it can be changed."""
    given = criterion.expect
    if criterion.ask.kind != "answer" or not isinstance(given, Given):
        return None
    value = given.value
    whole = criterion.kind in ("table", "choice") or (criterion.kind == "number" and not isinstance(value, str | bool))
    if whole and value is not None:
        return Answer(value)
    if criterion.kind in FORMULAS and isinstance(value, str) and formula(value) is not None:
        return Answer(value)
    return None


def mutants(right: Answer, criterion: Criterion, file: str) -> list[Mutant]:
    """Every change of the answer; of those with one name the first."""
    found: dict[str, Mutant] = {}
    for was, now, other in _others(right.value, criterion):
        name = f"{was}{ARROW}{now}"
        found.setdefault(name, Mutant(name, file, criterion.at[0], was, now, right.writing(other)))
    return list(found.values())


def _others(value: Any, criterion: Criterion) -> Iterator[tuple[str, str, Any]]:
    if criterion.kind == "choice":
        yield from entries.chosen(criterion.judge.options, value)  # type: ignore[attr-defined]
    elif criterion.kind in FORMULAS and isinstance(value, str):
        yield from ((value, other, other) for other in _formulas(value))
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield from ((str(value), str(other), other) for other in _numbers(value))
    else:
        yield from entries.changed(value)


def _numbers(value: float) -> Iterator[float]:
    others = [value + 1, value - 1, -value, 2 * value, value / 2, 10 * value, value**2, 1 / value if value else 1]
    yield from (other for other in dict.fromkeys(others) if other != value)


def _formulas(text: str) -> Iterator[str]:
    function = formula(text)
    assert function is not None
    for change in changes(function):
        copy = formula(text)
        assert copy is not None
        change.make(copy)
        (statement,) = copy.body
        if isinstance(statement, ast.Return) and statement.value is not None:
            yield ast.unparse(ast.fix_missing_locations(statement.value))


def formula(text: str) -> ast.FunctionDef | None:
    """A formula as the body of a function, where it is also Python."""
    try:
        (function,) = ast.parse(f"def f():\n    return {text.replace('^', '**')}\n").body
    except (SyntaxError, ValueError):
        return None
    return function if isinstance(function, ast.FunctionDef) and len(function.body) == 1 else None
