import numpy as np

Float = np.ndarray
Step = tuple

def v_closed(grads: Float, t: int, beta2: float) -> Float:
    """The factor 1 - beta2 is missing."""
    return (beta2 ** np.arange(t)[::-1]) @ grads[:t] ** 2

def kl_sparsity(rho: float, rho_hat: Float) -> float:
    """The mean over the units instead of the sum."""
    q = rho_hat
    return float(np.mean(rho * np.log(rho / q) + (1 - rho) * np.log((1 - rho) / (1 - q))))

def max_norm(W: Float, c: float) -> Float:
    """Each weight is clipped at c."""
    return np.clip(W, -c, c)

def downsample(img: Float) -> Float:
    """A reshape that cuts rows into pieces instead of the image into blocks."""
    blocks: Float = img.reshape(7, 7, 16).mean(axis=2)
    return blocks
