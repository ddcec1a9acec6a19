import numpy as np


def l2_update(w, grad, lr, lam, m):
    new = w.copy()
    i = 0
    while i < 1:  # forgot i += 1
        new = w - lr * (grad + lam / m * w)
    return new


def l1_update(w, grad, lr, lam, m):
    return w - lr * (grad + lam / (2 * m) * np.sign(w))
