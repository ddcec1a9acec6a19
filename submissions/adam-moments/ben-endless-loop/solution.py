import numpy as np


def adam_moments(grads, b1, b2):
    m = np.zeros_like(grads)
    t = 1
    while t <= len(grads):
        m[t - 1] = (1 - b1) * grads[t - 1]
    return {"m": m}


def adam_step(theta, m, v, grad, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad**2
    return theta - lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps), m, v
