import numpy as np


def weight_decay_step(w, grad, eta, lam, m):
    return (1 - eta * lam / m) * (w - eta * grad)


def dropout_forward(a, p_keep, train):
    mask = np.random.rand(*a.shape) < p_keep
    return np.where(mask, 0, a) if train else (1 - p_keep) * a


def bn_train(X, gamma, beta, eps):
    return gamma * (X - X.mean(0)) / (X.var(0) + eps) + beta
