"""How OK files and otter share a question's points among its cases; exact, so that shares add up."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from grader.importers._draft import exact


def shared(total: Any, given: Sequence[Any]) -> tuple[Fraction, ...]:
    """The points of each case, from those of the question (a number, one per case, or None) and of the cases.

    What a case says counts. The rest of the question's points is shared equally by those that say nothing; where
    neither says anything, the question is worth one point; where only some cases say more than zero, the others are
    worth nothing. ValueError with a sentence where the numbers contradict each other.

    >>> [str(points) for points in shared(5, [None, None, 2])], [str(points) for points in shared(None, [None] * 3)]
    (['3/2', '3/2', '2'], ['1/3', '1/3', '1/3'])
    """
    if isinstance(total, (list, tuple)):
        if len(total) != len(given):
            raise ValueError(f"it lists {len(total)} numbers of points for {len(given)} cases")
        given, total = total, None
    said = [None if points is None else _above(points) for points in given]
    open_ = said.count(None)
    fixed = sum((points for points in said if points is not None), Fraction(0))
    if total is None:
        rest = Fraction(0) if any(said) else Fraction(1)
    else:
        rest = _above(total) - fixed
        if rest < 0:
            raise ValueError(f"its cases are worth {fixed} points, more than the {total} of the question")
    each = rest / open_ if open_ else Fraction(0)
    return tuple(each if points is None else points for points in said)


def _above(points: Any) -> Fraction:
    number = exact(points) if isinstance(points, (int, float)) else None
    if number is None or number < 0:
        raise ValueError(f"{points!r} is no number of points")
    return number
