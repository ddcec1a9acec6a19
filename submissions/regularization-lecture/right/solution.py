"""The lecture's functions, with numpy."""

import numpy as np


def diagnose(train_acc, val_acc, human=1.0):
    if human - train_acc > 0.10:
        return 'underfit'
    if train_acc - val_acc > 0.10:
        return 'overfit'
    return 'good'


def l1_loss(base_loss, weights, lam, m):
    return base_loss + lam / (2 * m) * sum(np.abs(W).sum() for W in weights)


def l2_loss(base_loss, weights, lam, m):
    return base_loss + lam / (2 * m) * sum(np.linalg.norm(W) ** 2 for W in weights)


def l1_update(w, grad, lr, lam, m):
    return w - lr * (grad + lam / (2 * m) * np.sign(w))


def l2_update(w, grad, lr, lam, m):
    return (1 - lr * lam / m) * w - lr * grad


def inverted_dropout(a, keep_prob):
    mask = np.random.rand(*a.shape) < keep_prob
    return a * mask / keep_prob, mask


def hflip(img):
    return img[:, ::-1]


def lp_norm(x, p):
    return np.sum(np.abs(x) ** p) ** (1 / p)


def matrix_norms(W):
    return np.abs(W).sum(), np.sqrt((W**2).sum())
