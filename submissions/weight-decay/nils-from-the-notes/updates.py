import numpy as np


# both as in the notes, W overwritten
def l2_update(w, grad, lr, lam, m):
    w *= 1 - lr * lam / m
    w -= lr * grad
    return w


def l1_update(w, grad, lr, lam, m):
    w -= lr * (grad + lam / (2 * m) * np.sign(w))
    return w
