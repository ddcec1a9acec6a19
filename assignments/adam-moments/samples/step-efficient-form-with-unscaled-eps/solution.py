import numpy as np


def adam_step(theta, m, v, grad, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad ** 2
    rate = lr * np.sqrt(1 - b2 ** t) / (1 - b1 ** t)
    root = np.sqrt(v) + eps
    return theta - rate * m / root, m, v
