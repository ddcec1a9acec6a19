"""Earlier results that are as good as none, though not quite: nearly 0, nearly one number, nearly always the same.

What is exactly so is told by looking (degenerate.py). A little noise is not: so it is tried whether the later
criterion, as its own judge sees it, would ask for the same if nothing of the student's were in the result. Where that
would be so of the true result as well, nothing is held against the student's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np

from grader.cases import of_part
from grader.comparing import Wants
from grader.consistency.degenerate import leaves
from grader.consistency.links import Link
from grader.judging import judge
from grader.model import Case, Observation, Returned, Status, Value

Results: TypeAlias = Mapping[str, Value]  # by case


def guessed(link: Link, cases: Sequence[Case], owns: Results, carried: Wants, right: Wants) -> bool:
    """Whether 0, one number everywhere, or always the first result leads to what follows from these results."""
    truths = {name: link.truths[name] for name in owns}
    return any(
        _as_good(link, cases, guess, owns, carried) and not _as_good(link, cases, guess, truths, right)
        for guess in (_zero, _level, _first)
    )


def _as_good(
    link: Link, cases: Sequence[Case], guess: Callable[[Results], Results], results: Results, wants: Wants
) -> bool:
    """Whether a hand-in that goes on from the guess is right, where one that goes on from the results is due."""
    instead = guess(results)
    if not instead:
        return False
    seen: dict[str, Observation] = {}
    for part, case in _put(link, cases):
        value = link.due(case, instead[case.id]) if case.id in instead else wants.want(link.later.id, part, case.id)
        if value is None:
            return False
        seen[case.id] = Returned(value)
    return judge(replace(link.later, mistakes=()), cases, seen, wants).status is Status.PASSED


def _put(link: Link, cases: Sequence[Case]) -> Iterator[tuple[str, Case]]:
    return ((part.id, case) for part in link.later.parts for case in of_part(link.later, part, cases))


def _zero(results: Results) -> Results:
    return {name: _filled(value, 0) for name, value in results.items()} if _numeric(results) else {}


def _level(results: Results) -> Results:
    """Each result all alike; nothing where they are single numbers."""
    if not _numeric(results) or any(len(leaves(value)) < 2 for value in results.values()):
        return {}
    return {name: _filled(value, float(np.mean(leaves(value)))) for name, value in results.items()}


def _first(results: Results) -> Results:
    """The first for all others, where they are of one form."""
    first = next(iter(results.values()))
    alike = len(results) > 1 and all(np.shape(value) == np.shape(first) for value in results.values())
    return dict.fromkeys(results, first) if _numeric(results) and alike else {}


def _numeric(results: Results) -> bool:
    """Whether all of them are numbers, arrays or lists of numbers."""
    plain = (int, float, np.number, np.ndarray, list, tuple)
    return all(isinstance(value, plain) and all(map(_is_number, leaves(value))) for value in results.values())


def _is_number(leaf: Any) -> bool:
    return isinstance(leaf, int | float | np.number) and not isinstance(leaf, bool)


def _filled(value: Value, number: float) -> Any:
    if isinstance(value, np.ndarray):
        return np.full_like(value, number)
    if isinstance(value, list | tuple):
        return type(value)(_filled(item, number) for item in value)
    return type(value)(number)
