"""Wrong regions, distances and drifts that look right. Each says in its first line what was done instead."""

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]
Bits = npt.NDArray[np.int64]
Region = tuple[float, float, list[int]]


def _bits(active: npt.NDArray[np.bool_]) -> list[int]:
    return [int(bit) for bit in active]


def _inner_cuts(w: Float, b: Float, lo: float, hi: float) -> list[float]:
    used = w != 0
    cuts = -b[used] / w[used]
    return [float(cut) for cut in cuts[(cuts > lo) & (cuts < hi)]]


def _pieces(w: Float, b: Float, ends: Iterable[float]) -> list[Region]:
    edges = [float(end) for end in ends]
    pieces = pairwise(edges)
    return [(left, right, _bits(w * ((left + right) / 2) + b > 0)) for left, right in pieces]


def regions_on_a_grid(w: Float, b: Float, lo: float, hi: float) -> list[Region]:
    """Runs of equal patterns on 400 grid points, with the first and last point of each run as its ends."""
    xs = np.linspace(lo, hi, 400)
    rows = [_bits(w * x + b > 0) for x in xs]
    starts = [0, *(i for i in range(1, len(rows)) if rows[i] != rows[i - 1])]
    stops = [start - 1 for start in starts[1:]] + [len(rows) - 1]
    return [(float(xs[i]), float(xs[j]), rows[i]) for i, j in zip(starts, stops, strict=True)]


def regions_mirrored(w: Float, b: Float, lo: float, hi: float) -> list[Region]:
    """Breakpoints at b/w: the minus is forgotten."""
    return _pieces(w, b, [lo, *sorted(set(_inner_cuts(w, -b, lo, hi))), hi])


def regions_beyond(w: Float, b: Float, lo: float, hi: float) -> list[Region]:
    """Breakpoints outside the interval are kept."""
    used = w != 0
    cuts = {float(cut) for cut in -b[used] / w[used]}
    return _pieces(w, b, sorted({float(lo), float(hi), *cuts}))


def regions_unmerged(w: Float, b: Float, lo: float, hi: float) -> list[Region]:
    """A shared breakpoint is listed once per unit, which makes pieces of no width."""
    return _pieces(w, b, [lo, *sorted(_inner_cuts(w, b, lo, hi)), hi])


def regions_at_left_ends(w: Float, b: Float, lo: float, hi: float) -> list[Region]:
    """The pattern is taken at the left end of each piece, where a unit is at its zero."""
    ends = [float(lo), *sorted(set(_inner_cuts(w, b, lo, hi))), float(hi)]
    return [(left, right, _bits(w * left + b > 0)) for left, right in pairwise(ends)]


def regions_last_unit_first(w: Float, b: Float, lo: float, hi: float) -> list[Region]:
    """The last unit stands first in the pattern."""
    pieces = _pieces(w, b, [lo, *sorted(set(_inner_cuts(w, b, lo, hi))), hi])
    return [(left, right, pattern[::-1]) for left, right, pattern in pieces]


def regions_inverted(w: Float, b: Float, lo: float, hi: float) -> list[Region]:
    """1 stands for inactive."""
    pieces = _pieces(w, b, [lo, *sorted(set(_inner_cuts(w, b, lo, hi))), hi])
    return [(left, right, [1 - bit for bit in pattern]) for left, right, pattern in pieces]


def hamming_fraction(patterns: Bits) -> list[float]:
    """The fraction of units that differ, as scipy's `hamming` gives it."""
    rows = np.asarray(patterns)
    return [float(np.mean(p != q)) for p, q in pairwise(rows)]


def hamming_of_counts(patterns: Bits) -> list[int]:
    """The difference of the numbers of active units."""
    counts = np.asarray(patterns).sum(axis=1)
    return [abs(int(p) - int(q)) for p, q in pairwise(counts)]


def hamming_wrapped(patterns: Bits) -> list[int]:
    """The last pattern is compared with the first, too."""
    rows = np.asarray(patterns)
    return [int(np.sum(p != q)) for p, q in zip(rows, np.roll(rows, -1, axis=0), strict=True)]


def hamming_to_first(patterns: Bits) -> list[int]:
    """Every pattern is compared with the first."""
    rows = np.asarray(patterns)
    return [int(np.sum(row != rows[0])) for row in rows[1:]]


def hamming_always_one(patterns: Bits) -> list[int]:
    """What a general one-hidden-layer network gives, whatever the patterns are."""
    return [1] * (len(patterns) - 1)


def hamming_switched_on(patterns: Bits) -> list[int]:
    """Only units that become active are counted."""
    rows = np.asarray(patterns)
    return [int(np.sum(q > p)) for p, q in pairwise(rows)]


def hamming_wrapping_bytes(patterns: Bits) -> list[int]:
    """Unsigned bytes are subtracted, so 0 - 1 counts as 255."""
    rows = np.asarray(patterns).astype(np.uint8)
    steps = rows[1:] - rows[:-1]
    return [int(step.sum()) for step in steps]


def hamming_mean(patterns: Bits) -> float:
    """The mean over the pairs instead of the list."""
    distances = [int(np.sum(p != q)) for p, q in pairwise(np.asarray(patterns))]
    return sum(distances) / len(distances) if distances else float("nan")


def drift_fraction(prev: Bits, cur: Bits) -> float:
    """The fraction of units instead of their number."""
    return float(np.mean(np.asarray(prev) != np.asarray(cur)))


def drift_sum(prev: Bits, cur: Bits) -> float:
    """The sum over the inputs instead of the mean."""
    return float(np.sum(np.asarray(prev) != np.asarray(cur)))


def drift_over_units(prev: Bits, cur: Bits) -> float:
    """The mean over the units of the number of inputs: the other axis."""
    return float(np.mean(np.sum(np.asarray(prev) != np.asarray(cur), axis=0)))


def drift_per_input(prev: Bits, cur: Bits) -> list[float]:
    """The distances of all inputs instead of their mean."""
    return [float(row) for row in np.sum(np.asarray(prev) != np.asarray(cur), axis=1)]


def drift_of_counts(prev: Bits, cur: Bits) -> float:
    """The difference of the numbers of active units, averaged."""
    return float(np.mean(np.abs(np.sum(prev, axis=1) - np.sum(cur, axis=1))))


def drift_of_neighbours(prev: Bits, cur: Bits) -> float:
    """The distance of neighbouring inputs at the later epoch."""
    distances = [int(np.sum(p != q)) for p, q in pairwise(np.asarray(cur))]
    return sum(distances) / len(distances) if distances else float("nan")


def drift_of_any_change(prev: Bits, cur: Bits) -> float:
    """The share of inputs whose pattern changed at all."""
    return float(np.mean(np.any(np.asarray(prev) != np.asarray(cur), axis=1)))


def _rows(regions: list[Region]) -> list[str]:
    return ["".join(map(str, pattern)) for _, _, pattern in regions]


def table_at_left_ends(w: Float, b: Float, lo: float, hi: float) -> list[str]:
    """The patterns at the left end of each piece, where a unit is at its zero."""
    return _rows(regions_at_left_ends(w, b, lo, hi))


def table_mirrored(w: Float, b: Float, lo: float, hi: float) -> list[str]:
    """The patterns between breakpoints at b/w: the minus is forgotten."""
    return _rows(regions_mirrored(w, b, lo, hi))


def table_last_unit_first(w: Float, b: Float, lo: float, hi: float) -> list[str]:
    """The last unit stands first."""
    return _rows(regions_last_unit_first(w, b, lo, hi))


def table_inverted(w: Float, b: Float, lo: float, hi: float) -> list[str]:
    """1 stands for inactive."""
    return _rows(regions_inverted(w, b, lo, hi))


def table_right_to_left(w: Float, b: Float, lo: float, hi: float) -> list[str]:
    """The rows run from hi to lo."""
    return _rows(_pieces(w, b, [lo, *sorted(set(_inner_cuts(w, b, lo, hi))), hi]))[::-1]
