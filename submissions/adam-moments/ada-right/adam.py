"""Adam by hand. Ada"""
import numpy as np


def adam_moments(grads, b1, b2):
    T, d = grads.shape
    out = {key: np.zeros((T, d)) for key in ("m", "v", "m_hat", "v_hat")}
    m, v = np.zeros(d), np.zeros(d)
    for i in range(T):
        t = i + 1
        m = b1 * m + (1 - b1) * grads[i]
        v = b2 * v + (1 - b2) * grads[i] ** 2
        out["m"][i] = m
        out["v"][i] = v
        out["m_hat"][i] = m / (1 - b1**t)
        out["v_hat"][i] = v / (1 - b2**t)
    return out


def adam_step(theta, m, v, grad, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad**2
    m_hat = m / (1 - b1**t)
    v_hat = v / (1 - b2**t)
    theta = theta - lr * m_hat / (np.sqrt(v_hat) + eps)
    return theta, m, v
