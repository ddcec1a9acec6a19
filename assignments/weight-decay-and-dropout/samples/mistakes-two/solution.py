import numpy as np


def weight_decay_step(w, grad, eta, lam, m):
    return w - eta * (grad + 2 * lam / m * w)


def dropout_forward(a, p_keep, train):
    mask = np.random.rand(*a.shape) < p_keep
    return a * mask / p_keep if train else a * p_keep


def bn_train(X, gamma, beta, eps):
    return gamma * (X - X.mean(0)) / (X.std(0) + eps) + beta
