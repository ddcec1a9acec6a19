import numpy as np


def mc_loss(w, x, y, alpha, n, seed):
    rng = np.random.default_rng(seed)
    noise = np.sqrt(alpha) * w * rng.standard_normal((n, len(w)))
    return (y - (w + noise).mean(axis=0) @ x) ** 2 / 2
