"""Which values and sizes an argument may have: what the cases of its criterion show, drawn or written.

A drawn argument may be anything that its laws allow, and whatever was written for it. Of an argument that was only
written down, nothing is known but its values, so it stays between the least and the largest of them, and keeps what
all of them have in common. Inputs that a generator made have a sense of their own and are left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.model import Criterion, Drawn, Generated, Inputs, Value, Written
from grader.smallest.costs import depth, leaves
from grader.smallest.ties import Ties, ties

NUMERIC = ("array", "tensor", "integers", "number", "integer", "list")
DEVIATIONS = 4  # how far a normal argument may lie from its mean
TOGETHER = ("symmetric", "ascending", "summing to 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """One argument."""

    spans: tuple[tuple[float, float], ...] = ()
    points: frozenset[float] = frozenset()
    whole: bool = False
    fixed: bool = False  # its values stay; its axes may be cut
    prefix: bool = False  # 1, 2, 3, …: only the end may be cut off
    least: int = 1  # items along an axis
    keeps: tuple[str, ...] = ()  # what all of its values have in common

    def holds(self, value: float) -> bool:
        """Whether a single number belongs here."""
        if self.fixed or (self.whole and value != int(value)):
            return False
        return value in self.points or any(low <= value <= high for low, high in self.spans)

    def fits(self, value: Value) -> bool:
        """Whether a whole array keeps what all of them have in common."""
        return all(_has(np.asarray(value), what) for what in self.keeps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Domains:
    """All arguments of a criterion, and what holds between them."""

    of: Mapping[str, Domain]
    ordered: frozenset[tuple[str, str]] = field(default_factory=frozenset)  # the first is below the second, always
    ties: Ties = field(default_factory=Ties)
    forms: frozenset[tuple[int, ...]] = field(default_factory=frozenset)  # numbers of axes that occur together

    def fit(self, inputs: Inputs) -> bool:
        """Whether inputs keep what holds of each argument and between them; single values are checked when made."""
        ordered = all(inputs[low] < inputs[high] for low, high in self.ordered)
        return ordered and all(self.of[name].fits(value) for name, value in inputs.items() if _arrays(value))


def domains(criterion: Criterion, inputs: Sequence[Inputs]) -> Domains | None:
    """From the cases of a criterion, all of them; None where a generator makes some."""
    sources = [*criterion.cases, *(source for part in criterion.parts for source in part.cases)]
    if any(isinstance(source, Generated) for source in sources) or not inputs:
        return None
    drawn = [source.laws for source in sources if isinstance(source, Drawn)]
    written = [source.inputs for source in sources if isinstance(source, Written)]
    found = {}
    for name, word in criterion.ask.arguments.items():
        laws = [laws[name] for laws in drawn]
        found[name] = _domain(word, laws, [one[name] for one in written], [one[name] for one in inputs])
    free = [name for name, word in criterion.ask.arguments.items() if word in ("number", "integer")]
    between = [pair for pair in permutations(free, 2) if not any(_drawn(laws, pair) for laws in drawn)]
    return Domains(
        of=found,
        ordered=frozenset((a, b) for a, b in between if all(one[a] < one[b] for one in inputs)),
        ties=ties(inputs),
        forms=frozenset(form(one) for one in inputs),
    )


def form(inputs: Inputs) -> tuple[int, ...]:
    """How many axes each argument has."""
    return tuple(depth(value) for value in inputs.values())


def _drawn(laws: Mapping[str, Any], names: Iterable[str]) -> bool:
    """Whether arguments are drawn independently of each other, so that no order holds between them."""
    return all(next(iter(laws[name])) not in ("value",) for name in names)


def _domain(word: str, laws: Sequence[Mapping[str, Any]], written: Sequence[Value], seen: Sequence[Value]) -> Domain:
    numbers = [list(leaves(value)) for value in seen]
    if word not in NUMERIC or not all(type(one) in (int, float) for row in numbers for one in row):
        return Domain(fixed=True, least=_shortest(seen))
    names = {next(iter(law)) for law in laws}
    least = 1 if names - {"value"} and word != "list" else _shortest(seen)
    if names & {"count"} or any(_options(law) for law in laws):
        return Domain(fixed=True, prefix=True, least=least)
    flat = [one for row in numbers for one in row]
    whole = word in ("integers", "integer") or all(type(one) is int for one in flat)
    constants = frozenset(float(one) for value in [*written, *_constants(laws)] for one in leaves(value))
    spans = tuple(span for law in laws for span in _spans(law))
    if not spans:
        if not laws and flat:
            spans = ((float(min(flat)), float(max(flat))),)
        keeps = tuple(what for what in TOGETHER if _all_have(seen, what))
        return Domain(spans=spans, points=constants, whole=whole, least=least, keeps=keeps)
    return Domain(spans=spans, points=constants, whole=whole, least=least)


def _options(law: Mapping[str, Any]) -> bool:
    """A choice among arrays or words, one of which must stay as it is."""
    return "choice" in law and not all(type(one) in (int, float) for one in law["choice"]["options"])


def _constants(laws: Iterable[Mapping[str, Any]]) -> Iterator[Value]:
    for law in laws:
        ((name, given),) = law.items()
        if name == "value":
            yield given["value"]
        elif name == "choice":
            yield list(given["options"])
        elif name == "zeros":
            yield 0.0


def _spans(law: Mapping[str, Any]) -> Iterator[tuple[float, float]]:
    ((name, given),) = law.items()
    if name == "normal":
        reach = DEVIATIONS * given["sd"]
        yield given["mean"] - reach, given["mean"] + reach
    elif name in ("uniform", "log_uniform", "integer"):
        yield float(given["low"]), float(given["high"])
    elif name == "bits":
        yield 0.0, 1.0


def _arrays(value: Value) -> bool:
    return isinstance(value, np.ndarray | list)


def _shortest(values: Iterable[Value]) -> int:
    """The shortest axis there is; of a ragged list, its length."""
    sizes = [size for value in values if _arrays(value) for size in _sizes(value)]
    return min(sizes, default=1)


def _sizes(value: Value) -> tuple[int, ...]:
    return value.shape if isinstance(value, np.ndarray) else (len(value),)


def _all_have(values: Sequence[Value], what: str) -> bool:
    arrays = [np.asarray(value) for value in values if isinstance(value, np.ndarray)]
    telling = [array for array in arrays if array.size > 1]
    return bool(telling) and len(arrays) == len(values) and all(_has(array, what) for array in arrays)


def _has(array: NDArray[Any], what: str) -> bool:
    if not array.ndim or not array.size:
        return True
    match what:
        case "symmetric":
            return array.ndim == 2 and array.shape[0] == array.shape[1] and bool(np.array_equal(array, array.T))
        case "ascending":
            return bool(np.all(np.diff(array, axis=-1) > 0))
    return bool(np.allclose(array.sum(axis=-1), 1.0, rtol=0, atol=1e-6))
