import numpy as np


def l2_update(w, grad, lr, lam, m):
    return (1 - lr * lam / m) * w - lr * grad


def l1_update(w, grad, lr, lam, m):
    return w - lr * grad - lr * lam / (2 * m) * np.sign(w)
