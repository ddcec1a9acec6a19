"""One criterion: what to ask, on which cases, what is expected, who judges, what it is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from grader.model import (
    Asking,
    Checker,
    Criterion,
    Equivalent,
    Given,
    Mistake,
    Part,
    Reference,
    Relation,
    Source,
    Value,
    Verdict,
    Visibility,
    Withheld,
)
from grader.spec import building, fitting, inputs, judges, parts, sources, testing
from grader.spec.asks import asking
from grader.spec.compose import Map, Place
from grader.spec.desk import Desk
from grader.spec.forms import CriterionForm, EquivalentForm, MistakeForm, WithheldForm

UNEXPECTING = ("rubric", "experiment", "doctest", "assertions")  # kinds that need no expected value


@dataclass(frozen=True, slots=True)
class Unjudged:
    """Stands where a student edition leaves the checker out."""

    def judge(self, got: Value, want: Value) -> Verdict:  # noqa: ARG002 -- a checker's signature
        return Verdict.undecided("the student edition leaves this criterion to the real grading")


def read(desk: Desk, raw: Any, at: Place) -> Criterion | None:
    """One criterion; None after a fault that leaves nothing to build."""
    form = desk.take(CriterionForm, raw, at, "a criterion")
    if form is None:
        return None
    owner = f"criterion {form.id!r}"
    withheld = _withheld(desk, raw)
    visibility = Visibility(form.visibility) if form.visibility else Visibility.HIDDEN
    own = inputs.entries(desk, raw["cases"], raw.values_at["cases"]) if "cases" in raw else ()
    shares = parts.read(desk, raw["parts"], raw.values_at["parts"]) if raw.get("parts") is not None else ()
    everywhere = (*own, *(case for share in shares for case in share.cases))
    ask = asking(desk, raw, form, inputs.words(desk, form.arguments, everywhere), owner)
    left_out = withheld is not None and raw.get("parts") == {}
    if not left_out:
        _enough_cases(desk, raw, ask, owner, shares)
    if ask.kind == "test":
        testing.check(desk, everywhere, owner)
    written = raw.get("parts")
    incomplete = withheld is not None or (isinstance(written, Map) and len(shares) < len(written))
    built = parts.build(desk, shares, ask.arguments, visibility, incomplete)
    if not built and not left_out:
        built = (Part(id="core", weight=Fraction(1), visibility=visibility),)
    judged = _judge(desk, raw, owner, left_out)
    if judged is not None and "judge" in raw:
        testing.check_kind(desk, raw, ask.kind == "test", everywhere, judged[0], owner)
    unexpected = left_out or (judged is not None and judged[0] in UNEXPECTING)
    expected = _expect(desk, raw, owner, built, everywhere, unexpected)
    if judged is not None and (expected is not None or "expect" not in raw):
        fitting.check(desk, raw, judged[1], expected, ask, built)
    mistakes = _mistakes(desk, raw, owner)
    equivalents = _equivalents(desk, raw, owner)
    if judged is None or expected is None:
        return None
    return Criterion(
        id=form.id,
        points=form.points,
        ask=ask,
        kind=judged[0],
        judge=judged[1],
        expect=expected,
        parts=built,
        title=form.title or "",
        cases=tuple(
            testing.expecting(inputs.source(desk, case, ask.arguments, visibility is Visibility.VISIBLE))
            for case in own
        ),
        mistakes=mistakes,
        equivalents=equivalents,
        visibility=visibility,
        withheld=withheld or Withheld(),
        builds_on=building.read(desk, raw, owner, judged[0], expected),
        at=raw.at,
    )


def _withheld(desk: Desk, raw: Map) -> Withheld | None:
    if "withheld" not in raw:
        return None
    form = desk.take(WithheldForm, raw["withheld"], raw.values_at["withheld"], "`withheld`")
    return Withheld(parts=form.parts, cases=form.cases) if form else Withheld()


def _enough_cases(desk: Desk, raw: Map, ask: Asking, owner: str, shares: Sequence[parts.Share]) -> None:
    if ask.kind not in ("call", "test") or "cases" in raw:
        return
    if not any(share.raw.get("cases") is not None for share in shares):
        does = "calls a function" if ask.kind == "call" else "runs tests"
        desk.fault(raw.at, f"{owner} {does} but has no cases, expected `cases:` here or in its parts")
        return
    for share in shares:
        if "cases" not in share.raw and not share.form.arguments_unchanged:
            desk.fault(share.at, f"part {share.id!r} has no cases and {owner} has none to share, expected `cases:`")


def _judge(desk: Desk, raw: Map, owner: str, left_out: bool) -> tuple[str, Checker] | None:
    if "judge" in raw:
        return judges.read(desk, raw["judge"], raw.values_at["judge"], owner)
    if left_out:
        return "withheld", Unjudged()
    desk.fault(raw.at, f"{owner} has no `judge`, expected a checker such as `judge: {{kind: exact}}`")
    return None


def _expect(
    desk: Desk, raw: Map, owner: str, built: Sequence[Part], cases: Sequence[inputs.Entry], unexpected: bool
) -> Source | None:
    if "expect" in raw:
        return sources.read(desk, raw["expect"], raw.values_at["expect"], owner)
    everywhere = bool(cases) and all(case.want is not None for case in cases)
    if unexpected or everywhere or (built and all(part.expect is not None for part in built)):
        return Given(None)
    desk.fault(
        raw.at,
        f"{owner} has no `expect`, expected where the right answer comes from, "
        "such as `expect: {reference: topic.function}`",
    )
    return None


def _mistakes(desk: Desk, raw: Map, owner: str) -> tuple[Mistake, ...]:
    if "mistakes" not in raw:
        return ()
    found: dict[str, Mistake] = {}
    for item, at in desk.items(raw["mistakes"], raw.values_at["mistakes"], "mistakes"):
        mistake = _mistake(desk, item, at, owner)
        if mistake is None:
            continue
        if mistake.id in found:
            desk.fault(at, f"a second mistake {mistake.id!r} in {owner}, expected different ids; give one an `id:`")
        found.setdefault(mistake.id, mistake)
    return tuple(found.values())


def _equivalents(desk: Desk, raw: Map, owner: str) -> tuple[Equivalent, ...]:
    """The explained changes; each name once, an arrow typed as `->` read as the one that is printed."""
    if "equivalent" not in raw:
        return ()
    found: dict[str, Equivalent] = {}
    for item, at in desk.items(raw["equivalent"], raw.values_at["equivalent"], "equivalent"):
        form = desk.take(EquivalentForm, item, at, f"an equivalent of {owner}")
        if form is None:
            continue
        name = " ".join(form.mutant.replace("->", "→").split())
        if name in found:
            desk.fault(at, f"the change {name!r} a second time in {owner}, expected it once")
        found.setdefault(name, Equivalent(name, form.because.strip()))
    return tuple(found.values())


def _mistake(desk: Desk, raw: Any, at: Place, owner: str) -> Mistake | None:
    form = desk.take(MistakeForm, raw, at, f"a mistake of {owner}")
    if form is None or "expect" not in raw:
        return None
    expected = sources.read(desk, raw["expect"], raw.values_at["expect"], f"a mistake of {owner}")
    if expected is None:
        return None
    if isinstance(expected, Relation):
        at = raw.values_at["expect"]
        desk.fault(at, f"a mistake of {owner} has a relation, expected what it gives: a `reference` or a `value`")
    name = form.id or _last_word(expected)
    if name is None:
        desk.fault(at, f"a mistake of {owner} has no `id`, expected one because no reference names it")
        return None
    return Mistake(id=name, expect=expected, say=form.say.strip(), credit=form.credit)


def _last_word(source: Source) -> str | None:
    return source.path.rsplit(".", 1)[-1] if isinstance(source, (Reference, Relation)) else None


def double_ids(desk: Desk, places: Mapping[str, Place], raw: Map, name: str, what: str) -> None:
    """A fault where an id stands a second time in the assignment; capitals do not make another one of it."""
    at = raw.values_at.get("id", raw.at)
    if name in places:
        line = places[name][0]
        desk.fault(at, f"a second {what} {name!r}, expected different ids; the first stands in line {line}")
        return
    twin = next((other for other in places if other.casefold() == name.casefold()), None)
    if twin is not None:
        line = places[twin][0]
        said = f"which differs from {twin!r} in line {line} in capitals alone; expected different ids"
        desk.fault(at, f"a second {what} {name!r}, {said}")
