"""Wrong updates that look right. Each says in its first line what was done instead."""

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
