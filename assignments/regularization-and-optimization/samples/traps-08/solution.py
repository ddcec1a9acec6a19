"""Wrong in every answer, each in its own way."""

import math
import numpy as np


def early_stopping(val_losses, patience):
    best_loss, best, waited = math.inf, 0, 0
    for i, loss in enumerate(val_losses):
        if loss < best_loss:
            best_loss, best, waited = loss, i, 0
        else:
            waited += 1
            if waited == patience:
                return best + 1, i + 1
    return best, None


def momentum_step(theta, v, grad, lr, alpha):
    v = alpha * v - lr * grad
    return theta + alpha * v - lr * grad, v


def activation_regions(w, b, lo, hi):
    x = np.linspace(lo, hi, 5_001)
    on = (np.outer(x, w) + b > 0).astype(int)
    regions = []
    start = 0
    for i in range(1, len(x) + 1):
        if i == len(x) or (on[i] != on[start]).any():
            regions.append((x[start], x[i - 1], on[start]))
            start = i
    return regions
