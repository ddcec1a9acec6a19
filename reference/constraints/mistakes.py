"""Wrong limits that look right. Each says in its first line what was done instead."""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def _squares(W: Float) -> Float:
    squares: Float = (W**2).sum(axis=0)
    return squares


def _limited(W: Float, c: float) -> Float:
    return W * np.minimum(1, c / np.maximum(np.sqrt(_squares(W)), 1e-300))


def norm_of_rows(W: Float, c: float) -> Float:
    """The outgoing weights of each input, the rows."""
    return _limited(W.T, c).T


def norm_always_rescaled(W: Float, c: float) -> Float:
    """Every column is brought to the length c, short ones as well; a zero column becomes 0/0."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return W * (c / np.sqrt(_squares(W)))


def norm_of_everything(W: Float, c: float) -> Float:
    """The norm of the whole matrix."""
    return W * min(1.0, c / float(np.linalg.norm(W)))


def norm_clamped(W: Float, c: float) -> Float:
    """Each weight is clipped at c."""
    return np.clip(W, -c, c)


def norm_squared(W: Float, c: float) -> Float:
    """The squared length is compared with c and divided by."""
    return W * np.minimum(1, c / np.maximum(_squares(W), 1e-300))
