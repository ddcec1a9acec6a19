import numpy as np


def adam_step(theta, m, v, grad, t, lr, b1, b2, eps):
    new = theta - lr * m / (1 - b1 ** t) / (np.sqrt(v / (1 - b2 ** t)) + eps)
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad ** 2
    return new, m, v
