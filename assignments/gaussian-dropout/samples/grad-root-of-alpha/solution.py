import numpy as np


def expected_grad(w, x, y, alpha):
    s = y - np.sum(w * x)
    return -s * x + alpha ** 0.5 * w * x ** 2
