"""Smaller arrays: axes that belong together are cut together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from grader.model import Inputs, Value
from grader.smallest.domains import Domains, form
from grader.smallest.ties import places

PICKS = 4  # which item of an axis is left when one is left


@dataclass(frozen=True, slots=True)
class Axes:
    """Axes that are of one size, in every case."""

    size: int
    places: tuple[tuple[str, int], ...]  # argument, axis
    least: int
    prefix: bool


def axes(inputs: Inputs, domains: Domains) -> list[Axes]:
    """The axes that can be cut; not those whose size is told by another argument."""
    groups: dict[int, list[tuple[str, int]]] = {}
    for place in places(inputs):
        groups.setdefault(domains.ties.group(place), []).append(place)
    found = []
    for some in groups.values():
        size = places(inputs)[some[0]]
        least = max(1, *(domains.of[name].least for name, _ in some))
        if size > least and not any(place in domains.ties.held for place in some):
            prefix = any(domains.of[name].prefix for name, _ in some)
            found.append(Axes(size, tuple(some), least, prefix))
    return found


def smaller(inputs: Inputs, domains: Domains) -> Iterator[Inputs]:
    """The same numbers in smaller arrays, the smallest first."""
    cuttable = axes(inputs, domains)
    for pick in range(PICKS):
        yield from _all_cut(inputs, cuttable, [_one(one, pick) for one in cuttable])
    for one in cuttable:
        for pick in range(PICKS):
            yield from _all_cut(inputs, [one], [_one(one, pick)])
        for length in (one.size // 2, one.size - 1):
            kept = list(range(max(one.least, length)))
            yield from _all_cut(inputs, [one], [kept])
            if not one.prefix:
                yield from _all_cut(inputs, [one], [[one.size - len(kept) + index for index in kept]])
    yield from flatter(inputs, domains)


def flatter(inputs: Inputs, domains: Domains) -> Iterator[Inputs]:
    """The same with one axis less in every array, where axes are one long and such cases occur."""
    arrays = {name: value for name, value in inputs.items() if isinstance(value, np.ndarray) and value.ndim}
    for axis in (0, -1):
        if arrays and all(value.ndim > 1 and value.shape[axis] == 1 for value in arrays.values()):
            made = {**inputs, **{name: np.squeeze(value, axis) for name, value in arrays.items()}}
            if form(made) in domains.forms:
                yield made


def _one(axis: Axes, pick: int) -> list[int]:
    """As few items as there may be, from some place on."""
    start = 0 if axis.prefix else min(pick, axis.size - axis.least)
    return list(range(start, start + axis.least))


def _all_cut(inputs: Inputs, cuttable: Sequence[Axes], keep: Sequence[list[int]]) -> Iterator[Inputs]:
    made = dict(inputs)
    for one, kept in zip(cuttable, keep, strict=True):
        if len(kept) >= one.size:
            return
        for name, axis in one.places:
            made[name] = _taken(made[name], kept, axis)
    if cuttable:
        yield made


def _taken(value: Value, kept: list[int], axis: int) -> Value:
    if isinstance(value, list):
        return [value[index] for index in kept]
    return np.take(value, kept, axis=axis)
