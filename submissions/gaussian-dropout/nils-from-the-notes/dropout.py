import numpy as np


def expected_grad(w, x, y, alpha):
    return -(y * x - np.sum(w * x**2)) + alpha * w**2 * x**2


def expected_grad_fixed_noise(w, x, y, alpha):
    return expected_grad(w, x, y, alpha)
