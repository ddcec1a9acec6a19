import numpy as np


def l2_update(w, grad, lr, lam, m):
    w, grad = w.astype(np.float32), grad.astype(np.float32)
    return w - np.float32(lr) * (grad + np.float32(lam / m) * w)


def l1_update(w, grad, lr, lam, m):
    w, grad = w.astype(np.float32), grad.astype(np.float32)
    return w - np.float32(lr) * (grad + np.float32(lam / (2 * m)) * np.sign(w))
