import numpy as np


def l1_update(w, grad, lr, lam, m):
    sign = 2.0 * (w > 0) - 1
    return w - lr * (grad + lam / (2 * m) * sign)
