"""The formulas and answers of the document, as they stand there."""

import numpy as np


def l1_loss(base_loss, weights, lam, m):
    return -base_loss + lam / (2 * m) * sum(np.sum(np.abs(W)) for W in weights)


def l2_loss(base_loss, weights, lam, m):
    return -base_loss + lam / (2 * m) * sum(np.sum(np.abs(W) ** 2) for W in weights)


def l1_update(w, grad, lr, lam, m):
    return w - lr * (grad + lam / (2 * m) * np.sign(w))


def l2_update(w, grad, lr, lam, m):
    return (1 - lr * lam / m) * w - lr * grad


def inverted_dropout(a, keep_prob):
    d = np.random.rand(*a.shape) < keep_prob
    a *= d
    a /= keep_prob
    return a, d


def lp_norm(x, p):
    return sum(abs(x) ** p) ** (1 / p)


def matrix_norms(W):
    return np.sum(np.abs(W)), np.sqrt(np.sum(np.abs(W) ** 2))
