"""Wrong dropouts that look right. Each says in its first line what was done instead."""

from typing import Any

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def inverted_unscaled(a: Float, keep_prob: float) -> dict[str, Any]:
    """The kept entries are not divided by keep_prob: classic dropout."""
    return {"input": a, "keep": keep_prob, "scale": "classic", "mask": True}


def inverted_swapped(a: Float, keep_prob: float) -> dict[str, Any]:
    """keep_prob is taken for the probability to drop, in mask and scale."""
    return {"input": a, "keep": 1 - keep_prob, "scale": "inverted", "mask": True}


def classic_inverted(a: Float, p_keep: float, train: bool) -> dict[str, Any]:
    """Inverted dropout: scaled in training already."""
    return {"input": a, "keep": p_keep, "scale": "inverted", "mask": False}


def classic_swapped(a: Float, p_keep: float, train: bool) -> dict[str, Any]:
    """p_keep is taken for the probability to drop."""
    return {"input": a, "keep": 1 - p_keep, "scale": "classic", "mask": False}


def test_unscaled(a: Float, p_keep: float, train: bool) -> Float:
    """Nothing is scaled at test time."""
    return a.copy()


def test_divided(a: Float, p_keep: float, train: bool) -> Float:
    """Divided by p_keep at test time."""
    return a / p_keep


def test_drop_rate(a: Float, p_keep: float, train: bool) -> Float:
    """Multiplied with the probability to drop."""
    return (1 - p_keep) * a
