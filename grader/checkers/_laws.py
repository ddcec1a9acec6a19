"""A law in words, for a student who sees what a random result is held against."""

from __future__ import annotations

from typing import Any

from grader.model import Value
from grader.showing import show


def in_words(law: str, want: Value) -> str | None:
    """What is due, or nothing where the reference gave no such law.

    >>> in_words("estimate", [{"mean": 2.5, "standard_error": 0.01}] * 3)
    'estimates that scatter around 2.5 with the standard error 0.01'
    """
    first = want[0] if isinstance(want, list) and want else want
    if not isinstance(first, dict):
        return None
    try:
        return _WORDS[law](first)
    except KeyError:
        return None


def _dropout(law: dict[str, Any]) -> str:
    keep = show(law["keep"])
    kept = {"inverted": f"divided by {keep}", "classic": "unchanged"}[law.get("scale", "inverted")]
    mask = ", together with the mask" if law.get("mask") else ""
    return f"each entry kept with probability {keep} and then {kept}, else 0; drawn anew in every call{mask}"


def _mask(law: dict[str, Any]) -> str:
    shape = show(tuple(law["shape"]))
    return f"zeros and ones of shape {shape}, each one with probability {show(law['keep'])}; drawn anew in every call"


def _estimate(law: dict[str, Any]) -> str:
    return f"estimates that scatter around {show(law['mean'])} with the standard error {show(law['standard_error'])}"


def _samples(law: dict[str, Any]) -> str:
    names = {"normal": ("mean", "sd"), "uniform": ("low", "high"), "exponential": ("mean",), "bernoulli": ("p",)}
    known = [f"{name} {show(law[name])}" for name in names[law["law"]] if name in law]
    return " with ".join(filter(None, [f"draws from the {law['law']} distribution", " and ".join(known)]))


_WORDS = {"dropout": _dropout, "mask": _mask, "estimate": _estimate, "samples": _samples}
