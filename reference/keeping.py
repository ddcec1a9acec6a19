"""What dropout leaves alone: where everything is kept, nothing may change."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def everything_kept(got: Sequence[Any], *, a: Float, keep_prob: float) -> tuple[Float, str]:
    """How far calls of inverted dropout with keep_prob = 1 are from (a, ones).

        out - a,   mask - 1

    Source: document 002, section 7.2: rand < 1 always, since rand lies in [0, 1).
    got: one pair (out, mask) per call. Returns all residuals, and what they say.

    >>> everything_kept([(np.array([2.0]), [True]), (np.array([2.5]), [0])], a=np.array([2.0]), keep_prob=1.0)[0]
    array([ 0. ,  0. ,  0.5, -1. ])
    """
    if keep_prob != 1:
        raise ArithmeticError(f"everything is kept only where keep_prob is 1, not {keep_prob}")
    apart = []
    for out, mask in got:
        kept = np.asarray(mask, np.float64)
        if np.shape(out) != a.shape or kept.shape != a.shape:
            raise ValueError(f"out and mask have the shape of a, {a.shape}")
        apart += [np.asarray(out, np.float64) - a, kept - 1]
    return np.concatenate([part.ravel() for part in apart]), "with keep_prob = 1 the output is a and the mask all ones"
