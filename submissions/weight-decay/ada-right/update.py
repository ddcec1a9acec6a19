"""Homework 2, regularisation. Ada"""
import numpy as np


def l2_update(w, grad, lr, lam, m):
    # d/dw lam/(2m) w^2 = lam/m w, so the old weights shrink first
    decay = 1 - lr * lam / m
    return decay * w - lr * grad


def l1_update(w, grad, lr, lam, m):
    penalty = lam / (2 * m) * np.sign(w)
    return w - lr * (grad + penalty)


if __name__ == "__main__":
    print(l2_update(np.array([1.0, -2.0]), np.array([0.5, 0.5]), 0.1, 0.3, 10))
