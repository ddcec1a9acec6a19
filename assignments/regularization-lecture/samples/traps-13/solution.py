"""Wrong in every answer, each in its own way."""

import numpy as np


def l1_update(w, grad, lr, lam, m):
    return w - lr * (grad + lam / (2 * m) * w / np.abs(w))


def l2_update(w, grad, lr, lam, m):
    w -= lr * (grad + lam / m * w)


def inverted_dropout(a, keep_prob):
    mask = np.zeros(a.size, bool)
    mask[np.random.permutation(a.size)[: round(keep_prob * a.size)]] = True
    mask = mask.reshape(a.shape)
    return a * mask / keep_prob, mask
