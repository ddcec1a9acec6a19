import numpy as np


def l2_update(w, grad, lr, lam, m):
    return w - lr * (grad + lam / m * w


def l1_update(w, grad, lr, lam, m):
    return w - lr * (grad + lam / (2 * m) * np.sign(w))
