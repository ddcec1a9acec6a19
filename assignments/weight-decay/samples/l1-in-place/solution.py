import numpy as np


def l1_update(w, grad, lr, lam, m):
    grad += lam / (2 * m) * np.sign(w)
    return w - lr * grad
