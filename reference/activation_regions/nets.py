"""Generators of networks and patterns. Slopes and breakpoints are drawn coarsely, so that float32 meets them exactly.

A breakpoint is a multiple of 1/8192 and a slope a multiple of 1/16, so their product, the offset, is exact even in
single precision, and a unit with twice the slope has bit for bit the same breakpoint.
"""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]
Inputs = dict[str, object]


def random_net(rng: np.random.Generator, *, units: int, lo: float = -2.0, hi: float = 2.0) -> Inputs:
    """A network whose breakpoints are distinct and spread over an interval a little wider than [lo, hi].

    At least three of them lie inside and at least one outside; some units switch on, some off.
    """
    while True:
        cuts = _distinct(rng, units, lo - 0.5, hi + 0.5)
        w = _slopes(rng, units)
        inside = int(np.sum((cuts > lo + 0.05) & (cuts < hi - 0.05)))
        outside = int(np.sum((cuts < lo) | (cuts > hi)))
        if inside >= 3 and outside >= 1 and len(set(np.sign(w))) == 2:
            return {"w": w, "b": -w * cuts, "lo": lo, "hi": hi}


def close_cuts(rng: np.random.Generator, *, units: int, lo: float = -2.0, hi: float = 2.0) -> Inputs:
    """As `random_net`, with one more unit that switches 1/8192, about 1e-4, to the right of another."""
    inputs = random_net(rng, units=units, lo=lo, hi=hi)
    w, b = np.asarray(inputs["w"]), np.asarray(inputs["b"])
    cuts = -b / w
    inner = cuts[(cuts > lo + 0.05) & (cuts < hi - 0.05)]
    slope = _slopes(rng, 1)
    return inputs | {"w": np.append(w, slope), "b": np.append(b, -slope * (inner[0] + 1 / 8192))}


def shared_cuts(rng: np.random.Generator, *, units: int, lo: float = -2.0, hi: float = 2.0) -> Inputs:
    """As `random_net`, with two more units that switch exactly where an earlier one does."""
    inputs = random_net(rng, units=units, lo=lo, hi=hi)
    w, b = np.asarray(inputs["w"]), np.asarray(inputs["b"])
    cuts = -b / w
    chosen = np.flatnonzero((cuts > lo + 0.05) & (cuts < hi - 0.05))[0]
    scale = np.array([2.0, -1.0])
    return inputs | {"w": np.append(w, scale * w[chosen]), "b": np.append(b, scale * b[chosen])}


def flat_units(rng: np.random.Generator, *, units: int, lo: float = -2.0, hi: float = 2.0) -> Inputs:
    """As `random_net`, with two units of slope zero in front: one always active, one never."""
    inputs = random_net(rng, units=units, lo=lo, hi=hi)
    w, b = np.asarray(inputs["w"]), np.asarray(inputs["b"])
    return inputs | {"w": np.append([0.0, 0.0], w), "b": np.append([0.75, -0.75], b)}


def swapping_patterns(rng: np.random.Generator, *, rows: int, units: int) -> Inputs:
    """Patterns whose neighbours differ by 0 to `units` units, and at least once by as many on as off."""
    while True:
        patterns = rng.integers(0, 2, size=(rows, units))
        steps = np.diff(patterns, axis=0)
        swaps = (np.abs(steps).sum(axis=1) > 0) & (steps.sum(axis=1) == 0)
        if swaps.any():
            return {"patterns": patterns}


def _slopes(rng: np.random.Generator, count: int) -> Float:
    slopes: Float = rng.integers(8, 33, size=count) / 16 * rng.choice([-1.0, 1.0], size=count)
    return slopes


def _distinct(rng: np.random.Generator, count: int, lo: float, hi: float) -> Float:
    """Multiples of 1/8192 that are at least 0.03 apart, in random order."""
    while True:
        cuts: Float = rng.integers(round(lo * 8192), round(hi * 8192), size=count) / 8192
        if count < 2 or np.min(np.diff(np.sort(cuts))) >= 0.03:
            return cuts
