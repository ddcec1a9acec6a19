"""Wrong norms that look right. Each says in its first line what was done instead."""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def lp_signed(x: Float, p: float) -> float:
    """The signs are kept: no absolute values."""
    with np.errstate(invalid="ignore"):
        return float(np.sum(x**p) ** (1 / p))


def lp_without_root(x: Float, p: float) -> float:
    """The p-th root is missing."""
    return float(np.sum(np.abs(x) ** p))


def lp_always_two(x: Float, p: float) -> float:
    """The Euclidean norm, whatever p is."""
    return float(np.sqrt(np.sum(x**2)))


def matrix_signed(W: Float) -> tuple[float, float]:
    """The 1-norm without absolute values."""
    return float(np.sum(W)), float(np.sqrt(np.sum(W**2)))


def matrix_squared(W: Float) -> tuple[float, float]:
    """The second norm without its root."""
    return float(np.sum(np.abs(W))), float(np.sum(W**2))


def matrix_induced(W: Float) -> tuple[float, float]:
    """The induced norms: largest column sum and largest singular value."""
    return float(np.linalg.norm(W, 1)), float(np.linalg.norm(W, 2))


def matrix_column_sum(W: Float) -> tuple[float, float]:
    """The largest column sum, which numpy calls the 1-norm; its default for a matrix is Frobenius."""
    return float(np.linalg.norm(W, 1)), float(np.linalg.norm(W))


def matrix_swapped(W: Float) -> tuple[float, float]:
    """The Frobenius norm first."""
    return float(np.sqrt(np.sum(W**2))), float(np.sum(np.abs(W)))
