"""The reference, run on other inputs than the case's: one file per kind of argument."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from grader.diagnosis.arguments import arrays, constants, exchanged, handed_back, scalars
from grader.diagnosis.cause import Variant
from grader.model import Case


def variants(cases: Sequence[Case], reference: Callable[..., Any]) -> Iterator[Variant]:
    """Every change of the inputs of a criterion with these cases and this reference."""
    angular = _angular(reference)
    for name in [name for name in cases[0].inputs if all(name in case.inputs for case in cases)]:
        yield from scalars.variants(name, cases, angular)
        yield from arrays.variants(name, cases)
        yield from constants.variants(name, cases, reference)
        yield from handed_back.variants(name, cases)
    yield from exchanged.variants(cases)
    yield from constants.together(cases)
    yield from arrays.pairs(cases)
    yield from scalars.pairs(cases)


def _angular(reference: Callable[..., Any]) -> bool:
    """Whether a reference works with angles."""
    code = getattr(reference, "__code__", None)
    return code is not None and bool({"sin", "cos", "tan", "arctan2", "deg2rad", "radians"} & set(code.co_names))
