import numpy as np


def l2_update(w, grad, lr, lam, m):
    return (1 - lam / m) * w - lr * grad
