"""Which kind of judge goes with which expectation and which ask, part by part."""

from __future__ import annotations

from collections.abc import Sequence

from grader.model import Asking, Checker, Part, Relation, Source
from grader.spec.compose import Map
from grader.spec.desk import Desk

RELATIONAL = ("property", "python")  # kinds that judge by a relation, and nothing else does


def check(desk: Desk, raw: Map, judge: Checker, expected: Source | None, ask: Asking, built: Sequence[Part]) -> None:
    """Note every part whose judge can make nothing of what is expected or asked there; outsiders' kinds may."""
    bodies = raw.get("parts")
    for part in built:
        body = bodies.get(part.id) if isinstance(bodies, Map) else None
        own = body if isinstance(body, Map) else Map(raw.at)
        room, _, named = type(part.judge or judge).__module__.rpartition(".")
        if room != "grader.checkers":
            continue
        special = "judge" in own or "expect" in own
        owner = f"part {part.id!r}" if special else f"criterion {raw.get('id')!r}"
        judge_at = own.values_at.get("judge") or raw.values_at.get("judge", raw.at)
        expect_at = own.values_at.get("expect") or raw.values_at.get("expect", raw.at)
        source = expected if part.expect is None else part.expect
        if named in RELATIONAL and not isinstance(source, Relation):
            said = "has no relation to judge by, expected `expect: {relation: topic.function}`"
            desk.fault(expect_at, f"judge of kind {named} in {owner} {said}")
        elif named not in RELATIONAL and isinstance(source, Relation):
            said = f"cannot judge by a relation, expected one of {' and '.join(RELATIONAL)}"
            desk.fault(judge_at, f"judge of kind {named} in {owner} {said}")
        elif named == "module" and ask.kind != "module":
            desk.fault(judge_at, f"judge of kind module in {owner}, which asks for no module; expected `module:` there")
