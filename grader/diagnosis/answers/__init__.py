"""What was expected, transformed: one file per family. None of them calls the reference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.diagnosis.answers import orders, points, scales, shapes, totals
from grader.diagnosis.cause import Variant
from grader.model import Case


def variants(cases: Sequence[Case]) -> Iterator[Variant]:
    """Every transformation of the expected values of a criterion with these cases."""
    yield from shapes.variants()
    yield from orders.variants()
    yield from scales.variants(cases)
    yield from points.variants()
    yield from totals.variants()
