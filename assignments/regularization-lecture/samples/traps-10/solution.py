"""Wrong in every answer, each in its own way."""

import numpy as np


def l1_update(w, grad, lr, lam, m):
    return w - lr * grad


def l2_update(w, grad, lr, lam, m):
    return w - lr * grad


def inverted_dropout(a, keep_prob):
    mask = np.random.rand(*a.shape) < keep_prob
    return a * mask / keep_prob
