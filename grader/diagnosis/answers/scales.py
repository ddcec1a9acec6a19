"""The right numbers times a factor: a constant, or one that follows from the inputs."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import permutations

import numpy as np

from grader.diagnosis.cause import Cause, Undefined, Variant, of_value
from grader.diagnosis.numbers import each, is_number
from grader.model import Case, Inputs, Value

RANK = 12
CONSTANTS: tuple[tuple[str, str, float], ...] = (
    ("sign", "with the other sign", -1.0),
    ("twice", "twice as large: a factor 2 too many, or a 1/2 left out", 2.0),
    ("half", "half as large: a factor 1/2 too many, or a 2 left out", 0.5),
    ("negative-twice", "twice as large and with the other sign", -2.0),
    ("percent", "in percent where fractions are due", 100.0),
    ("fraction", "as fractions where percent are due", 0.01),
    ("degrees", "in degrees where radians are due", 180 / math.pi),
    ("radians", "in radians where degrees are due", math.pi / 180),
    ("base-2", "with logarithms to base 2 where natural ones are due", 1 / math.log(2)),
    ("base-10", "with logarithms to base 10 where natural ones are due", 1 / math.log(10)),
    ("base-e-for-2", "with natural logarithms where base 2 is due", math.log(2)),
    ("base-e-for-10", "with natural logarithms where base 10 is due", math.log(10)),
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that follows from the inputs of a case: the length of an axis, a scalar argument."""

    name: str
    of: Callable[[Inputs], float]
    length: bool


def variants(cases: Sequence[Case]) -> Iterator[Variant]:
    """Constant factors, then those that differ from case to case."""
    for kind, when, factor in CONSTANTS:
        yield Variant(Cause(kind, when, rank=RANK), answer=of_value(partial(_scaled, factor)))
    for quantity in quantities(cases):
        yield from _by(quantity)
    yield from _corrections(cases)
    yield from _other_lengths(cases)


def _other_lengths(cases: Sequence[Case]) -> Iterator[Variant]:
    """Divided by one length where another is due. Where their ratio never changes it has no name of its own."""
    for due, taken in permutations(list(_axes(cases)), 2):
        ratio = Quantity("", partial(_ratio, due, taken), length=True)
        varies = _varies(ratio, cases)
        said = f"divided by {taken.name}, not by {due.name}" if varies else ""
        cause = Cause("other-length", said, rank=RANK + 3 if varies else RANK - 1)
        yield Variant(cause, answer=_times(ratio, lambda n: n))


def _ratio(one: Quantity, other: Quantity, inputs: Inputs) -> float:
    return one.of(inputs) / other.of(inputs)


def quantities(cases: Sequence[Case]) -> Iterator[Quantity]:
    """What the inputs offer as a factor. One that is the same in all cases could be any constant, so it is left out."""
    return (one for one in _offered(cases) if _varies(one, cases))


def _offered(cases: Sequence[Case]) -> Iterator[Quantity]:
    yield from _axes(cases)
    for name, value in cases[0].inputs.items() if cases else ():
        if is_number(value):
            yield Quantity(f"`{name}`", partial(_scalar, name), length=False)
        elif isinstance(value, np.ndarray) and value.ndim > 1:
            yield Quantity(f"the number of entries of `{name}`", partial(_size, name), length=True)


def _axes(cases: Sequence[Case]) -> Iterator[Quantity]:
    for name, value in cases[0].inputs.items() if cases else ():
        depth = value.ndim if isinstance(value, np.ndarray) else int(isinstance(value, list))
        for axis in range(depth):
            yield Quantity(_axis(name, axis, depth), partial(_length, name, axis), length=True)


def _varies(quantity: Quantity, cases: Sequence[Case]) -> bool:
    found = set()
    for case in cases:
        try:
            found.add(quantity.of(case.inputs))
        except (Undefined, KeyError, ZeroDivisionError):
            continue
    return len(found) > 1


def _by(quantity: Quantity) -> Iterator[Variant]:
    name = quantity.name
    if quantity.length:
        often = Cause("sum-for-mean", f"multiplied by {name}: the sum is taken instead of the mean", rank=RANK)
        seldom = Cause("mean-for-sum", f"divided by {name}: the mean is taken instead of the sum", rank=RANK)
        yield Variant(often, answer=_times(quantity, lambda n: n))
        yield Variant(seldom, answer=_times(quantity, lambda n: 1 / n))
        unbiased = Cause("ddof", f"divided by {name} less 1, not by {name}", rank=RANK)
        biased = Cause("ddof", f"divided by {name}, not by {name} less 1", rank=RANK)
        yield Variant(unbiased, answer=_times(quantity, lambda n: n / (n - 1)))
        yield Variant(biased, answer=_times(quantity, lambda n: (n - 1) / n))
        return
    about = name.strip("`")
    many = Cause("times", f"multiplied by {name} once too often, or not divided by it", about, RANK)
    few = Cause("divided", f"divided by {name} once too often, or not multiplied by it", about, RANK)
    yield Variant(many, answer=_times(quantity, lambda n: n))
    yield Variant(few, answer=_times(quantity, lambda n: 1 / n))


def _corrections(cases: Sequence[Case]) -> Iterator[Variant]:
    """A division by 1 - beta**t that was not asked for."""
    if not cases:
        return
    steps = [name for name in cases[0].inputs if all(type(case.inputs.get(name)) is int for case in cases)]
    rates = [name for name in cases[0].inputs if all(_is_rate(case.inputs.get(name)) for case in cases)]
    for rate in rates:
        for step in steps:
            both = Quantity("", partial(_correction, rate, step), length=False)
            cause = Cause("corrected", f"with a bias correction, a division by 1 - `{rate}`**`{step}`", rank=RANK)
            yield Variant(cause, answer=_times(both, lambda n: 1 / n))


def _is_rate(value: Value) -> bool:
    return isinstance(value, float) and 0 <= value < 1


def _times(quantity: Quantity, factor: Callable[[float], float]) -> Callable[[Value, Inputs], Value]:
    def answer(value: Value, inputs: Inputs) -> Value:
        scale = factor(np.float64(quantity.of(inputs)))
        return each(lambda x: x * scale, value)

    return answer


def _axis(name: str, axis: int, depth: int) -> str:
    if depth == 2:
        return f"the number of {'columns' if axis else 'rows'} of `{name}`"
    return f"the length of `{name}`" if depth == 1 else f"the length of axis {axis} of `{name}`"


def _scaled(factor: float, value: Value) -> Value:
    return each(lambda x: x * factor, value)


def _correction(rate: str, step: str, inputs: Inputs) -> float:
    return float(1 - inputs[rate] ** inputs[step])


def _scalar(name: str, inputs: Inputs) -> float:
    value = inputs[name]
    if not is_number(value):
        raise Undefined
    return float(value)


def _length(name: str, axis: int, inputs: Inputs) -> float:
    value = inputs[name]
    if isinstance(value, np.ndarray):
        if axis >= value.ndim:
            raise Undefined
        return float(value.shape[axis])
    if isinstance(value, list) and not axis:
        return float(len(value))
    raise Undefined


def _size(name: str, inputs: Inputs) -> float:
    value = inputs[name]
    if not isinstance(value, np.ndarray):
        raise Undefined
    return float(value.size)
