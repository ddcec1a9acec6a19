"""`builds_on:` → which earlier criterion's result is taken up, and what is due when it is the student's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grader.model import BuildsOn, Criterion, Given, Reference, Relation, Source
from grader.spec import sources
from grader.spec.compose import Map, Place, describe
from grader.spec.desk import Desk, nearest
from grader.spec.forms import BuildsOnForm
from grader.spec.literals import literal

FORMULAS = ("expression",)
KINDS = ("close", "exact", "number", "table", *FORMULAS)  # whose answers can be taken up, and can take one up
ASKS = ("call", "read", "answer")


def read(desk: Desk, raw: Map, owner: str, kind: str, own: Source) -> BuildsOn | None:
    """The `builds_on` of one criterion, as far as it can be understood without the other one."""
    if "builds_on" not in raw:
        return None
    body, at = raw["builds_on"], raw.values_at["builds_on"]
    form = desk.take(BuildsOnForm, body, at, f"`builds_on` of {owner}")
    if form is None:
        return None
    expect = _expect(desk, body, owner, kind, own)
    if expect is None:
        return None
    given = body.get("with")
    if isinstance(given, Map):
        sources.no_lost_zeros(desk, given, body.values_at["with"])
    return BuildsOn(
        criterion=form.criterion,
        name=form.name,
        expect=expect,
        inputs=form.inputs or "",
        given={str(key): literal(value) for key, value in form.given.items()},
        at=at,
    )


def _expect(desk: Desk, body: Map, owner: str, kind: str, own: Source) -> Reference | Given | None:
    """What is due, given the earlier result: a formula of formulas, a function of everything else."""
    what = "a formula, `value:`" if kind in FORMULAS else "a function, `reference:`"
    if "expect" in body:
        at = body.values_at["expect"]
        found = sources.read(desk, body["expect"], at, f"`builds_on` of {owner}")
    else:
        at, found = body.at, own.agrees_with if isinstance(own, Given) else own
    if found is None and "expect" in body:
        return None  # that is noted
    fits = isinstance(found, Given) if kind in FORMULAS else isinstance(found, Reference)
    if not fits or isinstance(found, Relation):
        desk.fault(
            at, f"`builds_on` of {owner} does not say what is due, given that result; expected {what} in `expect:`"
        )
        return None
    if isinstance(found, Given) and not isinstance(found.value, str):
        desk.fault(at, f"`expect` in `builds_on` of {owner} is {describe(found.value)}, expected a formula as text")
        return None
    return found


def check(desk: Desk, raw: Map, criteria: Sequence[Criterion]) -> None:
    """What two criteria must have in common, once all of them have been read."""
    known = {criterion.id: criterion for criterion in criteria}
    order = {criterion.id: place for place, criterion in enumerate(criteria)}
    written = {str(row.get("id")) for row in _rows(raw)}
    for body, criterion in _bodies(raw, known):
        assert criterion.builds_on is not None
        earlier = known.get(criterion.builds_on.criterion)
        at = body.values_at["criterion"]
        owner = f"criterion {criterion.id!r}"
        if earlier is None and criterion.builds_on.criterion in written:
            continue  # it has faults of its own
        if earlier is None:
            hint = nearest(criterion.builds_on.criterion, [name for name in known if name != criterion.id])
            desk.fault(at, f"{owner} builds on the unknown criterion {criterion.builds_on.criterion!r}, {hint}")
        elif _reaches(criterion.id, earlier.id, known):
            turn = "itself" if earlier is criterion else f"{earlier.id!r}, which builds on {criterion.id!r} in turn"
            desk.fault(at, f"{owner} builds on {turn}; expected no circle")
        elif order[earlier.id] > order[criterion.id]:
            desk.fault(at, f"{owner} builds on {earlier.id!r}, which stands later; expected an earlier criterion")
        else:
            _pair(desk, body, criterion, earlier)


def _bodies(raw: Map, known: Mapping[str, Criterion]) -> Iterator[tuple[Map, Criterion]]:
    """Every `builds_on` that was understood, with its criterion."""
    for row in _rows(raw):
        criterion = known.get(str(row.get("id")))
        if criterion is not None and criterion.builds_on is not None and row.at == criterion.at:
            yield row["builds_on"], criterion


def _rows(raw: Map) -> Iterator[Map]:
    """The criteria as written, in order."""
    questions = raw.get("questions")
    for question in questions if isinstance(questions, list) else ():
        rows = question.get("criteria") if isinstance(question, Map) else None
        yield from (row for row in (rows if isinstance(rows, list) else ()) if isinstance(row, Map))


def _reaches(goal: str, start: str, known: Mapping[str, Criterion]) -> bool:
    seen: set[str] = set()
    step: str | None = start
    while step is not None and step not in seen:
        if step == goal:
            return True
        seen.add(step)
        built = known[step].builds_on if step in known else None
        step = built.criterion if built else None
    return False


def _pair(desk: Desk, body: Map, later: Criterion, earlier: Criterion) -> None:
    for criterion, at in ((later, body.at), (earlier, body.values_at["criterion"])):
        if (why := _unfit(criterion)) is not None:
            desk.fault(at, f"`builds_on` of criterion {later.id!r}: criterion {criterion.id!r} {why}")
            return
    if (later.kind in FORMULAS) is not (earlier.kind in FORMULAS):
        desk.fault(
            body.values_at["criterion"],
            f"`builds_on` of criterion {later.id!r}: {later.id!r} is judged as {later.kind} and {earlier.id!r} as "
            f"{earlier.kind}; expected two formulas, or two results that are none",
        )
        return
    _name(desk, body, later)
    _inputs(desk, body, later, earlier)


def _unfit(criterion: Criterion) -> str | None:
    """Why a result cannot be taken up, or take one up."""
    ask = criterion.ask
    if criterion.kind not in KINDS:
        return f"is judged as {criterion.kind}, expected one of {', '.join(KINDS)}"
    if ask.kind not in ASKS:
        return f"asks for a {ask.kind}, expected one of {', '.join(ASKS)}"
    if ask.over or ask.carry or ask.repeat > 1:
        return "makes several calls, expected one call per case"
    if isinstance(criterion.expect, Relation):
        return "expects a relation, expected a value or a reference"
    own = next((part.id for part in criterion.parts if part.expect is not None), None)
    return None if own is None else f"has a part {own!r} with an expectation of its own, expected one for all parts"


def _name(desk: Desk, body: Map, later: Criterion) -> None:
    """The name is new, so that the reference is given it on top of what it is given anyway."""
    built = later.builds_on
    assert built is not None
    taken = later.ask.arguments if later.kind not in FORMULAS else getattr(later.judge, "symbols", {})
    if built.name in taken:
        what = "an argument" if later.kind not in FORMULAS else "a symbol"
        desk.fault(
            body.values_at["as"],
            f"`as` of `builds_on` is `{built.name}`, which is {what} of criterion {later.id!r} already; "
            "expected a name of its own",
        )


def _inputs(desk: Desk, body: Map, later: Criterion, earlier: Criterion) -> None:
    """Where the inputs of the earlier call come from: of the same name, in `with`, or made by `inputs`."""
    built = later.builds_on
    assert built is not None
    if earlier.ask.kind != "call":
        for key in ("with", "inputs"):
            if key in body:
                desk.fault(
                    body.keys_at[key],
                    f"`{key}` in `builds_on` of criterion {later.id!r}, but {earlier.id!r} is no call; remove it",
                )
        return
    wanted = earlier.ask.arguments
    for name in built.given:
        if name not in wanted:
            at = _inner(body, "with", name)
            desk.fault(at, f"`with` names the unknown argument `{name}` of {earlier.id!r}, {nearest(name, wanted)}")
    missing = [name for name in wanted if name not in built.given and name not in later.ask.arguments]
    if missing and not built.inputs:
        shown = ", ".join(f"`{name}`" for name in missing)
        desk.fault(
            body.values_at["criterion"],
            f"`builds_on` of criterion {later.id!r}: {earlier.id!r} is called with {shown}, which {later.id!r} lacks; "
            "expected `with:` to give it or `inputs:` to name a function that makes it",
        )


def _inner(body: Map, key: str, name: Any) -> Place:
    inner = body[key]
    return inner.keys_at[name] if isinstance(inner, Map) else body.values_at[key]
