import numpy as np


def mc_loss(w, x, y, alpha, n, seed):
    rng = np.random.default_rng(seed)
    noise = 0 * w
    return np.mean((y - (w + noise) @ x) ** 2) / 2
