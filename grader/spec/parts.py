"""`parts:` → named shares of a criterion: their weights, what each needs, and on which cases they are judged."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from grader.model import Part, Visibility
from grader.spec import inputs, judges, sources, testing
from grader.spec.compose import Map, Place
from grader.spec.desk import Desk, nearest
from grader.spec.forms import PartForm
from grader.spec.wording import PATTERNS

ID = "^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$"


@dataclass(frozen=True, slots=True)
class Share:
    """One part, its cases not yet typed: the criterion's other parts may say what an argument is."""

    id: str
    form: PartForm
    raw: Map
    at: Place
    cases: tuple[inputs.Entry, ...]


def read(desk: Desk, raw: Any, at: Place) -> tuple[Share, ...]:
    """The parts as written, in order; none for a faulty mapping."""
    shares = []
    for name, value, place in desk.pairs(raw, at, "parts"):
        if not re.match(ID, name):
            desk.fault(raw.keys_at[name], f"the part {name!r} has odd characters, expected {PATTERNS[ID]}")
        body = Map(raw.keys_at[name]) if value is None else value
        form = desk.take(PartForm, body, place, f"part {name!r}")
        if form is None:
            continue
        cases = inputs.entries(desk, body["cases"], body.values_at["cases"]) if "cases" in body else ()
        shares.append(Share(name, form, body, raw.keys_at[name], cases))
    return tuple(shares)


def build(
    desk: Desk, shares: Sequence[Share], arguments: Mapping[str, str], default: Visibility, partial: bool
) -> tuple[Part, ...]:
    """The parts as the model has them; of a `partial` list (some withheld, or faulty) the weights need not add up."""
    weights = _weights(desk, shares, partial)
    _needs(desk, shares)
    return tuple(_part(desk, share, arguments, default, weights[share.id]) for share in shares)


def _part(desk: Desk, share: Share, arguments: Mapping[str, str], default: Visibility, weight: Fraction) -> Part:
    form, raw, owner = share.form, share.raw, f"part {share.id!r}"
    visibility = Visibility(form.visibility) if form.visibility else default
    visible = visibility is Visibility.VISIBLE
    judged = judges.read(desk, raw["judge"], raw.values_at["judge"], owner) if "judge" in raw else None
    return Part(
        id=share.id,
        weight=weight,
        cases=tuple(testing.expecting(inputs.source(desk, case, arguments, visible)) for case in share.cases),
        needs=form.needs,
        pick=form.pick,
        arguments_unchanged=form.arguments_unchanged,
        visibility=visibility,
        say=form.say or "",
        judge=judged[1] if judged else None,
        expect=sources.read(desk, raw["expect"], raw.values_at["expect"], owner) if "expect" in raw else None,
    )


def _weights(desk: Desk, shares: Sequence[Share], partial: bool) -> dict[str, Fraction]:
    given = {share.id: share.form.weight for share in shares if share.form.weight is not None}
    rest = [share for share in shares if share.form.weight is None]
    total = sum(given.values(), Fraction(0))
    if rest and total >= 1:
        desk.fault(
            rest[0].at,
            f"part {rest[0].id!r} has nothing left to share, the other weights add up to {total}; expected less than 1",
        )
    if shares and not rest and total != 1 and not (partial and total < 1):
        desk.fault(_weight_place(shares), f"the weights of the parts add up to {total}, expected 1")
    share = (1 - total) / len(rest) if rest else Fraction(0)
    return {part.id: given.get(part.id, share) for part in shares}


def _weight_place(shares: Sequence[Share]) -> Place:
    last = shares[-1]
    return last.raw.values_at.get("weight", last.at)


def _needs(desk: Desk, shares: Sequence[Share]) -> None:
    needs = {share.id: share.form.needs for share in shares}
    for share in shares:
        needed = share.form.needs
        if needed is None:
            continue
        at = share.raw.values_at["needs"]
        if needed not in needs:
            desk.fault(at, f"part {share.id!r} needs the unknown part {needed!r}, {nearest(needed, needs)}")
        elif _reaches(share.id, needed, needs):
            desk.fault(at, f"part {share.id!r} needs {needed!r}, which needs {share.id!r} in turn; expected no circle")


def _reaches(goal: str, start: str, needs: Mapping[str, str | None]) -> bool:
    seen: set[str] = set()
    step: str | None = start
    while step is not None and step not in seen:
        if step == goal:
            return True
        seen.add(step)
        step = needs.get(step)
    return False
