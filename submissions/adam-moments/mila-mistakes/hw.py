import numpy as np


def adam_moments(grads, b1, b2):
    m = np.zeros(grads.shape[1])
    v = np.zeros(grads.shape[1])
    M, V, MH, VH = [], [], [], []
    for t, g in enumerate(grads):
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g**2
        M.append(m)
        V.append(v)
        MH.append(m / (1 - b1**t))
        VH.append(v / (1 - b2**t))
    return {"m": np.array(M), "v": np.array(V), "m_hat": np.array(MH), "v_hat": np.array(VH)}


def adam_step(theta, m, v, grad, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad**2
    m = m / (1 - b1**t)
    v = v / (1 - b2**t)
    return theta - lr * m / (np.sqrt(v) + eps), m, v
