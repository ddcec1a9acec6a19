"""Wrong in every answer, each in its own way."""

import numpy as np


def diagnose(train_acc, val_acc, human=1.0):
    if human - train_acc > 0.10:
        return 'overfit'
    if train_acc - val_acc > 0.10:
        return 'underfit'
    return 'good'


def l1_loss(base_loss, weights, lam, m):
    return base_loss + lam / (2 * m) * sum(W.sum() for W in weights)


def l2_loss(base_loss, weights, lam, m):
    return base_loss + lam / (2 * m) * (weights[0] ** 2).sum()


def l1_update(w, grad, lr, lam, m):
    return w - lr * (grad + lam / 2 * np.sign(w))


def l2_update(w, grad, lr, lam, m):
    return (1 - lam / m) * w - lr * grad


def inverted_dropout(a, keep_prob):
    mask = (np.random.rand(a.shape[0]) < keep_prob).reshape(-1, *(1,) * (a.ndim - 1)) & np.ones(a.shape, bool)
    return a * mask / keep_prob, mask


def hflip(img):
    img[:] = img[:, ::-1].copy()
    return img


def lp_norm(x, p):
    return np.sum(np.abs(x) ** p) / p


def matrix_norms(W):
    W[:] = np.abs(W)
    return W.sum(), np.sqrt((W**2).sum())
