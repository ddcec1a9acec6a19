import numpy as np


def expected_grad(w, x, y, alpha):
    error = y - np.sum(w * x)
    return error * x + alpha * w * x**2
