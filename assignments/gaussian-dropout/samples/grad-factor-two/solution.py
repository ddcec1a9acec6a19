import numpy as np


def expected_grad(w, x, y, alpha):
    s = y - np.sum(w * x)
    return -s * x + 2 * alpha * w * x ** 2
