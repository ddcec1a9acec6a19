"""Written answers changed in one place: a number that is off, a formula with another sign, factor or index.

For formulas this asks the checker itself: does it tell a wrong formula from the right one on the values it draws?
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from grader.model import Criterion, Given
from grader.mutation import Mutant
from grader.mutation.changes import changes
from grader.mutation.naming import ARROW

WIDTH = 96


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
    """The right answer where it is a number or a formula that can be changed."""
    given = criterion.expect
    if criterion.ask.kind != "answer" or not isinstance(given, Given):
        return None
    if criterion.kind == "number" and isinstance(given.value, (int, float)) and not isinstance(given.value, bool):
        return Answer(given.value)
    if criterion.kind == "expression" and isinstance(given.value, str) and formula(given.value) is not None:
        return Answer(given.value)
    return None


def mutants(right: Answer, file: str, line: int) -> list[Mutant]:
    """Every change of the answer; a second of one name is numbered."""
    told: Counter[str] = Counter()
    found = []
    for other in _numbers(right.value) if not isinstance(right.value, str) else _formulas(right.value):
        name = f"{right.value}{ARROW}{other}"
        told[name] += 1
        if told[name] == 1:
            found.append(Mutant(name, file, line, str(right.value), str(other), right.writing(other)))
    return found


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
