"""Wrong in every answer, each in its own way."""

import numpy as np


def diagnose(train_acc, val_acc, human=1.0):
    if human - train_acc > 10:
        return 'underfit'
    if train_acc - val_acc > 10:
        return 'overfit'
    return 'good'


def l1_loss(base_loss, weights, lam, m):
    return base_loss + lam / 2 * sum(np.abs(W).sum() for W in weights)


def l2_loss(base_loss, weights, lam, m):
    return base_loss + lam / 2 * sum((W**2).sum() for W in weights)


def l1_update(w, grad, lr, lam, m):
    w = w - lr * grad
    return w - lr * lam / (2 * m) * np.sign(w)


def l2_update(w, grad, lr, lam, m):
    return w - lr * (grad + lam / m * np.linalg.norm(w))


def inverted_dropout(a, keep_prob):
    return a, np.ones(a.shape)
