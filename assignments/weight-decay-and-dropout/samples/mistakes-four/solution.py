import numpy as np


def weight_decay_step(w, grad, eta, lam, m):
    return (1 - lam / m) * w - eta * grad


def dropout_forward(a, p_keep, train):
    mask = np.random.rand(*a.shape) < p_keep
    return a * mask if train else a / p_keep


def bn_train(X, gamma, beta, eps):
    return (X - X.mean(0)) / np.sqrt(X.var(0) + eps)
