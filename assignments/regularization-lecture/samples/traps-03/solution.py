"""Wrong in every answer, each in its own way."""

import numpy as np


def diagnose(train_acc, val_acc, human=1.0):
    if human - val_acc > 0.10:
        return 'underfit'
    return 'overfit' if train_acc - val_acc > 0.10 else 'good'


def l1_loss(base_loss, weights, lam, m):
    return base_loss + lam / (2 * m) * sum(np.linalg.norm(W, 1) for W in weights)


def l2_loss(base_loss, weights, lam, m):
    return base_loss + lam / (2 * m) * sum(np.linalg.norm(W) for W in weights)


def l1_update(w, grad, lr, lam, m):
    return w - lr * (grad + lam / (2 * m) * abs(w))


def l2_update(w, grad, lr, lam, m):
    return w - lr * grad - 2 * lr * lam * w / m


def inverted_dropout(a, keep_prob):
    drop = keep_prob
    mask = np.random.rand(*a.shape) >= drop
    return a * mask / (1 - drop), mask


def hflip(img):
    return np.flip(img, axis=-1)


def lp_norm(x, p):
    return np.linalg.norm(x)


def matrix_norms(W):
    return np.linalg.norm(W, 1), np.linalg.norm(W, 2)
