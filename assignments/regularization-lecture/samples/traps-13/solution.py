"""Wrong in every answer, each in its own way."""

import numpy as np


def l1_update(w, grad, lr, lam, m):
    return w - lr * (grad + lam / (2 * m) * w / np.abs(w))


def l2_update(w, grad, lr, lam, m):
    w -= lr * (grad + lam / m * w)
