import numpy as np


def adam_step(theta, m, v, grad, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad**2
    m_hat, v_hat = m / (1 - b1**t), v / (1 - b2**t)
    return theta + lr * m_hat / (np.sqrt(v_hat) + eps), m, v


def expected_grad(w, x, y, alpha):
    error = y - np.sum(w * x)
    return -error * x + alpha * w * x
