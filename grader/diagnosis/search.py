"""The one cause that explains everything that came back, if there is exactly one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from grader.diagnosis import weighing
from grader.diagnosis.cause import Cause, Undefined
from grader.diagnosis.numbers import flat
from grader.diagnosis.precision import short
from grader.diagnosis.predictions import HEAD, Predictions, Raises, item
from grader.diagnosis.probing import classes, forgets, settled
from grader.diagnosis.spots import Path, Spot, differing
from grader.model import Checker
from grader.recognising import same

STATES = ("stale", "not-updated", "handed-back")  # what came in depends on nothing else, as these names say
# ways to use an argument otherwise; where it has no influence any more, something else is wrong
USED = frozenset({
    "negated", "doubled", "halved", "squared", "rooted", "reciprocal", "complement", "one-more", "one-less",
    "truncated", "absolute", "in-degrees", "in-radians", "transposed", "reversed", "sorted", "centred", "extra-factor",
})  # fmt: skip
# the same for an edit: what it says is used otherwise must still have an influence
TURNED = frozenset({"difference-reversed", "sum-for-difference", "wrong-sign", "multiplied", "divided", "upside-down"})
# ways to use it by so much more or less; where the same once more changes nothing, that is not what is wrong
SIZED = frozenset({
    "doubled", "halved", "squared", "rooted", "one-more", "one-less", "extra-factor", "in-degrees", "in-radians",
})  # fmt: skip
NEAR = 1e-3  # relative, where the checker is not wider; narrow enough to leave few


@dataclass(frozen=True, slots=True)
class Found:
    """What the search says: a cause and the items it is about, or a sentence for staff on why there is none."""

    cause: Cause | None
    transformed: bool = False  # the cause speaks of the answer, not of how it is computed
    paths: frozenset[Path] = frozenset()
    detail: str = ""


def search(predictions: Predictions, spots: tuple[Spot, ...]) -> Found:
    """Try every variant; a cause is found if the variants that explain all spots are one thing."""
    paths = differing(spots)
    if any(spot.raised and not spot.right for spot in spots):
        paths = frozenset(spot.path for spot in spots)
    looked = [spot for spot in spots if spot.path in paths]
    wrong = [spot for spot in looked if not spot.right]
    if not wrong:
        return Found(None)
    order = sorted(looked, key=lambda spot: spot.right)  # the wrong ones first: they exclude most
    explaining = [number for number in _likely(predictions, wrong[0]) if _explains(predictions, number, order)]
    survivors = _wholly(predictions, explaining, [spot for spot in spots if spot.path not in paths])
    if not survivors:
        return Found(short(looked), True, paths, "every number is one that this format holds")
    named = ", ".join(dict.fromkeys(predictions.variants[number].cause.id for number in survivors))
    if not weighing.enough(wrong, len(predictions.variants)):
        return Found(None, detail=f"too little to go by, though it agrees with {named}")
    return _only(predictions, survivors, paths, named)


def _says_it_all(predictions: Predictions, number: int, paths: frozenset[Path]) -> bool:
    """What makes an argument ineffective says so; else the words would hide what is really wrong."""
    variant = predictions.variants[number]
    cause = variant.cause
    if variant.answer is not None or cause.kind in STATES or not cause.when:
        return True
    if variant.change is not None:
        return cause.kind not in USED or cause.about not in forgets(predictions, number, paths)
    lost = forgets(predictions, number, paths)
    if cause.kind in TURNED and lost:
        return False
    return all(re.search(rf"\b{re.escape(name)}\b", cause.when) for name in lost)


def _wholly(predictions: Predictions, numbers: Sequence[int], rest: Sequence[Spot]) -> list[int]:
    """Those that are right about the right items, too; only where there are none, those that explain the wrong ones."""
    whole = [number for number in numbers if _explains(predictions, number, rest)]
    return whole or [number for number in numbers if not predictions.variants[number].whole]


def _only(predictions: Predictions, survivors: Sequence[int], paths: frozenset[Path], named: str) -> Found:
    """The cause that all survivors have in common: one sentence, or one thing under several names."""
    survivors = [number for number in survivors if not _settled(predictions, number, paths)]
    causes = [predictions.variants[number].cause for number in survivors]
    if len({cause.when for cause in causes}) > 1 and classes(predictions, tuple(survivors), paths) > 1:
        return Found(None, detail=f"the cases do not tell these causes apart: {named}")
    honest = [predictions.variants[number] for number in survivors if _says_it_all(predictions, number, paths)]
    best = min(honest, key=lambda variant: variant.cause.rank, default=None)
    if best is None or not best.cause.when:
        return Found(None, detail=f"there are no words for what these causes have in common: {named}")
    return Found(best.cause, best.answer is not None, paths, f"every case agrees with {named}")


def _settled(predictions: Predictions, number: int, paths: frozenset[Path]) -> bool:
    """Whether a cause says by how much an argument differs, and any other amount would do as well."""
    variant = predictions.variants[number]
    return variant.change is not None and variant.cause.kind in SIZED and settled(predictions, number, paths)


def _likely(predictions: Predictions, spot: Spot) -> list[int]:
    """The variants whose first numbers fit one wrong spot."""
    column = predictions.column(spot.case, spot.path)
    if spot.raised:
        return [int(number) for number in np.flatnonzero(column.sizes == -1)]
    numbers = flat(spot.got)
    head = np.full(HEAD, np.nan)
    head[: min(HEAD, numbers.size)] = numbers[:HEAD]
    with np.errstate(invalid="ignore"):
        near = np.abs(column.heads - head) <= _slack(spot.checker) + _share(spot.checker) * np.abs(column.heads)
    near |= (column.heads == head) | (np.isnan(column.heads) & np.isnan(head))
    return [int(number) for number in np.flatnonzero((column.sizes == numbers.size) & near.all(axis=1))]


def _slack(checker: Checker) -> float:
    decimals = getattr(checker, "decimals", None)
    return float(10.0**-decimals) if decimals is not None else float(getattr(checker, "atol", None) or 0.0) + 1e-9


def _share(checker: Checker) -> float:
    return max(NEAR, float(getattr(checker, "rtol", None) or 0.0))


def _explains(predictions: Predictions, number: int, spots: Sequence[Spot]) -> bool:
    """Whether a variant predicts what came back on every spot, right ones and wrong ones."""
    for spot in spots:
        try:
            predicted = item(predictions.of(number, spot.case), spot.path)
        except Undefined:
            return False
        except Raises:
            if spot.raised:
                continue
            return False
        if spot.raised or not same(spot.checker, spot.got, predicted):
            return False
    return True
