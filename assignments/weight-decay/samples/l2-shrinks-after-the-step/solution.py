import numpy as np


def l2_update(w, grad, lr, lam, m):
    return (1 - lr * lam / m) * (w - lr * grad)
