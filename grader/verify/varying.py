"""Variations of a criterion's cases: in small round numbers, at the edges, with ties, and shorter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from grader.model import Inputs, Value

VARIED = 400  # that are tried


def varied(cases: Sequence[Inputs], rng: np.random.Generator) -> Iterator[Inputs]:
    """One to three changes of a case, again and again."""
    drawn = [rounded(inputs) for inputs in cases]
    for number in range(VARIED):
        inputs: Inputs = dict((cases if number % 2 else drawn)[int(rng.integers(len(cases)))])
        for _ in range(int(rng.integers(1, 4))):
            inputs = _vary(inputs, cases, rng)
        yield inputs


def _vary(inputs: Inputs, cases: Sequence[Inputs], rng: np.random.Generator) -> Inputs:
    """One argument, or all of one length together, made different."""
    name = list(inputs)[int(rng.integers(len(inputs)))]
    value = inputs[name]
    if isinstance(value, (np.ndarray, list)) and len(np.shape(value) if isinstance(value, np.ndarray) else value):
        if rng.random() < 0.3:
            blocks = isinstance(value, np.ndarray) and value.ndim > 1
            return _corner(inputs, np.shape(value), rng) if blocks else _cut(inputs, len(value), rng)
        return {**inputs, name: _vary_row(value, inputs, rng)}
    if isinstance(value, (bool, str)) or value is None:
        others = [case[name] for case in cases]
        return {**inputs, name: others[int(rng.integers(len(others)))]}
    if isinstance(value, (int, float)):
        return {**inputs, name: _vary_number(value, inputs, rng)}
    return inputs


def _cut(inputs: Inputs, length: int, rng: np.random.Generator) -> Inputs:
    """Every argument of this length keeps its first few items; what belongs together stays together."""
    keep = int(rng.integers(1, min(length, 5) + 1))
    long = (np.ndarray, list)
    return {
        name: value[:keep] if isinstance(value, long) and np.ndim(value) != 0 and len(value) == length else value
        for name, value in inputs.items()
    }


def _corner(inputs: Inputs, shape: tuple[int, ...], rng: np.random.Generator) -> Inputs:
    """A small block out of every argument of this shape."""
    sizes = [int(rng.integers(1, min(size, 5) + 1)) if size else 0 for size in shape]
    starts = [int(rng.integers(0, size - kept + 1)) for size, kept in zip(shape, sizes, strict=True)]
    block = tuple(slice(start, start + kept) for start, kept in zip(starts, sizes, strict=True))
    return {
        name: value[block].copy() if isinstance(value, np.ndarray) and value.shape == shape else value
        for name, value in inputs.items()
    }


def _vary_number(value: float, inputs: Inputs, rng: np.random.Generator) -> float:
    others = [other for other in inputs.values() if type(other) is type(value)]
    whole = [0, 1, 2, 3, value - 1, value + 1, *others]
    if isinstance(value, int):
        return int(whole[int(rng.integers(len(whole)))])
    some = [*whole, -1.0, 0.5, -value, 2 * value, round(value), round(value, 1)]
    return float(some[int(rng.integers(len(some)))])


def _vary_row(value: Any, inputs: Inputs, rng: np.random.Generator) -> Any:
    changed = value.copy() if isinstance(value, np.ndarray) else list(value)
    if isinstance(changed, np.ndarray):
        flat = changed.reshape(-1)
        ways: list[Callable[[], Any]] = [
            lambda: np.round(changed) if changed.dtype.kind == "f" else changed,
            lambda: np.zeros_like(changed),
            lambda: _with(changed, flat, rng, flat[int(rng.integers(flat.size))]),  # a tie
            lambda: _with(changed, flat, rng, _number_of(inputs, rng)),
            lambda: _with(changed, flat, rng, 0),
            lambda: np.sort(changed, axis=0),
            lambda: np.full_like(changed, flat[0]),
        ]
        return ways[int(rng.integers(len(ways)))]() if flat.size else changed
    at, other = int(rng.integers(len(changed))), int(rng.integers(len(changed)))
    changed[at] = changed[other] if rng.random() < 0.5 else _round(changed[at])
    return changed


def _with(array: Any, flat: Any, rng: np.random.Generator, value: Any) -> Any:
    flat[int(rng.integers(flat.size))] = value
    return array


def _number_of(inputs: Inputs, rng: np.random.Generator) -> float:
    """A number that stands among the arguments, or a small one: what an entry is compared with."""
    numbers = [value for value in inputs.values() if isinstance(value, (int, float)) and not isinstance(value, bool)]
    numbers += [-1, 0, 1]
    return float(numbers[int(rng.integers(len(numbers)))])


def rounded(inputs: Inputs) -> Inputs:
    """The same in fewer digits, so that things happen that hardly ever do among drawn numbers: equals, zeros, ties."""
    return {name: _round(value) for name, value in inputs.items()}


def _round(value: Value) -> Value:
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return np.round(value) + 0.0
    if isinstance(value, float):
        return float(f"{value:.1g}")
    if isinstance(value, (list, tuple)):
        return type(value)(map(_round, value))
    return value
