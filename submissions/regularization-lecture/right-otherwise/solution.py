"""The lecture's functions, entry by entry."""

import math
import random
import numpy as np


def diagnose(train_acc, val_acc, human=1.0):
    bias, variance = human - train_acc, train_acc - val_acc
    return 'underfit' if bias > 0.1 else 'overfit' if variance > 0.1 else 'good'


def l1_loss(base_loss, weights, lam, m):
    total = 0.0
    for W in weights:
        for row in W:
            for w in row:
                total += abs(w)
    return base_loss + lam * total / (2 * m)


def l2_loss(base_loss, weights, lam, m):
    total = 0.0
    for W in weights:
        for row in W:
            total += sum(w * w for w in row)
    return base_loss + lam * total / (2 * m)


def l1_update(w, grad, lr, lam, m):
    out = [float(x) - lr * (float(g) + lam / (2 * m) * (int(x > 0) - int(x < 0))) for x, g in zip(w.flat, grad.flat)]
    return np.reshape(out, w.shape)


def l2_update(w, grad, lr, lam, m):
    out = [float(x) - lr * (float(g) + lam / m * float(x)) for x, g in zip(w.flat, grad.flat)]
    return np.reshape(out, w.shape)


def inverted_dropout(a, keep_prob):
    def dropped(entries):
        if np.ndim(entries) > 1:
            outs, masks = zip(*map(dropped, entries))
            return list(outs), list(masks)
        kept = [random.random() < keep_prob for _ in entries]
        return [x / keep_prob if k else 0.0 for x, k in zip(entries, kept)], kept

    return dropped(a)


def hflip(img):
    out = np.zeros(img.shape)
    for i in range(img.shape[0]):
        for j in range(img.shape[1]):
            out[i, j] = img[i, img.shape[1] - 1 - j]
    return out


def lp_norm(x, p):
    total = 0.0
    for value in x:
        total += abs(float(value)) ** p
    return total ** (1.0 / p)


def matrix_norms(W):
    entries = [float(w) for row in W for w in row]
    return [sum(map(abs, entries)), math.sqrt(sum(w * w for w in entries))]
