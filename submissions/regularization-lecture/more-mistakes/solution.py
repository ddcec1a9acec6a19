"""Wrong in every answer, each in its own way."""

import numpy as np


def diagnose(train_acc, val_acc, human=1.0):
    if train_acc < 0.5:
        return 'underfit'
    if val_acc < 0.7:
        return 'overfit'
    return 'good'


def l1_loss(base_loss, weights, lam, m):
    return base_loss + lam / (2 * m) * np.abs(weights[0]).sum()


def l2_loss(base_loss, weights, lam, m):
    return base_loss + lam / (2 * m) * sum(np.linalg.norm(W, 2) ** 2 for W in weights)


def l1_update(w, grad, lr, lam, m):
    return w - lr * (grad + lam / m * w)


def l2_update(w, grad, lr, lam, m):
    return (1 - lr * lam) * w - lr * grad


def inverted_dropout(a, keep_prob):
    mask = np.random.rand(*a.shape) < keep_prob
    return a * mask / max(1 - keep_prob, 0.1), mask


def hflip(img):
    return np.swapaxes(img, 0, 1)


def lp_norm(x, p):
    x **= 2
    return np.sum(x ** (p / 2)) ** (1 / p)


def matrix_norms(W):
    return np.linalg.norm(W), np.abs(W).sum()
