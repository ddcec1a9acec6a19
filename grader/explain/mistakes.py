"""Why a declared mistake was claimed, and why the others were not."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from grader.comparing import Verdicts, Wants
from grader.model import Criterion, Mistake, Relation, Returned, Status, Value
from grader.oracle import Failure
from grader.recognising import agrees
from grader.showing import show

SHOWN = 120  # characters of a value


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """One declared mistake and what came of it."""

    id: str
    say: str
    credit: Fraction | None
    claimed: bool
    why: str


def considered(criterion: Criterion, verdicts: Verdicts, wants: Wants, claimed: str | None) -> tuple[Considered, ...]:
    """Every declared mistake, in the order of the assignment."""
    against = {one.id: _against(one, criterion, verdicts, wants) for one in criterion.mistakes}
    fitting = [name for name, reason in against.items() if not reason]
    found = {judged.verdict.status for entries in verdicts.values() for judged in entries}
    return tuple(
        Considered(
            id=one.id,
            say=one.say,
            credit=one.credit,
            claimed=one.id == claimed,
            why=_why(one.id, claimed, against[one.id], fitting, found),
        )
        for one in criterion.mistakes
    )


def _why(name: str, claimed: str | None, against: str, fitting: list[str], found: set[Status]) -> str:
    if name == claimed:
        return "claimed: it alone explains every case"
    if found <= {Status.PASSED}:
        return "not considered: every case is right"
    if against:
        return f"not claimed: {against}"
    if len(fitting) > 1:
        others = ", ".join(one for one in fitting if one != name)
        return f"not claimed: {others} would explain every case, too, and of several none is claimed"
    return "not claimed, though it explains every case: a part counts for itself here"


def _against(mistake: Mistake, criterion: Criterion, verdicts: Verdicts, wants: Wants) -> str:
    """The first case that speaks against a mistake; empty where none does."""
    telling = [part for part in criterion.parts if not isinstance(part.expect or criterion.expect, Relation)]
    if not telling:
        return "a relation can be broken in many ways, so it speaks for no mistake"
    for part in telling:
        for judged in verdicts[part.id]:
            if part.expect is not None and judged.verdict.status is Status.PASSED:
                continue
            due = wants.mistaken(criterion.id, mistake.id, part.id, judged.case.id)
            if not agrees(criterion, part, judged.seen, due):
                came = show(judged.seen.value, SHOWN) if isinstance(judged.seen, Returned) else "nothing"
                return f"in case {judged.case.id} it gives {_given(due)}, and {came} came back"
    return ""


def _given(value: Value) -> str:
    return f"a {value.raises}" if isinstance(value, Failure) else show(value, SHOWN)
