import numpy as np


def weight_decay_step(w, grad, eta, lam, m):
    return w * (1 - eta * lam / m) - eta * grad


def dropout_forward(a, p_keep, train):
    if train:
        return a * np.random.binomial(1, p_keep, a.shape)
    return p_keep * a
