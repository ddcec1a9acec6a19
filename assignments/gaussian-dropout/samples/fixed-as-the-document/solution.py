import numpy as np


def expected_grad_fixed_noise(w, x, y, alpha):
    s = y - np.sum(w * x)
    return -(y * x - np.sum(w * x ** 2)) + alpha * w ** 2 * x ** 2
