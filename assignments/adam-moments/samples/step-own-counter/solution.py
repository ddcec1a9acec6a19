import numpy as np

t = 0


def adam_step(theta, m, v, grad, _t, lr, b1, b2, eps):
    global t
    t += 1
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad ** 2
    return theta - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps), m, v
