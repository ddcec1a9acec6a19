import numpy as np


def mc_loss(w, x, y, alpha, n, seed):
    rng = np.random.default_rng(0)
    noise = np.sqrt(alpha) * w * rng.standard_normal((n, len(w)))
    return np.mean((y - (w + noise) @ x) ** 2) / 2
