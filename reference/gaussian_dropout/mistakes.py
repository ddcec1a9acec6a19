"""Wrong expectations that look right. Each says in its first line what was done instead."""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def _error(w: Float, x: Float, y: float) -> float:
    return float(y - np.sum(w * x))


def loss_without_penalty(w: Float, x: Float, y: float, alpha: float) -> float:
    """The loss of the mean weights: the noise is forgotten."""
    return _error(w, x, y) ** 2 / 2


def loss_penalty_doubled(w: Float, x: Float, y: float, alpha: float) -> float:
    """The penalty has lost its 1/2."""
    return float(_error(w, x, y) ** 2 / 2 + alpha * np.sum(w**2 * x**2))


def loss_doubled(w: Float, x: Float, y: float, alpha: float) -> float:
    """The 1/2 in front of the square is left out altogether."""
    return float(_error(w, x, y) ** 2 + alpha * np.sum(w**2 * x**2))


def loss_penalty_negative(w: Float, x: Float, y: float, alpha: float) -> float:
    """The penalty is subtracted."""
    return float(_error(w, x, y) ** 2 / 2 - alpha / 2 * np.sum(w**2 * x**2))


def loss_alpha_squared(w: Float, x: Float, y: float, alpha: float) -> float:
    """alpha is squared on the way."""
    return float(_error(w, x, y) ** 2 / 2 + alpha**2 / 2 * np.sum(w**2 * x**2))


def loss_alpha_rooted(w: Float, x: Float, y: float, alpha: float) -> float:
    """The root of alpha in place of alpha."""
    return float(_error(w, x, y) ** 2 / 2 + np.sqrt(alpha) / 2 * np.sum(w**2 * x**2))


def loss_without_inputs(w: Float, x: Float, y: float, alpha: float) -> float:
    """A plain L2 penalty: x**2 is left out."""
    return float(_error(w, x, y) ** 2 / 2 + alpha / 2 * np.sum(w**2))


def loss_shared_noise(w: Float, x: Float, y: float, alpha: float) -> float:
    """One noise value for all weights, which squares the sum instead of summing the squares."""
    return float(_error(w, x, y) ** 2 / 2 + alpha / 2 * np.sum(w * x) ** 2)


def loss_product_of_norms(w: Float, x: Float, y: float, alpha: float) -> float:
    """The product of the two squared norms instead of the sum of products."""
    return float(_error(w, x, y) ** 2 / 2 + alpha / 2 * np.sum(w**2) * np.sum(x**2))


def loss_variance_as_deviation(w: Float, x: Float, y: float, alpha: float) -> float:
    """alpha w**2 is taken for the standard deviation of the noise."""
    return float(_error(w, x, y) ** 2 / 2 + np.sum((alpha * w**2) ** 2 * x**2) / 2)


def grad_fixed_noise(w: Float, x: Float, y: float, alpha: float) -> Float:
    """The noise is held constant in the differentiation, which loses the penalty."""
    return -_error(w, x, y) * x


def grad_document(w: Float, x: Float, y: float, alpha: float) -> Float:
    """The formula that document 001 prints: cross terms lost, and w**2 in the penalty."""
    return -(y * x - np.sum(w * x**2)) + alpha * w**2 * x**2


def grad_squared_weight(w: Float, x: Float, y: float, alpha: float) -> Float:
    """alpha w**2 x**2, which pushes negative weights further out."""
    return -_error(w, x, y) * x + alpha * w**2 * x**2


def grad_own_input_only(w: Float, x: Float, y: float, alpha: float) -> Float:
    """The prediction w_k x_k of one input in place of their sum."""
    return -(y - w * x) * x + alpha * w * x**2


def grad_penalty_negative(w: Float, x: Float, y: float, alpha: float) -> Float:
    """The penalty is subtracted."""
    return -_error(w, x, y) * x - alpha * w * x**2


def grad_penalty_halved(w: Float, x: Float, y: float, alpha: float) -> Float:
    """The 1/2 of the loss survives the derivative."""
    return -_error(w, x, y) * x + alpha / 2 * w * x**2


def grad_penalty_doubled(w: Float, x: Float, y: float, alpha: float) -> Float:
    """The 2 of the exponent comes down, the 1/2 of the loss is forgotten."""
    return -_error(w, x, y) * x + 2 * alpha * w * x**2


def grad_alpha_squared(w: Float, x: Float, y: float, alpha: float) -> Float:
    """alpha is squared on the way."""
    return -_error(w, x, y) * x + alpha**2 * w * x**2


def grad_alpha_rooted(w: Float, x: Float, y: float, alpha: float) -> Float:
    """The root of alpha in place of alpha."""
    return -_error(w, x, y) * x + float(np.sqrt(alpha)) * w * x**2


def grad_without_inputs(w: Float, x: Float, y: float, alpha: float) -> Float:
    """Plain weight decay: x**2 is left out."""
    return -_error(w, x, y) * x + alpha * w


def grad_unsquared_input(w: Float, x: Float, y: float, alpha: float) -> Float:
    """x in place of x**2."""
    return -_error(w, x, y) * x + alpha * w * x


def grad_ascending(w: Float, x: Float, y: float, alpha: float) -> Float:
    """The minus of the inner derivative is lost."""
    return _error(w, x, y) * x + alpha * w * x**2


def fixed_following_noise(w: Float, x: Float, y: float, alpha: float) -> Float:
    """The noise follows the weights, although it was to be held constant."""
    return -_error(w, x, y) * x + alpha * w * x**2


def fixed_squared_weight(w: Float, x: Float, y: float, alpha: float) -> Float:
    """E[delta] is taken for its variance alpha w**2."""
    return -_error(w, x, y) * x + alpha * w**2 * x**2


def fixed_document(w: Float, x: Float, y: float, alpha: float) -> Float:
    """The formula that document 001 prints."""
    return -(y * x - np.sum(w * x**2)) + alpha * w**2 * x**2


def fixed_own_input_only(w: Float, x: Float, y: float, alpha: float) -> Float:
    """The prediction w_k x_k of one input in place of their sum."""
    return -(y - w * x) * x


def fixed_ascending(w: Float, x: Float, y: float, alpha: float) -> Float:
    """The minus of the inner derivative is lost."""
    return _error(w, x, y) * x


def mc_variance_as_deviation(w: Float, x: Float, y: float, alpha: float, n: int, seed: int) -> dict[str, float]:
    """alpha w**2 is passed to the generator as the standard deviation."""
    s = _error(w, x, y)
    q = float(np.sum((alpha * w**2) ** 2 * x**2))
    return {"mean": (s**2 + q) / 2, "standard_error": float(np.sqrt((s**2 * q + q**2 / 2) / n))}


def mc_shared_noise(w: Float, x: Float, y: float, alpha: float, n: int, seed: int) -> dict[str, float]:
    """One standard normal per draw for all weights."""
    s = _error(w, x, y)
    q = float(alpha * np.sum(w * x) ** 2)
    return {"mean": (s**2 + q) / 2, "standard_error": float(np.sqrt((s**2 * q + q**2 / 2) / n))}


def mc_doubled(w: Float, x: Float, y: float, alpha: float, n: int, seed: int) -> dict[str, float]:
    """The 1/2 in front of the square is left out."""
    s = _error(w, x, y)
    q = float(alpha * np.sum(w**2 * x**2))
    return {"mean": s**2 + q, "standard_error": 2 * float(np.sqrt((s**2 * q + q**2 / 2) / n))}
