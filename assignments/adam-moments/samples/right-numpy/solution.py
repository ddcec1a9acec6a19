import numpy as np


def adam_moments(grads, b1, b2):
    m, v = np.zeros_like(grads), np.zeros_like(grads)
    m_hat, v_hat = np.zeros_like(grads), np.zeros_like(grads)
    mt = np.zeros(grads.shape[1])
    vt = np.zeros(grads.shape[1])
    for i in range(len(grads)):
        mt = b1 * mt + (1 - b1) * grads[i]
        vt = b2 * vt + (1 - b2) * grads[i] ** 2
        m[i], v[i] = mt, vt
        m_hat[i] = mt / (1 - b1 ** (i + 1))
        v_hat[i] = vt / (1 - b2 ** (i + 1))
    return {"m": m, "v": v, "m_hat": m_hat, "v_hat": v_hat}


def adam_step(theta, m, v, grad, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad**2
    m_hat = m / (1 - b1**t)
    v_hat = v / (1 - b2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
