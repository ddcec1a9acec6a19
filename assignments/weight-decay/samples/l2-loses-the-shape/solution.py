import numpy as np


def l2_update(w, grad, lr, lam, m):
    return (w - lr * (grad + lam / m * w)).ravel()
