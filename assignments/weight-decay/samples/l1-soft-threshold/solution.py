import numpy as np


def l1_update(w, grad, lr, lam, m):
    u = w - lr * grad
    return np.sign(u) * np.clip(np.abs(u) - lr * lam / (2 * m), 0, None)
