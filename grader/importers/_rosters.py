"""Who handed in and when, as the source tells it: the roster that a late policy looks at."""

from __future__ import annotations

from grader.importers._draft import Draft
from grader.intake.arrivals import identity
from grader.roster import Handed, Person, Roster


def of(draft: Draft, name: str) -> Roster | None:
    """The roster of the hand-ins; none where nobody handed in, or no hand-in says when it came."""
    if not any(one.submitted_at for one in draft.hand_ins):
        return None
    people = tuple(Person(key=f"login:{one.student}", ids={"login": (one.student,)}) for one in draft.hand_ins)
    handed = tuple(
        Handed(
            submission=identity(one.student, folder=True),
            people=(f"login:{one.student}",),
            submitted_at=one.submitted_at,
        )
        for one in draft.hand_ins
    )
    return Roster(assignment=name, system=draft.format, people=people, handed=handed)
