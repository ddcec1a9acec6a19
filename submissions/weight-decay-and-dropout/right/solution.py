import numpy as np

rng = np.random.default_rng()


def weight_decay_step(w, grad, eta, lam, m):
    return (1 - eta * lam / m) * w - eta * grad


def dropout_forward(a, p_keep, train):
    if train:
        return a * (rng.random(a.shape) < p_keep)
    return p_keep * a


def bn_train(X, gamma, beta, eps):
    return gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps) + beta
