"""How a criterion asks: `call`, `module`, `read`, `answer` or `file`, and the arguments that belong to it."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from typing import Any, get_args

from grader.model import Asking, AskKind
from grader.spec.compose import Map, describe
from grader.spec.desk import Desk, nearest
from grader.spec.forms import CriterionForm

KINDS: tuple[AskKind, ...] = get_args(AskKind)
PLACES = ("typed", "printed")
ONLY_CALLS = ("carry", "over", "repeat")
EVERYWHERE = "any"  # of a test: the names of the whole hand-in


def asking(desk: Desk, raw: Map, form: CriterionForm, arguments: Mapping[str, str], owner: str) -> Asking:
    """What the probe will be told to do; after a fault, something harmless."""
    kind = _kind(desk, raw, owner)
    if kind == "answer":
        return Asking(kind="answer", places=_places(desk, raw, form, owner))
    if kind == "file":
        _without_inputs(desk, raw, form, owner, "a file")
        return Asking(kind="file", name=form.file or "")
    name = form.call or form.module or form.read or ""
    if form.at is not None and kind != "test":
        desk.fault(raw.keys_at["at"], f"`at` in {owner}, which runs no tests; expected it beside `test`")
    if kind != "call":
        for key in ONLY_CALLS:
            if key in raw:
                desk.fault(raw.keys_at[key], f"`{key}` in {owner}, which makes no calls; expected it beside `call`")
        if kind == "test":
            name = "" if form.test == EVERYWHERE else form.test or ""
            return Asking(kind=kind, name=name, arguments=arguments, at=form.at or "")
        return Asking(kind=kind, name=name, arguments=arguments)
    if "call" in raw and not arguments and _only_generated(raw):
        desk.fault(raw.at, f"{owner} leaves its arguments to a generator, expected `arguments:` with their names")
    if keyword.iskeyword(name):
        desk.fault(raw.values_at["call"], f"`call` is '{name}', a Python keyword; expected a name of a function")
    _callable(desk, raw, arguments, owner)
    _known(desk, raw, "carry", form.carry, arguments, owner)
    _known(desk, raw, "over", form.over, arguments, owner)
    _program(desk, raw, form, owner)
    return Asking(
        kind=kind, name=name, arguments=arguments, carry=form.carry, over=tuple(form.over), repeat=form.repeat
    )


def _kind(desk: Desk, raw: Map, owner: str) -> AskKind:
    found = [kind for kind in KINDS if raw.get(kind) is not None]
    if len(found) != 1:
        shown = f"has {' and '.join(f'`{kind}`' for kind in found)}" if found else "asks nothing"
        desk.fault(raw.at, f"{owner} {shown}, expected exactly one of {', '.join(KINDS)}")
    return found[0] if found else "read"


def _places(desk: Desk, raw: Map, form: CriterionForm, owner: str) -> tuple[str, ...]:
    _without_inputs(desk, raw, form, owner, "an answer")
    words = [form.answer] if isinstance(form.answer, str) else form.answer
    if not isinstance(words, list) or not words or len(set(map(str, words))) != len(words):
        desk.fault(raw.values_at["answer"], f"`answer` is {describe(words)}, expected typed or [typed, printed]")
        return PLACES[:1]
    for word in words:
        if word not in PLACES:
            at = raw.values_at["answer"]
            desk.fault(at, f"`answer` is {describe(word)}, expected typed or [typed, printed]")
            return PLACES[:1]
    return tuple(str(word) for word in words)


def _without_inputs(desk: Desk, raw: Map, form: CriterionForm, owner: str, what: str) -> None:
    for key in ("arguments", "cases", *ONLY_CALLS):
        if key in raw:
            desk.fault(raw.keys_at[key], f"`{key}` in {owner}, but {what} has no inputs; remove it")
    _no_case_of_a_part(desk, raw, owner, what)
    if form.visibility == "visible":
        _not_visible(desk, raw, owner, what)


def _not_visible(desk: Desk, raw: Map, owner: str, what: str) -> None:
    desk.fault(
        raw.values_at["visibility"],
        f"{owner} is {what} and cannot be visible, since its solution would stand in the student package; "
        "expected hidden, after_due or after_published",
    )


def _no_case_of_a_part(desk: Desk, raw: Map, owner: str, what: str) -> None:
    shares: Any = raw.get("parts")
    if not isinstance(shares, Map):
        return
    for body in shares.values():
        if not isinstance(body, Map):
            continue
        if "cases" in body:
            desk.fault(body.keys_at["cases"], f"`cases` in {owner}, but {what} has no inputs; remove it")
        if body.get("visibility") == "visible":
            _not_visible(desk, body, owner, what)


def _only_generated(raw: Map) -> bool:
    lists = [raw.get("cases")]
    if isinstance(raw.get("parts"), Map):
        lists += [body.get("cases") for body in raw["parts"].values() if isinstance(body, Map)]
    items = [item for cases in lists if isinstance(cases, list) for item in cases]
    return bool(items) and all(isinstance(item, Map) and "generate" in item for item in items)


def _callable(desk: Desk, raw: Map, arguments: Mapping[str, str], owner: str) -> None:
    for name in arguments:
        if not name.isidentifier() or keyword.iskeyword(name):
            why = "a Python keyword" if keyword.iskeyword(name) else "no Python name"
            desk.fault(raw.at, f"the argument `{name}` of {owner} is {why}, expected a name that a function can have")


def _known(desk: Desk, raw: Map, key: str, names: Any, arguments: Mapping[str, str], owner: str) -> None:
    for name in names:
        if name not in arguments:
            desk.fault(
                raw.values_at[key],
                f"`{key}` of {owner} names the unknown argument `{name}`, {nearest(name, arguments)}",
            )


def _program(desk: Desk, raw: Map, form: CriterionForm, owner: str) -> None:
    if form.over and form.repeat > 1:
        desk.fault(raw.keys_at["repeat"], f"{owner} has both `over` and `repeat`, expected one of them")
    if form.carry and not form.over and form.repeat == 1:
        desk.fault(raw.keys_at["carry"], f"{owner} has `carry` but makes one call, expected `over` or `repeat` with it")
    for name in form.carry:
        if name in form.over:
            desk.fault(raw.values_at["carry"], f"{owner} has `{name}` in `carry` and in `over`, expected it in one")
