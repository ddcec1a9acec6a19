import numpy as np


def expected_grad_fixed_noise(w, x, y, alpha):
    s = y - np.sum(w * x)
    return -s * x + alpha * w * x ** 2
