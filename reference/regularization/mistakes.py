"""Wrong updates that look right. Each says in its first line what was done instead."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def l2_update_halved(w: Float, grad: Float, lr: float, lam: float, m: int) -> Float:
    """The 2 of lam/(2m) survives the derivative."""
    return w - lr * (grad + lam / (2 * m) * w)


def l2_update_doubled(w: Float, grad: Float, lr: float, lam: float, m: int) -> Float:
    """The 2 of the exponent comes down, the 2 of the penalty is forgotten."""
    return w - lr * (grad + 2 * lam / m * w)


def l2_update_unaveraged(w: Float, grad: Float, lr: float, lam: float, m: int) -> Float:
    """The penalty is not averaged over the examples."""
    return w - lr * (grad + lam * w)


def l2_update_without_rate(w: Float, grad: Float, lr: float, lam: float, m: int) -> Float:
    """The decay is not multiplied with the learning rate."""
    return w - lr * grad - lam / m * w


def l2_update_growing(w: Float, grad: Float, lr: float, lam: float, m: int) -> Float:
    """The penalty is subtracted from the gradient, so the weights grow."""
    return w - lr * (grad - lam / m * w)


def l2_update_decayed_after(w: Float, grad: Float, lr: float, lam: float, m: int) -> Float:
    """The decay is applied to the weights after the data step, not to the old ones."""
    return (1 - lr * lam / m) * (w - lr * grad)


def l2_update_norm(w: Float, grad: Float, lr: float, lam: float, m: int) -> Float:
    """Every weight is pulled by the norm of all weights instead of by itself."""
    return w - lr * (grad + lam / m * float(np.sqrt(np.sum(w**2))))


def l2_update_penalty_value(w: Float, grad: Float, lr: float, lam: float, m: int) -> Float:
    """The value of the penalty is added to the gradient instead of its derivative."""
    return w - lr * (grad + lam / (2 * m) * float(np.sum(w**2)))


def l2_update_undecayed(w: Float, grad: Float, lr: float, lam: float, m: int) -> Float:
    """Plain gradient descent: the penalty is left out."""
    return w - lr * grad


def l2_update_ascending(w: Float, grad: Float, lr: float, lam: float, m: int) -> Float:
    """A step up the loss."""
    return w + lr * (grad + lam / m * w)


def l1_update_doubled(w: Float, grad: Float, lr: float, lam: float, m: int) -> Float:
    """lam/m instead of lam/(2m): the factor of the L2 update."""
    return w - lr * (grad + lam / m * np.sign(w))


def l1_update_unsigned(w: Float, grad: Float, lr: float, lam: float, m: int) -> Float:
    """The sign is left out, so negative weights are pushed away from zero."""
    return w - lr * (grad + lam / (2 * m))


def l1_update_absolute(w: Float, grad: Float, lr: float, lam: float, m: int) -> Float:
    """|w| is kept in place of its slope."""
    return w - lr * (grad + lam / (2 * m) * np.abs(w))


def l1_update_squared(w: Float, grad: Float, lr: float, lam: float, m: int) -> Float:
    """The L2 update: a pull that grows with the weight."""
    return w - lr * (grad + lam / m * w)


def l1_update_unaveraged(w: Float, grad: Float, lr: float, lam: float, m: int) -> Float:
    """The penalty is not averaged over the examples."""
    return w - lr * (grad + lam / 2 * np.sign(w))


def l1_update_without_rate(w: Float, grad: Float, lr: float, lam: float, m: int) -> Float:
    """The pull is not multiplied with the learning rate."""
    return w - lr * grad - lam / (2 * m) * np.sign(w)


def l1_update_growing(w: Float, grad: Float, lr: float, lam: float, m: int) -> Float:
    """The pull points away from zero."""
    return w - lr * (grad - lam / (2 * m) * np.sign(w))


def l1_update_sign_after(w: Float, grad: Float, lr: float, lam: float, m: int) -> Float:
    """The sign is taken after the data step instead of at the old weights."""
    moved = w - lr * grad
    return moved - lr * lam / (2 * m) * np.sign(moved)


def l1_update_proximal(w: Float, grad: Float, lr: float, lam: float, m: int) -> Float:
    """The soft threshold, which is another algorithm: it stops at zero."""
    moved = w - lr * grad
    return np.sign(moved) * np.maximum(np.abs(moved) - lr * lam / (2 * m), 0)


def l1_update_undecayed(w: Float, grad: Float, lr: float, lam: float, m: int) -> Float:
    """Plain gradient descent: the penalty is left out."""
    return w - lr * grad


def l1_update_positive_zero(w: Float, grad: Float, lr: float, lam: float, m: int) -> Float:
    """A weight of exactly zero is pulled as if it were positive."""
    return w - lr * (grad + lam / (2 * m) * np.where(w >= 0, 1.0, -1.0))


def l1_update_negative_zero(w: Float, grad: Float, lr: float, lam: float, m: int) -> Float:
    """A weight of exactly zero is pulled as if it were negative."""
    return w - lr * (grad + lam / (2 * m) * np.where(w > 0, 1.0, -1.0))


def l1_update_ratio(w: Float, grad: Float, lr: float, lam: float, m: int) -> Float:
    """w/|w| for the sign: 0/0 at a weight of exactly zero."""
    with np.errstate(invalid="ignore"):
        return w - lr * (grad + lam / (2 * m) * (w / np.abs(w)))


def loss_minus(base_loss: float, weights: Sequence[Float], lam: float, m: int) -> float:
    """The minus that document 002 prints in front of the data loss."""
    return float(-base_loss + lam / (2 * m) * sum(np.sum(W**2) for W in weights))


def l1_loss_minus(base_loss: float, weights: Sequence[Float], lam: float, m: int) -> float:
    """The minus that document 002 prints in front of the data loss."""
    return float(-base_loss + lam / (2 * m) * sum(np.sum(np.abs(W)) for W in weights))


def l1_loss_doubled(base_loss: float, weights: Sequence[Float], lam: float, m: int) -> float:
    """lam/m for lam/(2m)."""
    return float(base_loss + lam / m * sum(np.sum(np.abs(W)) for W in weights))


def l1_loss_column_sum(base_loss: float, weights: Sequence[Float], lam: float, m: int) -> float:
    """The largest column sum, which numpy calls the 1-norm of a matrix."""
    return float(base_loss + lam / (2 * m) * sum(np.linalg.norm(W, 1) for W in weights))


def l1_loss_first_layer(base_loss: float, weights: Sequence[Float], lam: float, m: int) -> float:
    """Only the first matrix."""
    return float(base_loss + lam / (2 * m) * np.sum(np.abs(weights[0])))


def l1_loss_signed(base_loss: float, weights: Sequence[Float], lam: float, m: int) -> float:
    """No absolute values."""
    return float(base_loss + lam / (2 * m) * sum(np.sum(W) for W in weights))


def l2_loss_doubled(base_loss: float, weights: Sequence[Float], lam: float, m: int) -> float:
    """lam/m for lam/(2m)."""
    return float(base_loss + lam / m * sum(np.sum(W**2) for W in weights))


def l2_loss_unsquared(base_loss: float, weights: Sequence[Float], lam: float, m: int) -> float:
    """The norms are not squared."""
    return float(base_loss + lam / (2 * m) * sum(np.linalg.norm(W) for W in weights))


def l2_loss_spectral(base_loss: float, weights: Sequence[Float], lam: float, m: int) -> float:
    """The largest singular value, which numpy calls the 2-norm of a matrix."""
    return float(base_loss + lam / (2 * m) * sum(np.linalg.norm(W, 2) ** 2 for W in weights))


def l2_loss_first_layer(base_loss: float, weights: Sequence[Float], lam: float, m: int) -> float:
    """Only the first matrix."""
    return float(base_loss + lam / (2 * m) * np.sum(weights[0] ** 2))


def l2_loss_square_of_sum(base_loss: float, weights: Sequence[Float], lam: float, m: int) -> float:
    """The square of the sum instead of the sum of squares."""
    return float(base_loss + lam / (2 * m) * sum(np.sum(W) ** 2 for W in weights))


def minimiser_of_l2(a: Float, lam: float) -> Float:
    """L2 shrinks and never reaches zero."""
    return a / (1 + lam)


def minimiser_hard(a: Float, lam: float) -> Float:
    """The hard threshold: what survives is not shrunk."""
    return np.where(np.abs(a) > lam, a, 0.0)


def minimiser_overshooting(a: Float, lam: float) -> Float:
    """Not stopped at zero."""
    return a - lam * np.sign(a)


def minimiser_doubled(a: Float, lam: float) -> Float:
    """The threshold of (w - a)**2 + lam |w|: half as large."""
    return np.sign(a) * np.maximum(np.abs(a) - lam / 2, 0)


def minimiser_unsigned(a: Float, lam: float) -> Float:
    """Negative values are not mirrored: everything below lam is zero."""
    return np.maximum(a - lam, 0)
