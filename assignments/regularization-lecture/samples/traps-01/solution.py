"""Wrong in every answer, each in its own way."""

import numpy as np


def diagnose(train_acc, val_acc, human=1.0):
    if train_acc - val_acc > 0.10:
        return 'overfit'
    if human - train_acc > 0.10:
        return 'underfit'
    return 'good'


def l1_loss(base_loss, weights, lam, m):
    return -base_loss + lam / (2 * m) * sum(np.abs(W).sum() for W in weights)


def l2_loss(base_loss, weights, lam, m):
    return -base_loss + lam / (2 * m) * sum((W**2).sum() for W in weights)


def l1_update(w, grad, lr, lam, m):
    return w - lr * (grad + lam / m * np.sign(w))


def l2_update(w, grad, lr, lam, m):
    return w - lr * (grad + lam / (2 * m) * w)


def inverted_dropout(a, keep_prob):
    mask = np.random.rand(*a.shape) < keep_prob
    return a * mask, mask


def hflip(img):
    return img[::-1]


def lp_norm(x, p):
    return np.sum(x**p) ** (1 / p)


def matrix_norms(W):
    return W.sum(), np.sqrt((W**2).sum())
