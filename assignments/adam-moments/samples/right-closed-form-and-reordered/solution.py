import math

import numpy as np


def adam_moments(g, beta1, beta2):
    """Weighted sums instead of a recursion."""
    T = g.shape[0]
    age = np.arange(T)[:, None] - np.arange(T)[None, :]
    w1 = np.where(age >= 0, (1 - beta1) * float(beta1) ** np.maximum(age, 0), 0)
    w2 = np.where(age >= 0, (1 - beta2) * float(beta2) ** np.maximum(age, 0), 0)
    m, v = w1 @ g, w2 @ g**2
    t = np.arange(1, T + 1)[:, None]
    return dict(m=m, v=v, m_hat=m / (1 - beta1**t), v_hat=v / (1 - beta2**t), extra="ignored")


def adam_step(x, first, second, g, k, eta, beta1, beta2, epsilon):
    first = first + (1 - beta1) * (g - first)
    second = second + (1 - beta2) * (g * g - second)
    root = math.sqrt(1 - beta2**k)
    return [x - eta * root / (1 - beta1**k) * first / (np.sqrt(second) + epsilon * root), first, second]
