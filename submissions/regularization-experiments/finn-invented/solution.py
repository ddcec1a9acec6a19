import numpy as np

Float = np.ndarray
Step = tuple

def _raw(m: Float, v: Float, grad: Float, b1: float, b2: float) -> tuple[Float, Float]:
    return b1 * m + (1 - b1) * grad, b2 * v + (1 - b2) * grad**2

def adam_step_inside(
    theta: Float, m: Float, v: Float, grad: Float, t: int, lr: float, b1: float, b2: float, eps: float
) -> Step:
    """The variant with eps inside the root, corrected with t + 1."""
    m, v = _raw(m, v, grad, b1, b2)
    return theta - lr * m / (1 - b1 ** (t + 1)) / np.sqrt(v / (1 - b2 ** (t + 1)) + eps), m, v

def v_closed(grads: Float, t: int, beta2: float) -> Float:
    """Gradients one too late: g^1 to g^t."""
    return (1 - beta2) * (beta2 ** np.arange(t)[::-1]) @ grads[1 : t + 1] ** 2

def kl_sparsity(rho: float, rho_hat: Float) -> float:
    """The logarithm to base 2."""
    q = rho_hat
    return float(np.sum(rho * np.log2(rho / q) + (1 - rho) * np.log2((1 - rho) / (1 - q))))

def max_norm(W: Float, c: float) -> Float:
    """The norm of the whole matrix."""
    return W * min(1.0, c / float(np.linalg.norm(W)))

def downsample(img: Float) -> Float:
    """The sum of each block."""
    blocks: Float = img.reshape(7, 4, 7, 4).sum(axis=(1, 3))
    return blocks
