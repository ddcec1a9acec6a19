"""Wrong in every answer, each in its own way."""

import numpy as np
import torch


def diagnose(train_acc, val_acc, human=1.0):
    if train_acc < 0.9:
        return 'underfit'
    if train_acc - val_acc > 0.10:
        return 'overfit'
    return 'good'


def l1_loss(base_loss, weights, lam, m):
    return base_loss + lam / m * sum(np.abs(W).sum() for W in weights)


def l2_loss(base_loss, weights, lam, m):
    return base_loss + lam / m * sum((W**2).sum() for W in weights)


def l1_update(w, grad, lr, lam, m):
    return w - lr * (grad + lam / (2 * m))


def l2_update(w, grad, lr, lam, m):
    import torch
    p = torch.nn.Parameter(torch.tensor(w))
    p.grad = torch.tensor(grad)
    torch.optim.SGD([p], lr=lr, weight_decay=lam / (2 * m)).step()
    return p.detach().numpy()


def inverted_dropout(a, keep_prob):
    mask = np.random.rand(*a.shape) < keep_prob
    return a * mask * keep_prob, mask


def hflip(img):
    return img[::-1, ::-1]


def lp_norm(x, p):
    return np.sum(np.abs(x) ** p)


def matrix_norms(W):
    return np.abs(W).sum(), (W**2).sum()
