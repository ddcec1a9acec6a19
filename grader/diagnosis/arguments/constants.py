"""An argument that is not used: the value of an example, of a default or of another case stands in the code."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from grader.diagnosis.cause import Cause, Variant
from grader.diagnosis.numbers import is_number
from grader.model import Case, Value

RANK = 22
MOST = 4  # example values that are tried


def variants(name: str, cases: Sequence[Case], reference: Callable[..., Any]) -> Iterator[Variant]:
    """The argument at a fixed value; only values that students know are tried, or usual ones."""
    default = _defaults(reference).get(name)
    if default is not None:
        cause = Cause("at-its-default", f"`{name}` is always taken at its default", name, RANK - 1)
        yield _fixed(cause, name, default)
    if all(isinstance(case.inputs[name], str) for case in cases):
        for word in sorted({case.inputs[name] for case in cases}):
            yield _fixed(Cause("fixed", f"`{name}` is always taken as {word!r}", name, RANK), name, word)
        return
    if not all(is_number(case.inputs[name]) for case in cases):
        return
    shown = [case.inputs[name] for case in cases if case.visible]
    cause = Cause("fixed", f"`{name}` is always taken as in an example, whatever is given", name, RANK)
    for value in list(dict.fromkeys(shown))[:MOST]:
        yield _fixed(cause, name, value)
    usual = Cause("fixed", f"`{name}` is always taken at its usual value, whatever is given", name, RANK)
    for value in USUAL:
        if value not in shown and _plausible(value, [case.inputs[name] for case in cases]):
            yield _fixed(usual, name, value)


USUAL = (2.0, 0.9, 0.999, 0.99, 0.5, 0.1, 0.01, 0.001, 1e-7, 1e-8)


def together(cases: Sequence[Case]) -> Iterator[Variant]:
    """Two arguments at once: both as in one example, or the two decay rates of Adam at their usual values."""
    names = [name for name in cases[0].inputs if all(isinstance(case.inputs[name], float) for case in cases)]
    for one, other in combinations(names, 2):
        cause = Cause("fixed", f"`{one}` and `{other}` are always taken as in an example", f"{one}-{other}", RANK + 1)
        for case in [case for case in cases if case.visible][:MOST]:
            yield _both(cause, {one: case.inputs[one], other: case.inputs[other]})
        if all(0 <= case.inputs[name] < 1 for case in cases for name in (one, other)):
            usual = f"`{one}` and `{other}` are always taken at their usual values"
            yield _both(Cause("fixed", usual, f"{one}-{other}", RANK + 1), {one: 0.9, other: 0.999})


def _both(cause: Cause, values: Mapping[str, Value]) -> Variant:
    return Variant(cause, change=lambda inputs: {**inputs, **values})


def _plausible(usual: float, values: Sequence[Value]) -> bool:
    """Whether a usual value is of the size that the argument has; a tiny one would look like 0."""
    sizes = [abs(value) for value in values if isinstance(value, float) and value]
    return bool(sizes) and min(sizes) / 10 <= usual <= 10 * max(sizes)


def _fixed(cause: Cause, name: str, value: Value) -> Variant:
    return Variant(cause, change=lambda inputs: {**inputs, name: value})


def _defaults(function: Callable[..., Any]) -> Mapping[str, Any]:
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return {}
    return {one.name: one.default for one in parameters if one.default is not one.empty}
