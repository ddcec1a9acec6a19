"""Which axes belong together: those that are equally long in every case of a criterion, whatever its cases are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from grader.model import Inputs, Value

Place = tuple[str, int]  # an argument and one of its axes


@dataclass(frozen=True, slots=True)
class Ties:
    """Axes in groups, and those that must stay as they are because something else tells their size."""

    groups: tuple[frozenset[Place], ...] = ()
    held: frozenset[Place] = field(default_factory=frozenset)

    def group(self, place: Place) -> int:
        """The number of the group that an axis is in."""
        return next((number for number, group in enumerate(self.groups) if place in group), -1)


def places(inputs: Inputs) -> dict[Place, int]:
    """Every axis with its size.

    >>> places({"w": np.zeros((3, 4)), "lr": 0.1, "sizes": [2, 1]})
    {('w', 0): 3, ('w', 1): 4, ('sizes', 0): 2}
    """
    return {(name, axis): size for name, value in inputs.items() for axis, size in enumerate(_shape(value))}


def ties(cases: Sequence[Inputs]) -> Ties:
    """What the sizes of all cases have in common."""
    sizes = [places(one) for one in cases]
    every = sorted({place for found in sizes for place in found})
    groups: list[set[Place]] = []
    for place in every:
        home = next((group for group in groups if all(_same(place, other, sizes) for other in group)), None)
        if home is None:
            groups.append({place})
        else:
            home.add(place)
    held = {place for place in every if _told(place, cases, sizes)}
    held |= {one for pair in combinations(every, 2) if _apart(*pair, sizes) for one in pair}
    return Ties(tuple(map(frozenset, groups)), frozenset(held))


def _same(one: Place, other: Place, sizes: Sequence[dict[Place, int]]) -> bool:
    both = [found for found in sizes if one in found and other in found]
    return bool(both) and all(found[one] == found[other] for found in both)


def _apart(one: Place, other: Place, sizes: Sequence[dict[Place, int]]) -> bool:
    """Whether two sizes vary, and always by the same: edges and the bins between them."""
    pairs = {(found[one], found[other]) for found in sizes if one in found and other in found}
    return len(pairs) > 1 and len({a - b for a, b in pairs}) == 1 and any(a != b for a, b in pairs)


def _told(place: Place, cases: Sequence[Inputs], sizes: Sequence[dict[Place, int]]) -> bool:
    """Whether a whole number among the arguments is this size, in every case."""
    having = [(one, found[place]) for one, found in zip(cases, sizes, strict=True) if place in found]
    names = [set(_whole(one, place[0])) for one, _ in having]
    common = set.intersection(*names) if names else set()
    return any(all(dict(_whole_values(one))[name] == size for one, size in having) for name in common)


def _whole(inputs: Inputs, besides: str) -> Iterator[tuple[str, int]]:
    return (name for name, _ in _whole_values(inputs) if name[0] != besides)


def _whole_values(inputs: Inputs) -> Iterator[tuple[tuple[str, int], int]]:
    for name, value in inputs.items():
        if type(value) is int:
            yield (name, 0), value
        elif isinstance(value, list):
            whole = [one if type(one) is int else -1 for one in value]
            yield from (((name, index), one) for index, one in enumerate(whole))
            yield from (((name, index - len(whole)), one) for index, one in enumerate(whole))


def _shape(value: Value) -> tuple[int, ...]:
    if isinstance(value, np.ndarray):
        return tuple(value.shape)
    return (len(value),) if isinstance(value, list) else ()
