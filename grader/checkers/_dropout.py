"""The laws `dropout` and `mask`: what several calls of a dropout function kept, and how they scaled it.

A call's mask is what it returned, or else where its output is not zero. All tests are exact or conservative:
    the kept entries of all calls together                            binomial
    the counts of the calls, should they be too near their mean       product of central probabilities
    kept together: neighbours in a row, in a column, call and call    binomial with p squared, on disjoint pairs
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checkers import _probability
from grader.checkers._arrays import describe, place, reals
from grader.model import Value, Verdict
from grader.showing import show

RTOL = 1e-5  # of the scale: what float32 needs; the nearest wrong scale is far away
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Law:
    """What the reference says about one run of calls."""

    keep: float
    shape: tuple[int, ...]
    input: NDArray[np.float64] | None = None
    scale: float = 1.0
    pairs: bool = False  # whether each call gives (out, mask)

    @property
    def known(self) -> Mask:
        """Where an output tells whether it was kept: an input of zero is zero either way."""
        return np.ones(self.shape, bool) if self.input is None or self.pairs else self.input != 0


class Wrong(Exception):
    """A call is not what was asked for, whatever chance did: finding and detail."""


def judge_outputs(got: Value, want: Value, false_alarm: float) -> Verdict:
    """The law `dropout`."""
    law = _law(want[0] if isinstance(want, list) and want else want)
    if law is None or law.input is None:
        form = "a dict of input, keep and scale (inverted or classic)"
        return Verdict.undecided(f"the reference must give {form}, not {show(want)}")
    return _judge(got, law, false_alarm)


def judge_masks(got: Value, want: Value, false_alarm: float) -> Verdict:
    """The law `mask`."""
    law = _law(want[0] if isinstance(want, list) and want else want)
    if law is None:
        return Verdict.undecided(f"the reference must give a dict of shape and keep, not {show(want)}")
    return _judge(got, Law(law.keep, law.shape), false_alarm)


def _law(want: Value) -> Law | None:
    if not isinstance(want, dict):
        return None
    try:
        keep = float(want["keep"])
        values = reals(want["input"]) if "input" in want else None
        shape = tuple(int(n) for n in want["shape"]) if values is None else values.shape
        scale = {"inverted": 1 / keep if keep else 0.0, "classic": 1.0}[want.get("scale", "inverted")]
    except (KeyError, TypeError, ValueError):
        return None
    if not 0 <= keep <= 1 or (values is not None and not np.isfinite(values).all()) or math.prod(shape) == 0:
        return None
    return Law(keep, shape, None if values is None else values.astype(np.float64), scale, want.get("mask") is True)


def _judge(got: Value, law: Law, false_alarm: float) -> Verdict:
    if not isinstance(got, list | tuple) and not (isinstance(got, np.ndarray) and got.ndim):
        return Verdict.failed(f"the results of several calls are due; you have {describe(got)}")
    if len(got) < 2:
        return Verdict.undecided("one call cannot show whether masks are fresh; ask with repeat: 2 or more")
    try:
        masks = [_mask(call, law, f"call {number}: ") for number, call in enumerate(got, 1)]
    except Wrong as wrong:
        return Verdict.failed(*wrong.args)
    return _chance(masks, law, false_alarm)


def _mask(call: Value, law: Law, at: str) -> Mask:
    """What one call kept, after everything about it that is not a matter of chance."""
    if law.input is None:
        return _zero_one(call, law, at)
    if not law.pairs:
        if isinstance(call, tuple) and len(call) == 2:
            raise Wrong(f"{at}the output alone is due; you have a pair", f"got {show(call)}")
        out = _array(call, law, f"{at}the output")
        kept: Mask = out != 0
    else:
        if not isinstance(call, list | tuple) or len(call) != 2:
            raise Wrong(f"{at}a pair of output and mask is due; you have {_form(call)}", f"got {show(call)}")
        out = _array(call[0], law, f"{at}the output")
        kept = _zero_one(call[1], law, f"{at}the mask: ")
        stray = np.argwhere(~kept & (out != 0))
        if len(stray):
            index = tuple(int(i) for i in stray[0])
            raise Wrong(f"{at}output and mask disagree: at {place(index)} the mask is 0 and the output is not")
    _scaled(out, kept & (law.input != 0), law, at)
    return kept


def _array(value: Value, law: Law, what: str) -> NDArray[Any]:
    array = reals(value)
    if array is None:
        raise Wrong(f"{what} must be numbers; you have {describe(value)}", f"got {show(value)}")
    if array.shape != law.shape:
        raise Wrong(
            f"{what} has the shape {array.shape}; {law.shape} is due, as that of the input", f"got {show(value)}"
        )
    if not np.isfinite(array).all():
        raise Wrong(f"{what} holds NaN or infinity", f"got {show(value)}")
    return array


def _zero_one(value: Value, law: Law, at: str) -> Mask:
    """A mask of 0 and 1; truth values are as good."""
    plain = value.astype(np.int8) if isinstance(value, np.ndarray) and value.dtype.kind == "b" else _untruthful(value)
    array = _array(plain, law, f"{at}what should be 0 and 1")
    odd = array[(array != 0) & (array != 1)]
    if odd.size:
        raise Wrong(f"{at}a mask holds 0 and 1; you have {show(float(odd[0]))}", f"got {show(value)}")
    return np.asarray(array == 1, bool)


def _untruthful(value: Value) -> Value:
    """Lists of truth values as lists of 0 and 1."""
    if isinstance(value, list | tuple):
        return [_untruthful(item) for item in value]
    return int(value) if isinstance(value, bool | np.bool_) else value


def _scaled(out: NDArray[Any], kept: Mask, law: Law, at: str) -> None:
    assert law.input is not None
    due = law.input * law.scale
    rtol = max(RTOL, 4 * float(np.finfo(out.dtype).eps)) if out.dtype.kind == "f" else RTOL
    off = np.argwhere(kept & (np.abs(out - due) > rtol * np.abs(due)))
    if not len(off):
        return
    index = tuple(int(i) for i in off[0])
    factor = float(out[index]) / float(law.input[index])
    whole = "every kept entry is" if len(off) == np.count_nonzero(kept) else f"{len(off)} kept entries are"
    finding = f"{at}{whole} off in size; at {place(index)} you multiply by {factor:.6g}"
    raise Wrong(finding, f"expected the factor {law.scale:.6g} at {place(index)}, got {factor:.6g}")


@dataclass(frozen=True, slots=True)
class Test:
    """What failing means, how likely a right answer is as odd as this, and a note for staff.

    Entries that hang together upset all tests, and so does another share. So a cause is told by two more numbers: how
    odd this is for independent draws of the student's own share, and how strongly the entries hang together, 0 to 1.
    """

    finding: str
    chance: float
    alone: float
    note: str
    strength: float = 0.0


def _chance(masks: Sequence[Mask], law: Law, false_alarm: float) -> Verdict:
    """The tests share the false alarms evenly; of those that fail, the cause of the others is told."""
    tests = [*_counts(masks, law), *_calls(masks, law), *_axes(masks, law)]
    level = false_alarm / len(tests)
    odd = [test for test in tests if test.chance < level]
    if not odd:
        return Verdict.passed()
    dependent = [test for test in odd if test.alone < level]
    told = max(dependent, key=lambda test: test.strength) if dependent else odd[0]
    note = f"keep {law.keep:g}: {told.note}; chance {told.chance:.1e}, level {level:.1e} per test"
    return Verdict.failed(told.finding, note)


def _kept_share(masks: Sequence[Mask], known: Mask) -> float:
    entries = int(np.count_nonzero(known)) * len(masks)
    return sum(int(np.count_nonzero(mask & known)) for mask in masks) / max(entries, 1)


def _together(finding: str, both: int, of: int, keep: float, shares: tuple[float, float], note: str) -> Test:
    """A test of how many pairs are kept together; the strength is the correlation of their first and second entries."""
    alone = shares[0] * shares[1]
    spread = math.sqrt(alone * (1 - shares[0]) * (1 - shares[1]))
    strength = abs(both / of - alone) / spread if spread and of else 0.0
    chance, independent = _probability.binomial(both, of, keep**2), _probability.binomial(both, of, alone)
    return Test(finding, chance, independent, f"{both} of {of} {note}", strength)


def _calls(masks: Sequence[Mask], law: Law) -> Iterator[Test]:
    known = law.known
    n = int(np.count_nonzero(known))
    numbered = list(enumerate(masks, 1))
    for (i, left), (j, right) in combinations(numbered, 2) if len(masks) <= 4 else pairwise(numbered):
        both = int(np.count_nonzero(left & right & known))
        shares = _kept_share([left], known), _kept_share([right], known)
        related = "keep the same entries" if np.array_equal(left & known, right & known) else "keep related entries"
        finding = f"calls {i} and {j} {related}; draw anew in every call"
        yield _together(finding, both, n, law.keep, shares, "kept in both")


def _counts(masks: Sequence[Mask], law: Law) -> Iterator[Test]:
    known = law.known
    n = int(np.count_nonzero(known))
    counts = [int(np.count_nonzero(mask & known)) for mask in masks]
    total, entries = sum(counts), n * len(masks)
    share = f"you keep {total} of {entries} entries ({total / max(entries, 1):.4f})"
    chance = _probability.binomial(total, entries, law.keep)
    yield Test(f"{share}; that is not the keep probability", chance, 1.0, share)
    if 0 < law.keep < 1:
        even = _probability.product([_probability.central(count, n, law.keep) for count in counts])
        finding = "every call keeps almost the same number of entries; draw each one for itself"
        yield Test(finding, even, even, f"kept {counts}")


def _axes(masks: Sequence[Mask], law: Law) -> Iterator[Test]:
    last = len(law.shape) - 1
    names = {last: "in a row", last - 1: "in a column"} if last else {0: "in the list"}
    share = _kept_share(masks, law.known)
    for axis in reversed(range(len(law.shape))):
        name = names.get(axis, f"along axis {axis}")
        both, pairs = _neighbours(masks, law.known, axis)
        how = "kept or dropped together" if both > pairs * share**2 else "not drawn independently"
        finding = f"neighbouring entries {name} are {how}; draw each one for itself"
        yield _together(finding, both, pairs, law.keep, (share, share), f"neighbours {name} kept together")


def _neighbours(masks: Sequence[Mask], known: Mask, axis: int) -> tuple[int, int]:
    """How many disjoint pairs of neighbours are kept together, of how many."""
    length = known.shape[axis] // 2 * 2
    first, second = np.arange(0, length, 2), np.arange(1, length, 2)
    usable = known.take(first, axis) & known.take(second, axis)
    both = sum(int(np.count_nonzero(mask.take(first, axis) & mask.take(second, axis) & usable)) for mask in masks)
    return both, int(np.count_nonzero(usable)) * len(masks)


def _form(value: Value) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, list | tuple):
        return f"a {type(value).__name__} of {len(value)} items"
    return describe(value)
