"""Whether two variants are one thing under two names: they are if they agree on inputs that nobody was asked.

The inputs of a few cases are shaken, every number by itself, from a seed. Two causes that agree on the cases
of an assignment and part here are really two, which its cases cannot tell apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from grader.cases import random_generator
from grader.diagnosis.cause import Undefined
from grader.diagnosis.numbers import Floats, flat
from grader.diagnosis.predictions import Predictions, Raises, item
from grader.diagnosis.spots import Path
from grader.model import Case, Value

MOST = 6  # cases that are shaken, each twice
Signature = tuple[Floats | None, ...]


def classes(predictions: Predictions, numbers: tuple[int, ...], paths: frozenset[Path]) -> int:
    """How many really different variants these are; the answer is kept, since a class makes the same mistakes."""
    if (numbers, paths) not in predictions.compared:
        predictions.compared[numbers, paths] = len(groups(predictions, numbers, paths))
    return predictions.compared[numbers, paths]


def groups(predictions: Predictions, numbers: Sequence[int], paths: frozenset[Path]) -> list[list[int]]:
    """The variants in groups; those of one group cannot be told apart by any input that was tried."""
    probes = shaken(predictions.cases)
    found: list[tuple[Signature, list[int]]] = []
    for number in numbers:
        mine = _signature(predictions, number, probes, paths)
        for signature, group in found:
            if _same(signature, mine):
                group.append(number)
                break
        else:
            found.append((mine, [number]))
    return [group for _, group in found]


def forgets(predictions: Predictions, number: int, paths: frozenset[Path]) -> frozenset[str]:
    """The arguments that matter to the reference and, after this edit, no longer to the items in question."""
    if (number, paths) not in predictions.forgotten:
        found = (
            _forgets(predictions, number, sorted(paths, key=str)) if predictions.reference is not None else frozenset()
        )
        predictions.forgotten[number, paths] = found
    return predictions.forgotten[number, paths]


def _forgets(predictions: Predictions, number: int, paths: Sequence[Path]) -> frozenset[str]:
    probes = shaken(predictions.cases)
    lost = set()
    for name in predictions.cases[0].inputs:
        due = kept = False
        for before, after in zip(probes[::2], probes[1::2], strict=True):
            moved = replace(before, inputs={**before.inputs, name: after.inputs[name]})
            due |= _moves(predictions, None, before, moved, paths)
            kept |= _moves(predictions, number, before, moved, paths)
        if due and not kept:
            lost.add(name)
    return frozenset(lost)


def _moves(predictions: Predictions, number: int | None, one: Case, other: Case, paths: Sequence[Path]) -> bool:
    """Whether the reference moves visibly between two cases, or a variant at all; what is undefined moves."""
    try:
        values = [
            predictions.truth_of(case)
            if number is None
            else predictions.predict(predictions.variants[number], case, None, number)
            for case in (one, other)
        ]
        first, second = (np.concatenate([flat(item(value, path)) for path in paths]) for value in values)
    except (Undefined, Raises):
        return True
    if first.shape != second.shape or not (np.isfinite(first).all() and np.isfinite(second).all()):
        return True
    return not (np.allclose(first, second, rtol=1e-6) if number is None else np.array_equal(first, second))


def settled(predictions: Predictions, number: int, paths: frozenset[Path]) -> bool:
    """Whether changing an argument once more gives the same for every case: then it is not by how much it differs."""
    if (number, paths) not in predictions.settled:
        predictions.settled[number, paths] = not any(
            _goes_on(predictions, number, case, paths) for case in predictions.cases
        )
    return predictions.settled[number, paths]


def _goes_on(predictions: Predictions, number: int, case: Case, paths: frozenset[Path]) -> bool:
    """Whether the second time makes a difference in one case; what is undefined does."""
    once = predictions.variants[number]
    change = once.change
    assert change is not None
    twice = replace(once, change=lambda inputs: change(change(inputs)))
    try:
        first, second = predictions.of(number, case), predictions.predict(twice, case, None, number)
        pairs = [(flat(item(first, path)), flat(item(second, path))) for path in paths]
    except (Undefined, Raises):
        return True
    return not all(a.shape == b.shape and np.allclose(a, b, rtol=1e-9, atol=0, equal_nan=True) for a, b in pairs)


def shaken(cases: Sequence[Case]) -> list[Case]:
    """Cases near those of the assignment, in pairs: real numbers moved a little, then everything moved a lot."""
    made = []
    shares = {name for name in cases[0].inputs if all(_unit(case.inputs.get(name)) for case in cases)}
    for case in sorted(cases, key=_size, reverse=True)[:MOST]:
        for wide in (False, True):
            rng = random_generator(0, case.id, str(wide))
            inputs = {name: _shake(value, rng, wide, name in shares) for name, value in case.inputs.items()}
            made.append(replace(case, inputs=inputs))
    return made


def _size(case: Case) -> int:
    return sum(int(np.count_nonzero(flat(value))) for value in case.inputs.values())


def _shake(value: Value, rng: np.random.Generator, wide: bool, share: bool) -> Value:
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return value * _factors(rng, share, wide, value.shape)
    if isinstance(value, float):
        return value * float(_factors(rng, share, wide, ()))
    if wide and isinstance(value, int) and not isinstance(value, bool):
        return value + 1 if rng.random() < 0.4 else max(value // 5, min(value, 1))
    if isinstance(value, list):
        return [_shake(entry, rng, wide, share) for entry in value]
    return value


def _factors(rng: np.random.Generator, share: bool, wide: bool, shape: tuple[int, ...]) -> Floats:
    """Factors near 1, or far from it; never above 1 for what stays between 0 and 1."""
    most = (1.2 if shape else 2.5) if wide else 0.2
    return np.asarray(np.exp(rng.uniform(-most, 0 if share else most, shape)))


def _unit(value: Value) -> bool:
    """Whether all numbers are from 0 to 1, as probabilities and shares are."""
    numbers = flat(value)
    return bool(numbers.size and numbers.min() >= 0 and numbers.max() <= 1)


def _signature(predictions: Predictions, number: int, probes: Sequence[Case], paths: frozenset[Path]) -> Signature:
    found: list[Floats | None] = []
    for probe in probes:
        try:
            truth = predictions.truth_of(probe)
            value = predictions.predict(predictions.variants[number], probe, truth, number)
            found += [flat(item(value, path)) for path in sorted(paths, key=str)]
        except (Undefined, Raises):
            found += [None] * len(paths)
    return tuple(found)


def _same(one: Signature, other: Signature) -> bool:
    informed = False
    for mine, yours in zip(one, other, strict=True):
        if (mine is None) is not (yours is None):
            return False
        if mine is None or yours is None:
            continue
        informed = True
        if mine.shape != yours.shape or not np.allclose(mine, yours, rtol=1e-7, atol=1e-9, equal_nan=True):
            return False
    return informed
