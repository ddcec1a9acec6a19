import numpy as np


def mc_loss(w, x, y, alpha, n, seed):
    rng = np.random.default_rng(seed)
    noise = np.sqrt(alpha) * w * rng.choice([-1.0, 1.0], size=(n, len(w)))
    return np.mean((y - (w + noise) @ x) ** 2) / 2
