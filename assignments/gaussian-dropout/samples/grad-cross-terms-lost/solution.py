import numpy as np


def expected_grad(w, x, y, alpha):
    s = y - np.sum(w * x)
    return -(y - w * x) * x + alpha * w * x ** 2
