import numpy as np


def l2_update(w, grad, lr, lam, m):
    w *= 1 - lr * lam / m
    w -= lr * grad
    return w
