"""Wrong in every answer, each in its own way."""

import numpy as np


def l1_update(w, grad, lr, lam, m):
    grad += lam / (2 * m) * np.sign(w)
    return w - lr * grad


def l2_update(w, grad, lr, lam, m):
    return (w - lr * (grad + lam / m * w)).ravel()
