import copy

import numpy as np


def l2_update(w, grad, lr, lam, m):
    w = copy.deepcopy(w)
    w *= 1 - lr * lam / m
    w -= lr * grad
    return w


def l1_update(w, grad, lr, lam, m):
    out = np.array(w)
    for i in np.ndindex(out.shape):
        out[i] -= lr * (grad[i] + lam / (2 * m) * np.sign(w[i]))
    return out
