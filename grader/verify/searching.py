"""An input on which a mutant differs from the truth: the case that a teacher should add.

First come variations of the written cases, in small round numbers and at the edges; then drawn inputs, rounded; then
drawn inputs as they are. No argument leaves the range that the cases themselves span, since a reference promises
nothing beyond it. Of all that are found in the first group that has any, the shortest to write is given.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from grader import cases as laying
from grader.comparing import compare, picked, wanted
from grader.diagnosis.deadline import Late, within
from grader.edition import plain
from grader.errors import SpecError
from grader.model import Case, Criterion, Drawn, Generated, Inputs, Part, Reference, Status, Value, Written
from grader.mutation import Mutant
from grader.oracle import Failure
from grader.spec.emit import Unwritable, flow
from grader.verify.bench import Bench

VARIED, DRAWN = 400, 60  # inputs tried of each group
ENOUGH = 8  # findings among which the shortest is chosen
LATE, TIMES = 3.0, 50  # seconds of processor time, and times as long as the truth: a mutant that needs more never ends
RESERVED = ("arguments", "visible", "want", "draw", "generate")


@dataclass(frozen=True, slots=True)
class Found:
    """An input on which a mutant differs, as an item of `cases:`."""

    case: str
    part: str | None  # where it would stand; None: among the cases of the whole criterion
    lawful: bool  # drawn by the criterion's own laws, so nobody can say that it is none of its inputs


def find(bench: Bench, criterion: Criterion, mutant: Mutant, lawful: bool = False) -> dict[str, Any] | None:
    """The plain fields of a Found, or None; with `lawful` only inputs that the laws draw are tried."""
    tester = _Tester(bench, criterion, mutant)
    rng = laying.random_generator(bench.plan.assignment.seed, criterion.id, mutant.name)
    for group, drawn in _groups(bench, criterion, rng):
        if lawful and not drawn:
            continue
        found = []
        for inputs in group:
            one = tester.test(inputs, drawn)
            if one is not None:
                found.append(one)
            if len(found) == ENOUGH or tester.endless:
                break
        if found:
            return asdict(min(found, key=lambda one: (len(one.case), one.case)))
    return None


def _groups(bench: Bench, criterion: Criterion, rng: np.random.Generator) -> Iterator[tuple[Iterator[Inputs], bool]]:
    ranges = _ranges(bench.plan.cases[criterion.id])
    yield (one for one in _varied(bench, criterion, rng) if _within(one, ranges)), False
    yield (one for one in map(_rounded, _drawn(bench, criterion, rng)) if _within(one, ranges)), False
    yield _drawn(bench, criterion, rng), True


@dataclass(slots=True)
class _Tester:
    bench: Bench
    criterion: Criterion
    mutant: Mutant
    endless: bool = False  # the mutant did not come back: one such input is enough

    def test(self, inputs: Inputs, drawn: bool) -> Found | None:
        case = Case(id="?", criterion=self.criterion.id, part=None, inputs=inputs)
        began = time.process_time()
        truth = self._value(case)
        if isinstance(truth, Failure) or not _finite(truth):
            return None
        value = self._mutated(case, max(LATE, TIMES * (time.process_time() - began)))
        for part in reversed(self.criterion.parts):
            if part.arguments_unchanged and not part.cases:
                continue
            if not self._differs(part, value, truth):
                continue
            written = _written(inputs)
            return Found(written, part.id if part.cases else None, drawn) if written else None
        return None

    def _value(self, case: Case) -> Value:
        assert isinstance(self.criterion.expect, Reference)
        function = self.bench.oracle.function(self.criterion.expect.path)
        return self.bench.oracle.apply(function, self.criterion, case, self.criterion.expect.inputs)

    def _mutated(self, case: Case, seconds: float) -> Value:
        """What the mutant gives, or that it gives nothing."""
        try:
            with self.mutant.made(), within(seconds):
                return self._value(case)
        except Late:
            self.endless = True
            return Failure("Late", "it does not come back")

    def _differs(self, part: Part, value: Value, truth: Value) -> bool:
        if isinstance(value, Failure):
            return True
        if part.pick is not None:
            found, value = picked(value, part.pick)
            if not found:
                return True
        verdict = compare(part.judge or self.criterion.judge, value, wanted(part, truth))
        return verdict.status not in (Status.PASSED, Status.UNDECIDED)


def _written(inputs: Inputs) -> str:
    """The item of `cases:`; empty where YAML cannot hold it."""
    values: dict[str, Any] = {name: plain(value) for name, value in inputs.items()}
    try:
        return flow({"arguments": values} if any(name in RESERVED for name in values) else values)
    except Unwritable:
        return ""


def _finite(value: Value) -> bool:
    if isinstance(value, np.ndarray):
        return bool(np.isfinite(value).all()) if value.dtype.kind in "fc" else True
    if isinstance(value, Mapping):
        return all(map(_finite, value.values()))
    if isinstance(value, (list, tuple)):
        return all(map(_finite, value))
    return value is not None and (not isinstance(value, (float, complex)) or bool(np.isfinite(value)))


# ---- drawn ----


def _drawn(bench: Bench, criterion: Criterion, rng: np.random.Generator) -> Iterator[Inputs]:
    """Inputs by every law and generator of the criterion in turn."""
    sources = [source for source in _sources(criterion) if not isinstance(source, Written)]
    for number in range(DRAWN if sources else 0):
        made = _make(bench, criterion, sources[number % len(sources)], rng)
        if made is not None:
            yield made


def _sources(criterion: Criterion) -> list[Any]:
    return [*criterion.cases, *(source for part in criterion.parts for source in part.cases)]


def _make(bench: Bench, criterion: Criterion, source: Any, rng: np.random.Generator) -> Inputs | None:
    arguments = criterion.ask.arguments
    try:
        if isinstance(source, Drawn):
            return {name: laying.cast(laying.draw(source.laws[name], rng), word) for name, word in arguments.items()}
        if isinstance(source, Generated):
            made = bench.oracle.generator(source.path)(rng, **source.options)
            return {name: laying.cast(made[name], word) for name, word in arguments.items()}
    except (ValueError, TypeError, KeyError, SpecError):
        return None
    return None


def _rounded(inputs: Inputs) -> Inputs:
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


# ---- varied ----


def _varied(bench: Bench, criterion: Criterion, rng: np.random.Generator) -> Iterator[Inputs]:
    cases = [case.inputs for case in bench.plan.cases[criterion.id]]
    drawn = [_rounded(inputs) for inputs in cases]
    for number in range(VARIED):
        inputs: Inputs = dict((cases if number % 2 else drawn)[int(rng.integers(len(cases)))])
        for _ in range(int(rng.integers(1, 4))):
            inputs = _vary(inputs, cases, rng)
        yield inputs


def _vary(inputs: Inputs, cases: list[Inputs], rng: np.random.Generator) -> Inputs:
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


# ---- what the cases span ----


def _ranges(cases: tuple[Case, ...]) -> dict[str, tuple[float, float]]:
    """The least and the largest number of every argument over all cases."""
    found: dict[str, tuple[float, float]] = {}
    for case in cases:
        for name, value in case.inputs.items():
            numbers = _numbers(value)
            if numbers:
                low, high = found.get(name, (np.inf, -np.inf))
                found[name] = (min(low, *numbers), max(high, *numbers))
    return found


def _within(inputs: Inputs, ranges: Mapping[str, tuple[float, float]]) -> bool:
    for name, value in inputs.items():
        numbers = _numbers(value)
        if numbers and name in ranges:
            low, high = ranges[name]
            if not (low <= min(numbers) and max(numbers) <= high):
                return False
    return True


def _numbers(value: Value) -> list[float]:
    """Its smallest and largest number, or none."""
    if isinstance(value, np.ndarray):
        if not value.size or value.dtype.kind not in "fiu":
            return []
        return [float(value.min()), float(value.max())]
    if isinstance(value, (list, tuple)):
        return [number for item in value for number in _numbers(item)]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return [float(value)]
    return []
