"""Inputs beyond what a criterion's cases span, for criteria whose cases are all written down.

A few written cases span little: one of them, nothing at all. So numbers are drawn anew, of the kind that they are: what
is positive stays so, what lies between 0 and 1 stays there, whole numbers stay whole, shapes stay, and so does what
holds of all arrays and between numbers (grader.smallest.domains). A teacher decides whether such an input may be asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from grader.model import Criterion, Inputs, Value, Written
from grader.smallest.costs import leaves
from grader.smallest.domains import domains

TRIES = 400
LARGEST = 100  # numbers of a case that somebody would write down


def inputs(criterion: Criterion, some: Sequence[Inputs], rng: np.random.Generator) -> Iterator[Inputs]:
    """New inputs like these; none where anything is drawn or generated, since that says what may be asked."""
    sources = [*criterion.cases, *(source for part in criterion.parts for source in part.cases)]
    if not some or not all(isinstance(source, Written) for source in sources):
        return
    held = domains(criterion, some)
    some = [one for one in some if sum(1 for value in one.values() for _ in leaves(value)) <= LARGEST]
    seen = {name: [one[name] for one in some] for name in criterion.ask.arguments}
    for _ in range(TRIES if some else 0):
        like = some[int(rng.integers(len(some)))]
        made = {name: _anew(like[name], values, rng) for name, values in seen.items()}
        if held is None or held.fit(made):
            yield made


def _anew(value: Value, values: Sequence[Value], rng: np.random.Generator) -> Any:
    """A value of the same form, with other numbers; words and truth values as in one of the cases."""
    numbers = [one for other in values for one in leaves(other) if type(one) in (int, float)]
    if isinstance(value, np.ndarray) and value.dtype.kind in "iuf" and numbers:
        whole = value.dtype.kind != "f"
        drawn = [_number(numbers, whole, rng) for _ in range(value.size)]
        return np.array(drawn, value.dtype).reshape(value.shape)
    if isinstance(value, list):
        return [_anew(item, [one for other in values for one in _items(other)], rng) for item in value]
    if type(value) in (int, float) and numbers:
        return _number(numbers, type(value) is int, rng)
    return values[int(rng.integers(len(values)))]


def _items(value: Value) -> Sequence[Value]:
    return value if isinstance(value, list) else [value]


def _number(seen: Sequence[float], whole: bool, rng: np.random.Generator) -> float:
    low, high = min(seen), max(seen)
    reach = max(abs(low), abs(high), 1)
    if whole:
        start = 1 if low >= 1 else 0 if low >= 0 else low - 3
        return int(rng.integers(int(start), int(high) + 4))
    if low > 0 and high < 1:
        return round(float(rng.uniform(0.05, 0.95)), 2)
    if low == high == 0 or low < 0 < high:
        return round(float(rng.normal(0, reach)), 1)
    return round(float(rng.uniform(0.1, 2 * reach)) * (1 if low >= 0 else -1), 1)
