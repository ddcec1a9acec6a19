"""Regularisation: fill in the functions. The other answers go into answers.md."""

import numpy as np


def diagnose(train_acc, val_acc, human=1.0):
    """'underfit', 'overfit' or 'good'."""
    raise NotImplementedError


def l1_loss(base_loss, weights, lam, m):
    """The data loss plus lam/(2m) times the sum of the entrywise 1-norms of all matrices."""
    raise NotImplementedError


def l2_loss(base_loss, weights, lam, m):
    """The data loss plus lam/(2m) times the sum of the squared entrywise 2-norms of all matrices."""
    raise NotImplementedError


def l1_update(w, grad, lr, lam, m):
    """The weights after one step on the data loss plus lam/(2m) times the sum of |w|."""
    raise NotImplementedError


def l2_update(w, grad, lr, lam, m):
    """The weights after one step on the data loss plus lam/(2m) times the sum of w**2."""
    raise NotImplementedError


def inverted_dropout(a, keep_prob):
    """The outputs of dropout in training, and the mask: (out, mask)."""
    raise NotImplementedError


def hflip(img):
    """The mirror image, left and right exchanged."""
    raise NotImplementedError


def lp_norm(x, p):
    """The p-norm of a vector."""
    raise NotImplementedError


def matrix_norms(W):
    """The entrywise 1-norm and the Frobenius norm of a matrix, in this order."""
    raise NotImplementedError
