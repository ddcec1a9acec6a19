import numpy as np


def adam_step_inside(w, m, v, g, t, eta, beta1, beta2, eps):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - eta * m_hat / np.sqrt(v_hat + eps), m, v


def v_closed(grads, t, beta2):
    return sum((1 - beta2) * beta2**i * grads[t - i] ** 2 for i in range(t + 1))
