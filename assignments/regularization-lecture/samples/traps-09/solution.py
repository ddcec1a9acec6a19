"""Wrong in every answer, each in its own way."""

import numpy as np


def l1_update(w, grad, lr, lam, m):
    u = w - lr * grad
    return np.sign(u) * np.clip(np.abs(u) - lr * lam / (2 * m), 0, None)


def l2_update(w, grad, lr, lam, m):
    return w - lr * (grad + lam / (2 * m) * np.sum(w ** 2))


def inverted_dropout(a, keep_prob):
    mask = (np.random.rand(*a.shape) < keep_prob) / keep_prob
    return a * mask, mask
