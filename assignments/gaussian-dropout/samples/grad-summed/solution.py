import numpy as np


def expected_grad(w, x, y, alpha):
    s = y - np.sum(w * x)
    return np.sum(-s * x + alpha * w * x ** 2)
