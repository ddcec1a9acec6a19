"""python: a teacher's own function judges what came back.

What it checks
    Whatever the function in reference/ says: True or False, a credit from 0 to 1 (a fraction), or a pair (credit,
    finding), or a triple (credit, finding, detail) with a note for staff. It is called with what came back and, by
    name, the case's inputs; it runs on our side and sees values only. An error of the function, or an answer of another
    form, leaves the mark undecided: it is the teacher's to mend and costs no student anything.

When to use it
    Where no other kind says it. The finding is shown to students, so it must not tell an expected value.

In a spec
    expect: {relation: trees.is_balanced}
    judge: {kind: python}
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from grader.checkers._relation import Relation
from grader.model import Value, Verdict
from grader.showing import show

REFUSED = "what came back is not what was asked for"
PARTLY = "what came back is right in part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    def judge(self, got: Value, want: Value) -> Verdict:
        if not isinstance(want, Relation):
            return Verdict.undecided("this kind judges by a function: write expect: {relation: topic.function}")
        try:
            said = want(got)
        except Exception:  # noqa: BLE001 -- the teacher's function may raise anything, and the student must not pay
            return Verdict.undecided(traceback.format_exc())
        return _verdict(said, got)


def _verdict(said: Any, got: Value) -> Verdict:
    credit, finding, detail = (*said, "", "")[:3] if isinstance(said, tuple) and said else (said, "", "")
    share = _share(credit)
    if share is None or not isinstance(finding, str) or not isinstance(detail, str):
        form = "True, False, a credit from 0 to 1, (credit, finding) or (credit, finding, detail)"
        return Verdict.undecided(f"the function returned {show(said)}, expected {form}")
    note = detail or f"got {show(got)}"
    if share == 1:
        return Verdict.passed(finding)
    if share == 0:
        return Verdict.failed(finding or REFUSED, note)
    return Verdict.partial(share, finding or PARTLY, note)


def _share(credit: Any) -> Fraction | None:
    """A credit as an exact fraction; 0.1 is one tenth."""
    if isinstance(credit, np.generic):
        credit = credit.item()
    if isinstance(credit, float) and credit == credit and abs(credit) <= 1:
        credit = Fraction(repr(credit))
    if isinstance(credit, int | Fraction) and 0 <= credit <= 1:
        return Fraction(credit)
    return None
