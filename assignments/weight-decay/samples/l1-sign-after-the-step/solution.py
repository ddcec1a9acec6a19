import numpy as np


def l1_update(w, grad, lr, lam, m):
    w = w - lr * grad
    return w - lr * lam / (2 * m) * np.sign(w)
