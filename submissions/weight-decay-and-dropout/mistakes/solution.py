import numpy as np


def weight_decay_step(w, grad, eta, lam, m):
    return w - eta * (grad + lam / (2 * m) * w)


def dropout_forward(a, p_keep, train):
    mask = np.random.rand(*a.shape) < p_keep
    return a * mask / p_keep if train else a


def bn_train(X, gamma, beta, eps):
    s2 = ((X - X.mean(0)) ** 2).sum(0) / (len(X) - 1)
    return gamma * (X - X.mean(0)) / np.sqrt(s2 + eps) + beta
