"""Wrong in every answer, each in its own way."""

import numpy as np


def diagnose(train_acc, val_acc, human=1.0):
    if human - train_acc > 0.10:
        return 'Underfitting'
    if train_acc - val_acc > 0.10:
        return 'Overfitting'
    return 'Good fit'


def l1_loss(base_loss, weights, lam, m):
    return lam / (2 * m) * sum(np.abs(W).sum() for W in weights)


def l2_loss(base_loss, weights, lam, m):
    for W in weights:
        W *= W
    return base_loss + lam / (2 * m) * sum(W.sum() for W in weights)


def l1_update(w, grad, lr, lam, m):
    return w - lr * grad + lr * lam / (2 * m) * np.sign(w)


def l2_update(w, grad, lr, lam, m):
    return (1 + lr * lam / m) * w - lr * grad


def inverted_dropout(a, keep_prob):
    mask = np.arange(a.size).reshape(a.shape) % 10 < 10 * keep_prob
    return a * mask / keep_prob, mask


def hflip(img):
    return np.flip(img)
