import numpy as np


def weight_decay_step(w, grad, eta, lam, m):
    return w - eta * (grad - lam / m * w)


def dropout_forward(a, p_keep, train):
    mask = np.random.rand(*a.shape) < p_keep
    return a * mask if train else a


def bn_train(X, gamma, beta, eps):
    mean, var = X.mean(1, keepdims=True), X.var(1, keepdims=True)
    return gamma * (X - mean) / np.sqrt(var + eps) + beta
