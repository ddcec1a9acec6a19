import numpy as np


def expected_loss(w, x, y, alpha):
    return 0.5 * (y - w @ x) ** 2 + 0.5 * alpha * np.sum((w * x) ** 2)


def expected_grad(w, x, y, alpha):
    grad = np.zeros(len(w))
    k = 0
    while True:
        grad[k] = -(y - w @ x) * x[k] + alpha * w[k] * x[k] ** 2
        if k > len(w):
            break
    return grad
