"""The laws of `draw:`, written in several short ways, read into one.

A law that has been read is a mapping of one name to its settings, all of them there: `{"normal": {"shape": (3, 4),
"mean": 0.0, "sd": 1.0}}`; cases.py draws from it. A constant is `{"value": …}`.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Mapping
from typing import Any

from grader.spec.compose import describe
from grader.spec.literals import Unfitting, common, numeric, plain, typed, word_of

LAWS = (
    "normal", "uniform", "log_uniform", "integer", "bits", "choice", "count", "zeros", "value",
)  # fmt: skip
MAX_ITEMS = 10**7
EXAMPLES = {"shape": "[3, 4]", "low": "0.1", "high": "2"}


class Unlawful(ValueError):
    """A law that cannot be drawn from; the sentence says what was expected."""


def read(raw: Any, word: str | None) -> Mapping[str, Any]:
    """One law; `word` is the argument's type where the assignment gives one, for constants and choices."""
    if isinstance(raw, str) and raw in LAWS:
        raise Unlawful(f"the word {raw!r}, expected a law such as {{normal: [3, 4]}}; a constant is {{value: {raw}}}")
    if not isinstance(raw, dict):
        return {"value": {"value": _constant(raw, word)}}
    if len(raw) != 1:
        raise Unlawful(
            f"found {len(raw)} keys, expected one law such as {{normal: [3, 4]}}; a constant is {{value: …}}"
        )
    ((name, settings),) = raw.items()
    if name not in LAWS:
        near = difflib.get_close_matches(str(name), LAWS, n=1)
        raise Unlawful(
            f"unknown law `{name}`, " + (f"did you mean `{near[0]}`?" if near else f"there are {', '.join(LAWS)}")
        )
    return {name: _READERS[name](name, settings, word)}


def word_for(raw: Any) -> str:
    """The type word that inputs drawn by an unread law will have; `any` where it is faulty."""
    if not isinstance(raw, dict):
        return word_of(raw)
    try:
        ((name, settings),) = read(raw, None).items()
    except (Unlawful, Unfitting):
        return "any"
    if name == "value":
        return word_of(raw["value"])
    if name == "choice":
        return common(word_of(option) for option in raw["choice"])
    if name == "count":
        return "integers"
    whole = name in ("integer", "bits")
    if settings["shape"] == ():
        return "integer" if whole else "number"
    return "integers" if whole else "array"


def _normal(name: str, raw: Any, _word: str | None) -> Mapping[str, Any]:
    given = _settings(name, {"shape": raw} if isinstance(raw, list) else raw, ("shape", "mean", "sd"), ("shape",))
    spread = _number(name, given, "sd", 1.0)
    if spread < 0:
        raise Unlawful(f"`normal` has sd {spread:g}, expected 0 or more")
    return {"shape": _shape(name, given.get("shape")), "mean": _number(name, given, "mean", 0.0), "sd": spread}


def _between(name: str, raw: Any, _word: str | None) -> Mapping[str, Any]:
    if isinstance(raw, list):
        if len(raw) != 2:
            raise Unlawful(f"`{name}` is {_shown(raw)}, expected [low, high] or {{low: …, high: …, shape: [3]}}")
        raw = {"low": raw[0], "high": raw[1]}
    given = _settings(name, raw, ("low", "high", "shape"), ("low", "high"))
    low, high = _number(name, given, "low"), _number(name, given, "high")
    if low > high:
        raise Unlawful(f"`{name}` goes from {low:g} to {high:g}, expected the lower bound first")
    if name == "log_uniform" and low <= 0:
        raise Unlawful(f"`log_uniform` starts at {low:g}, expected a bound above 0")
    if name == "integer":
        if not all(isinstance(plain(given[key]), int) and abs(given[key]) < 2**62 for key in ("low", "high")):
            raise Unlawful(f"`integer` goes from {low:g} to {high:g}, expected whole numbers")
        return {"low": plain(given["low"]), "high": plain(given["high"]), "shape": _shape(name, given.get("shape", []))}
    return {"low": low, "high": high, "shape": _shape(name, given.get("shape", []))}


def _shaped(name: str, raw: Any, _word: str | None) -> Mapping[str, Any]:
    return {"shape": _shape(name, raw)}


def _choice(_name: str, raw: Any, word: str | None) -> Mapping[str, Any]:
    if not isinstance(raw, list) or not raw:
        raise Unlawful(f"`choice` is {describe(raw) if raw else 'empty'}, expected a list of values to choose from")
    return {"options": tuple(_constant(option, word) for option in raw)}


def _count(_name: str, raw: Any, _word: str | None) -> Mapping[str, Any]:
    if not _is_size(raw) or raw < 1:
        raise Unlawful(f"`count` is {describe(raw)}, expected how far to count from 1, such as 25")
    return {"to": int(raw)}


def _value(_name: str, raw: Any, word: str | None) -> Mapping[str, Any]:
    return {"value": _constant(raw, word)}


_READERS: dict[str, Callable[[str, Any, str | None], Mapping[str, Any]]] = {
    "normal": _normal,
    "uniform": _between,
    "log_uniform": _between,
    "integer": _between,
    "bits": _shaped,
    "zeros": _shaped,
    "choice": _choice,
    "count": _count,
    "value": _value,
}


def _constant(raw: Any, word: str | None) -> Any:
    return typed(raw, word or "any")


def _settings(name: str, raw: Any, known: tuple[str, ...], needed: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(raw, dict):
        raise Unlawful(f"`{name}` is {describe(raw)}, expected a list or a mapping of {', '.join(known)}")
    for key in raw:
        if key not in known:
            near = difflib.get_close_matches(str(key), known, n=1)
            hint = f"did you mean `{near[0]}`?" if near else f"expected {', '.join(known)}"
            raise Unlawful(f"unknown key `{key}` in `{name}`, {hint}")
    for key in needed:
        if key not in raw:
            raise Unlawful(f"`{name}` has no `{key}`, expected one such as {key}: {EXAMPLES[key]}")
    return raw


def _number(name: str, given: Mapping[str, Any], key: str, default: float | None = None) -> float:
    value = given.get(key, default)
    if not numeric(value) or not math.isfinite(value):
        raise Unlawful(f"`{key}` of `{name}` is {describe(value)}, expected a finite number")
    return float(value)


def _shape(name: str, raw: Any) -> tuple[int, ...]:
    if not isinstance(raw, list) or not all(_is_size(size) for size in raw):
        raise Unlawful(f"the shape of `{name}` is {_shown(raw)}, expected a list of sizes such as [3, 4]")
    if math.prod(raw) > MAX_ITEMS:
        raise Unlawful(f"the shape of `{name}` is {_shown(raw)}, expected at most {MAX_ITEMS} items")
    return tuple(int(size) for size in raw)


def _is_size(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _shown(raw: Any) -> str:
    return str(plain(raw)) if isinstance(raw, list) and len(raw) < 10 else describe(raw)
