import numpy as np


def l2_update(w, grad, lr, lam, m):
    return w - lr * (grad + lam / (2 * m) * w)


def l1_update(w, grad, lr, lam, m):
    for i in np.ndindex(w.shape):
        s = 1 if w[i] >= 0 else -1
        w[i] = w[i] - lr * (grad[i] + lam / (2 * m) * s)
    return w
