"""Simpler inputs that lie one step away: a number at a time, all numbers of an argument, smaller arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

import numpy as np

from grader.model import Inputs, Value
from grader.smallest.costs import Measure, cost, measure, simpler
from grader.smallest.domains import Domains
from grader.smallest.sizes import flatter, smaller
from grader.smallest.ties import places

LADDER = 7  # simpler values that are tried for one number
UGLY = 0.123456789  # nothing that a person would write is less simple
RUNGS = 4  # of them, where all numbers are tried at once
BOLD = 40  # simplest inputs that are tried at once
SMALLER = 8  # smaller arrays with the numbers they had
SLOTS = 24  # numbers that are looked at one by one

Slot = tuple[str, tuple[int, ...]]  # an argument, and the place in it; () for a single number


def nearby(inputs: Inputs, domains: Domains) -> list[Inputs]:
    """Every step from here that makes the inputs simpler, the simplest outcome first."""
    steps = [*smaller(inputs, domains), *_whole_arguments(inputs, domains), *_numbers(inputs, domains)]
    return in_order((one for one in steps if domains.fit(one)), below=inputs)


def outset(inputs: Inputs, domains: Domains) -> list[Inputs]:
    """Where to look first: the simplest numbers in the smallest arrays, and the same numbers in smaller ones."""
    small = in_order(smaller(inputs, domains), below=inputs)
    forms = in_order([*small[:1], *(flat for one in small[:1] for flat in flatter(one, domains))], below=inputs)
    bold = plain(forms[0] if forms else inputs, domains, BOLD)
    return in_order([*bold, *forms, *small[:SMALLER]], below=inputs)


def merged(found: list[Inputs], domains: Domains) -> Inputs | None:
    """What several steps make together: of each number the simplest; None where that is no better."""
    best = dict(found[0])
    for other in found[1:]:
        if places(other) != places(best):
            continue
        for slot in list(_slots(other))[:SLOTS]:
            value = _at(other, slot)
            if type(value) in (int, float) and cost(value) < cost(_at(best, slot)):
                best = with_value(best, slot, value, domains)
    return best if domains.fit(best) and measure(best) < measure(found[0]) else None


def plain(inputs: Inputs, domains: Domains, most: int) -> list[Inputs]:
    """The simplest inputs of this form: nearly all numbers at the lowest rung of their ladders."""
    slots = list(_slots(inputs))[:SLOTS]
    ladders = [_ladder(inputs, slot, domains, UGLY) for slot in slots]
    made = []
    for rungs in _near_the_ground([len(ladder) for ladder in ladders], most):
        changed = dict(inputs)
        for slot, ladder, rung in zip(slots, ladders, rungs, strict=True):
            if ladder:
                changed = with_value(changed, slot, ladder[rung], domains)
        made.append(changed)
    return in_order((one for one in made if domains.fit(one)), below=inputs)


def in_order(found: Iterable[Inputs], below: Inputs) -> list[Inputs]:
    """Without doubles, the simplest first; only what is simpler than the given inputs."""
    bound = measure(below)
    kept: dict[str, tuple[Measure, Inputs]] = {}
    for one in found:
        name = key(one)
        if name not in kept and (size := measure(one)) < bound:
            kept[name] = (size, one)
    return [one for _, one in sorted(kept.values(), key=lambda pair: pair[0])]


def key(inputs: Inputs) -> str:
    """The same for the same inputs, and for no others."""
    return repr([value.tolist() if isinstance(value, np.ndarray) else value for value in inputs.values()])


def with_value(inputs: Inputs, slot: Slot, value: float, domains: Domains) -> dict[str, Value]:
    """The inputs with one number changed; of a symmetric matrix, also the one opposite."""
    name, place = slot
    before = inputs[name]
    if not place:
        return {**inputs, name: int(value) if type(before) is int else float(value)}
    if isinstance(before, list):
        items = list(before)
        items[place[0]] = int(value) if type(before[place[0]]) is int else float(value)
        return {**inputs, name: items}
    array = before.copy()
    array[place] = value
    if "symmetric" in domains.of[name].keeps:
        array[place[::-1]] = value
    return {**inputs, name: array}


def _slots(inputs: Inputs) -> Iterator[Slot]:
    """Every number, those of arguments first that come first."""
    for name, value in inputs.items():
        if isinstance(value, np.ndarray):
            yield from ((name, place) for place in np.ndindex(value.shape))
        elif isinstance(value, list):
            yield from ((name, (index,)) for index in range(len(value)))
        else:
            yield name, ()


def _at(inputs: Inputs, slot: Slot) -> Value:
    name, place = slot
    value = inputs[name]
    if isinstance(value, np.ndarray):
        return value[place].item()
    return value[place[0]] if place else value


def _ladder(inputs: Inputs, slot: Slot, domains: Domains, than: float | None = None) -> list[float]:
    """Simpler values for one number (simpler than it is, if nothing else is said) and, last, its own."""
    value = _at(inputs, slot)
    if type(value) not in (int, float):
        return []
    return [*simpler(value if than is None else than, domains.of[slot[0]].holds, LADDER), value]


def _numbers(inputs: Inputs, domains: Domains) -> Iterator[Inputs]:
    for slot in list(_slots(inputs))[:SLOTS]:
        for value in _ladder(inputs, slot, domains)[:-1]:
            yield with_value(inputs, slot, value, domains)


def _whole_arguments(inputs: Inputs, domains: Domains) -> Iterator[Inputs]:
    """All numbers of an array alike, and all of them rounded."""
    for name, value in inputs.items():
        holds = domains.of[name].holds
        if not isinstance(value, np.ndarray) or value.dtype.kind not in "iuf" or value.size < 2:
            continue
        for one in (0.0, 1.0):
            if holds(one):
                yield {**inputs, name: np.full_like(value, one)}
        rounded = np.round(value)
        if all(map(holds, rounded.ravel().tolist())):
            yield {**inputs, name: rounded}


def _near_the_ground(heights: list[int], most: int) -> Iterator[tuple[int, ...]]:
    """Which rung of each ladder, those with few steps above the ground first."""
    if len(heights) > 8:  # too many to go through: all on the same rung
        yield from (tuple(min(rung, max(height - 1, 0)) for height in heights) for rung in range(LADDER))
        return
    grid = product(*(range(max(1, min(height, RUNGS))) for height in heights))
    yield from sorted(grid, key=lambda rungs: (sum(rungs), rungs))[:most]
