"""An input on which a mutant differs from the truth: the case that a teacher should add.

First come variations of the written cases, in small round numbers and at the edges; then drawn inputs, rounded; then
drawn inputs as they are. None of them leaves the range that the cases themselves span, since a reference promises
nothing beyond it; only where all cases are written down, inputs beyond them come last (beyond.py). Of all that are
found in the first group that has any, the shortest to write is given. All mutants of a criterion are put the same
inputs, so that one case tells several.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
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
from grader.verify import beyond
from grader.verify.bench import Bench
from grader.verify.varying import rounded, varied

DRAWN = 60  # inputs tried of each group of drawn ones
ENOUGH = 8  # findings among which the shortest is chosen
LATE, TIMES = 3.0, 50  # seconds of processor time, and times as long as the truth: a mutant that needs more never ends
RESERVED = ("arguments", "visible", "want", "draw", "generate")


@dataclass(frozen=True, slots=True)
class Found:
    """An input on which a mutant differs, as an item of `cases:`."""

    case: str
    part: str | None  # where it would stand; None: among the cases of the whole criterion
    lawful: bool  # drawn by the criterion's own laws, so nobody can say that it is none of its inputs
    beyond: bool = False  # what the cases span


def find(bench: Bench, criterion: Criterion, mutant: Mutant, lawful: bool = False) -> dict[str, Any] | None:
    """The plain fields of a Found, or None; with `lawful` only inputs that the laws draw are tried."""
    tester = _Tester(bench, criterion, mutant)
    rng = laying.random_generator(bench.plan.assignment.seed, criterion.id, "survivors")
    for group, drawn, further in _groups(bench, criterion, rng):
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
            return {**asdict(min(found, key=lambda one: (len(one.case), one.case))), "beyond": further}
    return None


def _groups(
    bench: Bench, criterion: Criterion, rng: np.random.Generator
) -> Iterator[tuple[Iterator[Inputs], bool, bool]]:
    """Inputs, whether the laws draw them, and whether they lie beyond the cases."""
    cases = bench.plan.cases[criterion.id]
    inputs, ranges = [case.inputs for case in cases], _ranges(cases)
    yield (one for one in varied(inputs, rng) if _within(one, ranges)), False, False
    yield (one for one in map(rounded, _drawn(bench, criterion, rng)) if _within(one, ranges)), False, False
    yield _drawn(bench, criterion, rng), True, False
    yield beyond.inputs(criterion, inputs, rng), False, True


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
