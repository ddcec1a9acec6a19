"""Wrong classic dropouts, as one function for both phases. Each says in its first line what was done instead."""

from typing import Any

import numpy as np
import numpy.typing as npt

from reference.classic_dropout import forward

Float = npt.NDArray[np.float64]
Output = dict[str, Any] | Float


def _law(a: Float, keep: float, scale: str) -> dict[str, Any]:
    return {"input": a, "keep": keep, "scale": scale, "mask": False}


def scheme_inverted(a: Float, p_keep: float, train: bool) -> Output:
    """Inverted dropout: 1/p_keep in training, nothing at test time."""
    return _law(a, p_keep, "inverted") if train else a


def scheme_scaled_twice(a: Float, p_keep: float, train: bool) -> Output:
    """1/p_keep in training, and p_keep at test time on top."""
    return _law(a, p_keep, "inverted") if train else p_keep * a


def scheme_unscaled(a: Float, p_keep: float, train: bool) -> Output:
    """Nothing is scaled, in neither phase."""
    return forward(a, p_keep, train) if train else a


def scheme_divided(a: Float, p_keep: float, train: bool) -> Output:
    """1/p_keep at test time."""
    return forward(a, p_keep, train) if train else a / p_keep


def scheme_drop_rate(a: Float, p_keep: float, train: bool) -> Output:
    """p_keep is taken for the probability to drop, in both phases."""
    return forward(a, 1 - p_keep, train)
