"""`cases:` → inputs: written down, drawn by laws, or made by a generator.

All cases of a criterion name the same arguments. What `arguments:` does not say is taken from the first case, and the
type of each argument from all of them together.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from grader.model import CaseSource, Drawn, Generated, Given, Written
from grader.spec import laws, sources
from grader.spec.compose import Map, Place, describe
from grader.spec.desk import Desk, nearest
from grader.spec.forms import ArgumentsCase, DrawCase, GenerateCase
from grader.spec.literals import Unfitting, common, literal, typed, word_of
from grader.spec.wording import truth

FITS = {  # type word → what a law may give for it
    "array": {"array", "integers"},
    "tensor": {"array", "integers"},
    "list": {"array", "integers", "list", "booleans"},
    "integers": {"integers"},
    "booleans": {"integers", "booleans"},
    "number": {"number", "integer"},
    "integer": {"integer"},
    "flag": {"flag", "integer"},
    "text": {"text"},
}
SELF_MADE = {"value", "choice"}  # laws whose values are written down and so fit or not by themselves


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of `cases:`, its outer keys checked, its inputs still as written."""

    kind: Literal["written", "draw", "generate"]
    inputs: Map  # argument → value or law; empty where a generator makes them
    visible: bool | None = None
    times: int = 1
    want: Given | None = None
    path: str = ""
    options: Mapping[str, Any] | None = None


def entries(desk: Desk, raw: Any, at: Place) -> tuple[Entry, ...]:
    """The items of a `cases:` list that can be read."""
    found = desk.items(raw, at, "cases")
    if not found and isinstance(raw, list):
        desk.fault(at, "`cases` is empty, expected at least one case; remove the key to use those of the criterion")
    read = [_entry(desk, item, place) for item, place in found]
    return tuple(entry for entry in read if entry is not None)


def words(desk: Desk, declared: Mapping[str, str] | None, cases: Sequence[Entry]) -> dict[str, str]:
    """Every argument with its type word, in calling order; faults where a case names other arguments."""
    named = [case for case in cases if case.kind != "generate"]
    if declared is None and _visibles(desk, named):
        return {}
    first = next((case for case in named if case.kind == "written"), named[0] if named else None)
    names = tuple(declared) if declared is not None else tuple(str(key) for key in first.inputs) if first else ()
    for case in named:
        _same_names(desk, names, case.inputs)
    if declared is not None:
        return dict(declared)
    return {name: common(_word(case, name) for case in named if name in case.inputs) for name in names}


def source(desk: Desk, case: Entry, arguments: Mapping[str, str], visible: bool) -> CaseSource:
    """The case as the model has it; `visible` is what its part says."""
    seen = visible if case.visible is None else case.visible
    if case.kind == "generate":
        return Generated(path=case.path, options=case.options or {}, times=case.times, visible=seen)
    known = {name: word for name, word in arguments.items() if name in case.inputs}
    if case.kind == "written":
        return Written(inputs=_values(desk, case.inputs, known), visible=seen, want=case.want)
    return Drawn(laws=_laws(desk, case.inputs, known), times=case.times, visible=seen)


def _entry(desk: Desk, raw: Any, at: Place) -> Entry | None:
    if not isinstance(raw, Map):
        desk.fault(at, f"a case is {describe(raw)}, expected a mapping such as {{w: [1.0], lr: 0.1}}")
        return None
    if "draw" in raw:
        drawn = desk.take(DrawCase, raw, at, "a drawn case")
        if drawn is None or not isinstance(raw["draw"], Map):
            if drawn is not None:
                desk.pairs(raw["draw"], raw.values_at["draw"], "draw")
            return None
        return Entry("draw", raw["draw"], drawn.visible, drawn.times)
    if "generate" in raw:
        made = desk.take(GenerateCase, raw, at, "a generated case")
        if made is None:
            return None
        options = {str(key): literal(value) for key, value in made.options.items()}
        return Entry("generate", Map(at), made.visible, made.times, None, made.generate, options)
    return _written(desk, raw, at)


def _written(desk: Desk, raw: Map, at: Place) -> Entry | None:
    given = sources.want(desk, raw, "want") if "want" in raw else None
    if isinstance(raw.get("arguments"), Map):
        form = desk.take(ArgumentsCase, raw, at, "a case")
        return Entry("written", raw["arguments"], form.visible, want=given) if form else None
    visible = raw.get("visible")
    if visible is not None and not isinstance(visible, bool):
        desk.fault(
            raw.values_at["visible"], f"`visible` is {describe(visible)}, expected true or false{truth(visible)}"
        )
        visible = None
    inputs = Map(at)
    for key in raw:
        if key not in ("visible", "want"):
            inputs[key] = raw[key]
            inputs.keys_at[key], inputs.values_at[key] = raw.keys_at[key], raw.values_at[key]
    return Entry("written", inputs, visible, want=given)


def _visibles(desk: Desk, cases: Sequence[Entry]) -> bool:
    """Whether `visible` is misspelt in a case: what looks like it and says yes or no is hardly an argument."""
    found = False
    for case in cases:
        for key, value in case.inputs.items():
            near = difflib.get_close_matches(str(key).lower(), ["visible"], n=1, cutoff=0.8)
            if near and (isinstance(value, bool) or truth(value)):
                desk.fault(case.inputs.keys_at[key], f"unknown argument `{key}` in a case, did you mean `visible`?")
                found = True
    return found


def _same_names(desk: Desk, names: Sequence[str], inputs: Map) -> None:
    unknown = [key for key in inputs if key not in names]
    for key in unknown:
        desk.fault(inputs.keys_at[key], f"unknown argument `{key}`, {nearest(str(key), names)}")
    missing = [name for name in names if name not in inputs]
    if missing and len(missing) > len(unknown):  # a misspelt name explains a missing one
        shown = ", ".join(f"`{name}`" for name in missing)
        desk.fault(inputs.at, f"the case has no {shown}, expected a value for each of {', '.join(names)}")


def _word(case: Entry, name: str) -> str:
    value = case.inputs[name]
    return word_of(value) if case.kind == "written" else laws.word_for(value)


def _values(desk: Desk, inputs: Map, arguments: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, word in arguments.items():
        at = inputs.values_at[name]
        sources.no_lost_zeros(desk, inputs[name], at)
        try:
            values[name] = typed(inputs[name], word)
        except Unfitting as expected:
            desk.fault(at, f"`{name}` is {describe(inputs[name])}, expected {expected} (its type is {word})")
    return values


def _laws(desk: Desk, inputs: Map, arguments: Mapping[str, str]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, word in arguments.items():
        at = inputs.values_at[name]
        sources.no_lost_zeros(desk, inputs[name], at)
        try:
            read[name] = laws.read(inputs[name], word)
        except laws.Unlawful as fault:
            desk.fault(at, f"`{name}`: {fault}")
            continue
        except Unfitting as expected:
            desk.fault(at, f"`{name}` has a value that does not fit, expected {expected} (its type is {word})")
            continue
        law = next(iter(read[name]))
        gives = laws.word_for(inputs[name])
        if law not in SELF_MADE and gives not in FITS.get(word, {gives}):
            desk.fault(at, f"`{name}`: the law `{law}` gives {gives} here, expected {word}; change the law or the type")
    return read
