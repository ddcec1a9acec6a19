"""Wrong in every answer, each in its own way."""

import numpy as np


def l1_update(w, grad, lr, lam, m):
    sign = np.where(w < 0, -1.0, 1.0)
    return w - lr * (grad + lam / (2 * m) * sign)


def l2_update(w, grad, lr, lam, m):
    return w + lr * (grad + lam / m * w)


def inverted_dropout(a, keep_prob):
    mask = np.random.rand(*a.shape) < keep_prob
    out = a * mask / keep_prob
    a[:] = 0
    return out, mask
