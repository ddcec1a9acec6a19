import numpy as np


def l1_update(w, grad, lr, lam, m):
    return w - lr * grad
