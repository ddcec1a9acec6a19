"""Arguments are overwritten, noise comes back the same."""

import numpy as np


def weight_decay_step(w, grad, eta, lam, m):
    w *= 1 - eta * lam / m
    w -= eta * grad
    return w


def dropout_forward(a, p_keep, train):
    a *= np.random.rand(*a.shape) < p_keep if train else p_keep
    return a


def bn_train(X, gamma, beta, eps):
    X -= X.mean(axis=0)
    return gamma * X / np.sqrt((X**2).mean(axis=0) + eps) + beta
