"""Wrong in every answer, each in its own way."""

import numpy as np


def l1_update(w, grad, lr, lam, m):
    sign = 2.0 * (w > 0) - 1
    return w - lr * (grad + lam / (2 * m) * sign)


def l2_update(w, grad, lr, lam, m):
    w *= 1 - lr * lam / m
    w -= lr * grad
    return w


def inverted_dropout(a, keep_prob):
    mask = np.random.rand(*a.shape) < min(keep_prob, 0.99)
    return a * mask / keep_prob, mask
