"""`judge:` → a checker. Its settings are the fields of the kind's dataclass, and nothing is assumed about it."""

from __future__ import annotations

import dataclasses
import functools
from fractions import Fraction
from types import ModuleType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from pydantic import BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema, create_model

from grader import kinds
from grader.errors import RequestError
from grader.model import Checker
from grader.spec.compose import Map, Place, describe
from grader.spec.desk import Desk
from grader.spec.forms import _RATIO, Form, _fraction
from grader.spec.literals import plain
from grader.spec.wording import explained, sentence

_Ratio = Annotated[Fraction, BeforeValidator(_fraction), WithJsonSchema(_RATIO)]


def read(desk: Desk, raw: Any, at: Place, owner: str) -> tuple[str, Checker] | None:
    """The kind and the checker that a `judge:` names; every fault is noted."""
    if not isinstance(raw, Map):
        desk.fault(at, f"`judge` of {owner} is {describe(raw)}, expected a mapping such as {{kind: exact}}")
        return None
    kind = raw.get("kind")
    if not isinstance(kind, str):
        where = raw.values_at.get("kind", raw.at)
        found = f"is {describe(kind)}" if "kind" in raw else "is missing"
        desk.fault(where, f"`kind` of judge {found}, expected one of {', '.join(kinds.names('checkers'))}")
        return None
    try:
        module = kinds.find("checkers", kind)
    except RequestError as error:
        desk.fault(raw.values_at["kind"], str(error))
        return None
    checker = _build(desk, module, kind, raw)
    return (kind, checker) if checker is not None else None


@functools.cache
def form(module: ModuleType) -> type[Form]:
    """The form of a kind's settings, made from the fields of its Checker."""
    hints = get_type_hints(module.Checker)
    fields: dict[str, Any] = {}
    for setting in dataclasses.fields(module.Checker):
        if not setting.init:
            continue
        if setting.default is not dataclasses.MISSING:
            default: Any = Field(setting.default)
        elif setting.default_factory is not dataclasses.MISSING:
            default = Field(default_factory=setting.default_factory)
        else:
            default = Field(description="a value; this setting has no default")
        fields[setting.name] = (_readable(hints[setting.name]), default)
    made = create_model(module.__name__, __base__=Form, **fields)
    made.model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    return made


def _build(desk: Desk, module: ModuleType, kind: str, raw: Map) -> Checker | None:
    settings = Map(raw.at)
    for key in raw:
        if key != "kind":
            settings[key] = plain(raw[key])
            settings.keys_at[key], settings.values_at[key] = raw.keys_at[key], raw.values_at[key]
    what = f"judge of kind {kind}"
    shape = form(module)
    try:
        filled = shape.model_validate(settings)
    except ValidationError as error:
        for entry in explained(shape, error):
            desk.fault(*sentence(shape, settings, entry, what))
        return None
    given = {name: getattr(filled, name) for name in filled.model_fields_set}
    try:
        checker: Checker = module.Checker(**given)
    except ValueError as error:
        desk.fault(raw.at, f"{what}: {error}")
        return None
    return checker


def _readable(hint: Any) -> Any:
    """A field type as a file can give it: fractions as 1/2, tuples as lists."""
    if hint is Fraction:
        return _Ratio
    if get_origin(hint) is tuple:
        return Annotated[hint, Field(strict=False)]
    if type(None) in get_args(hint):
        inner = [_readable(option) for option in get_args(hint) if option is not type(None)]
        return functools.reduce(lambda left, right: left | right, inner) | None if len(inner) > 1 else inner[0] | None
    return hint
