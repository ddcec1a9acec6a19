import numpy as np

Float = np.ndarray
Step = tuple

def _squares(W: Float) -> Float:
    squares: Float = (W**2).sum(axis=0)
    return squares

def _raw(m: Float, v: Float, grad: Float, b1: float, b2: float) -> tuple[Float, Float]:
    return b1 * m + (1 - b1) * grad, b2 * v + (1 - b2) * grad**2

def adam_step_inside(
    theta: Float, m: Float, v: Float, grad: Float, t: int, lr: float, b1: float, b2: float, eps: float
) -> Step:
    """The variant with eps inside the root, but the raw moments instead of the corrected ones."""
    m, v = _raw(m, v, grad, b1, b2)
    return theta - lr * m / np.sqrt(v + eps), m, v

def v_closed(grads: Float, t: int, beta2: float) -> Float:
    """The oldest gradient weighs most."""
    return (1 - beta2) * (beta2 ** np.arange(t)) @ grads[:t] ** 2

def kl_sparsity(rho: float, rho_hat: Float) -> float:
    """The term of the silent state is missing."""
    return float(np.sum(rho * np.log(rho / rho_hat)))

def max_norm(W: Float, c: float) -> Float:
    """Every column is brought to the length c, short ones as well; a zero column becomes 0/0."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return W * (c / np.sqrt(_squares(W)))

def downsample(img: Float) -> Float:
    """The largest pixel of each block."""
    blocks: Float = img.reshape(7, 4, 7, 4).max(axis=(1, 3))
    return blocks
