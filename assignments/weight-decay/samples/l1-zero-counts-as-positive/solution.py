import numpy as np


def l1_update(w, grad, lr, lam, m):
    sign = np.where(w < 0, -1.0, 1.0)
    return w - lr * (grad + lam / (2 * m) * sign)
