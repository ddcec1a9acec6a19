"""Nested answers, item by item: dicts by key, tuples and lists by position, everything else by a checker's leaf."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from grader.checkers._arrays import describe, reals
from grader.model import Status, Value, Verdict
from grader.showing import show

Leaf: TypeAlias = Callable[[Value, Value, str], Verdict]  # got, want, and "item 2: " or "" to begin a finding with


def walk(got: Value, want: Value, leaf: Leaf, at: str = "") -> Verdict:
    """The verdict on the first item that is not right; an undecided item counts only if no other is wrong."""
    if isinstance(want, dict):
        return _dict(got, want, leaf, at)
    if isinstance(want, list | tuple) and _itemwise(got, want):
        return _items(got, want, leaf, at)
    return leaf(got, want, at)


def _itemwise(got: Value, want: list[Value] | tuple[Value, ...]) -> bool:
    """A list of scalars or a rectangular list of lists reads as one array; anything richer goes item by item."""
    if reals(want) is None:
        return True
    nested = any(isinstance(item, list | tuple) or np.ndim(item) for item in want)
    if not nested:
        return False
    if isinstance(want, tuple) or any(isinstance(item, np.ndarray) for item in want):
        return True
    return reals(got) is None and isinstance(got, list | tuple)


def _dict(got: Value, want: dict[Value, Value], leaf: Leaf, at: str) -> Verdict:
    if not isinstance(got, dict):
        return Verdict.failed(f"{at}a dict is due; you have {describe(got)}", f"expected {show(want)}, got {show(got)}")
    lack = missing_keys(got, want)
    if lack:
        return Verdict.failed(f"{at}{lack}", f"expected {show(want)}, got {show(got)}")
    return _first([walk(got[key], want[key], leaf, _deeper(at, f"key {show(key, 60)}")) for key in want])


def missing_keys(got: dict[Value, Value], want: dict[Value, Value]) -> str:
    """Which expected keys a dict does not hold; empty if it holds them all.

    >>> missing_keys({"m": 1}, {"m": 1, "v": 2})
    "the key 'v' is missing; you have 'm'"
    """
    missing = [key for key in want if key not in got]
    if not missing:
        return ""
    names = ", ".join(show(key, 60) for key in missing)
    have = ", ".join(show(key, 60) for key in list(got)[:12]) or "no keys"
    lack = f"the keys {names} are missing" if len(missing) > 1 else f"the key {names} is missing"
    return f"{lack}; you have {have}"


def _items(got: Value, want: list[Value] | tuple[Value, ...], leaf: Leaf, at: str) -> Verdict:
    listed = isinstance(got, list | tuple) or (isinstance(got, np.ndarray) and got.ndim > 0)
    if not listed:
        kind = type(want).__name__
        finding = f"{at}a {kind} of {len(want)} is due; you have {_plain(got)}"
        return Verdict.failed(finding, f"expected {show(want)}, got {show(got)}")
    if len(got) != len(want):
        finding = f"{at}{len(want)} item{'s' * (len(want) != 1)} due; you have {len(got)}"
        return Verdict.failed(finding, f"expected {show(want)}, got {show(got)}")
    pairs = zip(got, want, strict=True)
    return _first([walk(mine, due, leaf, _deeper(at, f"item {i}")) for i, (mine, due) in enumerate(pairs)])


def _plain(got: Value) -> str:
    return show(got, 60) if reals(got) is not None else describe(got)


def _deeper(at: str, step: str) -> str:
    return f"{at.removesuffix(': ')}, {step}: " if at else f"{step}: "


def _first(verdicts: list[Verdict]) -> Verdict:
    for status in (Status.FAILED, Status.UNDECIDED):
        for verdict in verdicts:
            if verdict.status is status:
                return verdict
    return Verdict.passed()
