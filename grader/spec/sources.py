"""`expect:` → where the right answer comes from: a reference, a value, or a relation."""

from __future__ import annotations

from typing import Any

from grader.model import Given, Reference, Relation, Source
from grader.spec.compose import Map, Place
from grader.spec.desk import Desk
from grader.spec.forms import ExpectForm, FormulaForm
from grader.spec.literals import expected, literal, padded

WAYS = ("reference", "value", "relation")
PADDED = "a number with zeros in front, which YAML reads as {number}; put it in quotes to keep its digits"


def read(desk: Desk, raw: Any, at: Place, owner: str) -> Source | None:
    """One expectation; None after a fault."""
    what = f"`expect` of {owner}"
    form = desk.take(ExpectForm, raw, at, what)
    if form is None:
        return None
    ways = [way for way in WAYS if way in raw]
    if len(ways) != 1:
        found = f"has {' and '.join(f'`{way}`' for way in ways)}" if ways else "says nothing"
        if ways or all(key in form.known() for key in raw):  # a misspelt key is a fault already noted
            desk.fault(raw.at, f"{what} {found}, expected exactly one of {', '.join(WAYS)}")
        return None
    if ways != ["reference"] and "with" in raw:
        desk.fault(raw.keys_at["with"], f"{what} has `with` beside `{ways[0]}`, expected it beside `reference` only")
    if ways != ["value"] and "agrees_with" in raw:
        desk.fault(
            raw.keys_at["agrees_with"],
            f"{what} has `agrees_with` but no `value`, expected the value that the formula confirms",
        )
    if form.reference is not None:
        return Reference(form.reference, _inputs(desk, raw))
    if form.relation is not None:
        return Relation(form.relation)
    if ways != ["value"]:
        return None  # the path itself was faulty, and that is noted
    return _given(desk, raw, what)


def want(desk: Desk, raw: Map, key: str) -> Given:
    """A value written down as what is expected."""
    no_lost_zeros(desk, raw[key], raw.values_at[key])
    return Given(expected(raw[key]))


def no_lost_zeros(desk: Desk, value: Any, at: Place) -> None:
    number = padded(value)
    if number is not None:
        desk.fault(at, PADDED.format(number=int(number)))


def _given(desk: Desk, raw: Map, what: str) -> Given:
    given = want(desk, raw, "value")
    if "agrees_with" not in raw:
        return given
    formula = desk.take(FormulaForm, raw["agrees_with"], raw.values_at["agrees_with"], f"`agrees_with` in {what}")
    if formula is None:
        return given
    return Given(given.value, Reference(formula.reference, _inputs(desk, raw["agrees_with"])))


def _inputs(desk: Desk, raw: Map) -> dict[str, Any]:
    if "with" not in raw or not isinstance(raw["with"], Map):
        return {}
    no_lost_zeros(desk, raw["with"], raw.values_at["with"])
    return {str(key): literal(value) for key, value in raw["with"].items()}
