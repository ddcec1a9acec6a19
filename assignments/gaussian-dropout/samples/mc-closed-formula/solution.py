import numpy as np


def mc_loss(w, x, y, alpha, n, seed):
    return 0.5 * (y - w @ x) ** 2 + 0.5 * alpha * np.sum((w * x) ** 2)
