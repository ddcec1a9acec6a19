"""property: what came back satisfies a relation; many answers may be right.

What it checks
    A teacher's function in reference/ gives the residual of an answer: one number or an array that must be zero within
    `atol`. It may give a pair (residual, sentence) instead; the sentence is shown to a student whose answer breaks
    the relation. NaN and infinity in the residual break it, and so does an answer that the function refuses by
    raising TypeError, ValueError, KeyError or IndexError: a wrong shape or type has no residual. An empty answer of
    which the residual is empty breaks it as well; where nothing can be right, the function returns 0 for it. Any
    other error of the function is the teacher's and leaves the answer undecided.

When to use it
    Constructions with several right results: a substitution, a basis, a split. Where one value is right use `close`.

In a spec
    expect: {relation: logistic.same_probabilities}
    judge: {kind: property, atol: 1e-9}
"""

from __future__ import annotations

import math
import traceback
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.checkers._arrays import numeric, place
from grader.checkers._relation import Relation
from grader.checkers.exact import kind_of
from grader.model import Value, Verdict
from grader.showing import show

BREAKS = "what came back does not satisfy the relation that was asked for"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    atol: float

    def __post_init__(self) -> None:
        if not 0 <= self.atol < math.inf:
            raise ValueError(f"atol needs 0 <= atol and a finite number, not {self.atol!r}")

    def judge(self, got: Value, want: Value) -> Verdict:
        if not isinstance(want, Relation):
            return Verdict.undecided("a property is judged by a relation: write expect: {relation: topic.function}")
        if got is None:
            return Verdict.failed(f"a value is due; you have {kind_of(got)}")
        try:
            found = want(got)
        except (TypeError, ValueError, KeyError, IndexError) as problem:
            detail = "".join(traceback.format_exception(problem))
            return Verdict.failed(f"the shape or type of what came back does not fit: {_form(got)}", detail)
        except Exception:  # noqa: BLE001 -- the teacher's function may raise anything, and the student must not pay
            return Verdict.undecided(traceback.format_exc())
        return self._residual(got, *_pair(found))

    def _residual(self, got: Value, residual: Any, sentence: str) -> Verdict:
        size = numeric(residual)
        if size is None:
            return Verdict.undecided(f"the relation gave no residual: {show(residual)}; it must return numbers")
        if not size.size and _nothing(got):
            return Verdict.failed(
                f"a value is due; you have {_form(got)}", f"the residual of nothing is {show(residual)}"
            )
        off = ~(np.abs(size) <= self.atol)
        if not off.any():
            return Verdict.passed()
        worst = np.unravel_index(int(np.argmax(np.where(np.isnan(size), np.inf, np.abs(size)))), size.shape)
        at = place(tuple(int(i) for i in worst))
        detail = f"residual {show(float(size[worst]))} at {at or 'the value'}, allowed {self.atol:g}, for {show(got)}"
        return Verdict.failed(sentence or BREAKS, detail)


def _pair(found: Any) -> tuple[Any, str]:
    if isinstance(found, tuple) and len(found) == 2 and isinstance(found[1], str):
        return found
    return found, ""


def _nothing(got: Value) -> bool:
    """Whether an answer holds no value at all, so that no relation could fail."""
    if isinstance(got, np.ndarray):
        return not got.size
    return isinstance(got, list | tuple) and all(map(_nothing, got))


def _form(got: Value) -> str:
    """Shapes and types of an answer, not its values."""
    if isinstance(got, np.ndarray) and got.ndim:
        return f"an array of shape {got.shape}"
    if isinstance(got, list | tuple) and 0 < len(got) <= 4:
        name = type(got).__name__
        return f"a {name} of {', '.join(_form(item) for item in got)}"
    if isinstance(got, list | tuple | dict):
        return f"a {type(got).__name__} of {len(got)} items"
    return kind_of(got)
