import numpy as np


def adam_moments(grads, b1, b2):
    m, v, result = 0, 0, []
    for t, g in enumerate(grads, 1):
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g**2
        result.append((m, v, m / (1 - b1**t), v / (1 - b2**t)))
    return dict(zip(("m", "v", "m_hat", "v_hat"), np.array(result).swapaxes(0, 1)))


def adam_step(theta, m, v, grad, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad**2
    return theta - lr * (m / (1 - b1**t)) / np.sqrt(v / (1 - b2**t) + eps), m, v
