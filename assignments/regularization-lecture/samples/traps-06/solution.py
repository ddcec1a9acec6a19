"""Wrong in every answer, each in its own way."""

import numpy as np


def diagnose(train_acc, val_acc, human=1.0):
    return 'good'


def l1_loss(base_loss, weights, lam, m):
    total = 0.0
    for W in weights:
        W[:] = np.abs(W)
        total += W.sum()
    return base_loss + lam / (2 * m) * total


def l2_loss(base_loss, weights, lam, m):
    return base_loss + lam / (2 * m) * sum(W.sum() ** 2 for W in weights)


def l1_update(w, grad, lr, lam, m):
    return w - lr * grad - lam / (2 * m) * np.sign(w)


def l2_update(w, grad, lr, lam, m):
    return (1 - lr * lam / m) * (w - lr * grad)


def inverted_dropout(a, keep_prob):
    np.random.seed(0)
    mask = np.random.rand(*a.shape) < keep_prob
    return a * mask / keep_prob, mask


def hflip(img):
    return img


def lp_norm(x, p):
    return np.mean(np.abs(x) ** p) ** (1 / p)


def matrix_norms(W):
    return np.linalg.norm(W, 1), np.linalg.norm(W)
