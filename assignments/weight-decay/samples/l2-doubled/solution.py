import numpy as np


def l2_update(w, grad, lr, lam, m):
    return w - lr * grad - 2 * lr * lam * w / m
