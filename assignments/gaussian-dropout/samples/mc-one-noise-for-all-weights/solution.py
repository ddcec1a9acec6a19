import numpy as np


def mc_loss(w, x, y, alpha, n, seed):
    rng = np.random.default_rng(seed)
    noise = np.sqrt(alpha) * w * rng.standard_normal((n, 1))
    return np.mean((y - (w + noise) @ x) ** 2) / 2
