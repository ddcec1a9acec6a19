"""Looks into a criterion that failed, and never raises: judging goes on whatever happens here."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from grader.comparing import Verdicts, Wants
from grader.course import Course
from grader.diagnosis.cause import Cause
from grader.diagnosis.predictions import Exhausted, Predictions
from grader.diagnosis.search import search
from grader.diagnosis.spots import spots, words
from grader.model import Case, Criterion


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A cause in the words of the student's report, and what staff may want to know; all empty if there is nothing."""

    cause: str = ""  # an id that begins with "looks-like:"
    finding: str = ""
    detail: str = ""


Diagnose: TypeAlias = Callable[[Criterion, Verdicts], Diagnosis]


def silent(criterion: Criterion, verdicts: Verdicts) -> Diagnosis:  # noqa: ARG001 -- it looks at nothing
    """No diagnosis: where there is no reference, or nobody would read it."""
    return Diagnosis()


class Detective:
    """Diagnoses the criteria of one assignment; what a criterion's causes predict is kept from hand-in to hand-in."""

    def __init__(self, course: Course, cases: Mapping[str, Sequence[Case]], wants: Wants) -> None:
        self._course = course
        self._cases = cases
        self._wants = wants
        self._predictions: dict[str, Predictions] = {}

    def __call__(self, criterion: Criterion, verdicts: Verdicts) -> Diagnosis:
        """What is known about the cause of a failure; a fault in here is a detail for staff."""
        try:
            return self._look(criterion, verdicts)
        except Exhausted as exhausted:
            return Diagnosis(detail=str(exhausted))
        except Exception:  # noqa: BLE001 -- a diagnosis is a courtesy; the marks stand without it
            return Diagnosis(
                detail=f"the diagnosis of {criterion.id} failed; no mark depends on it\n{traceback.format_exc()}"
            )

    def _look(self, criterion: Criterion, verdicts: Verdicts) -> Diagnosis:
        if criterion.ask.kind != "call":
            return Diagnosis()
        found = spots(criterion, verdicts, self._wants)
        if not found or all(spot.right for spot in found):
            return Diagnosis()
        told = search(self._of(criterion), found)
        if told.cause is None:
            return Diagnosis(detail=f"no diagnosis: {told.detail}" if told.detail and not told.paths else "")
        detail = f"diagnosed as {told.cause.id}: {told.detail}"
        return Diagnosis(told.cause.id, sentence(told.cause, told.transformed, words(told.paths, found)), detail)

    def _of(self, criterion: Criterion) -> Predictions:
        if criterion.id not in self._predictions:
            self._predictions[criterion.id] = Predictions(
                criterion, tuple(self._cases[criterion.id]), self._course, self._wants
            )
        return self._predictions[criterion.id]


def sentence(cause: Cause, transformed: bool, items: str = "") -> str:
    """A cause as the student reads it; no number of the case is in it.

    >>> sentence(Cause("transposed", "with rows and columns exchanged"), True, "`dW`")
    'In `dW`, your values are the right ones, but with rows and columns exchanged.'
    >>> sentence(Cause("ignored", "`lam` is left out"), False)
    'Your values are those you get when `lam` is left out.'
    """
    whose = f"In {items}, your" if items else "Your"
    return f"{whose} values are {'the right ones, but' if transformed else 'those you get when'} {cause.when}."
