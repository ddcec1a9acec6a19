"""Wrong in every answer, each in its own way."""

import math
import numpy as np


def l1_minimiser(a, lam):
    return a if abs(a) > lam else 0.0


def early_stopping(val_losses, patience):
    best_loss, best, waited = math.inf, 0, 0
    for i, loss in enumerate(val_losses):
        if loss <= best_loss:
            best_loss, best, waited = loss, i, 0
        else:
            waited += 1
            if waited == patience:
                return best, i
    return best, None


def sgd_step(theta, per_example_grads, lr):
    return theta - lr * per_example_grads.mean()


def momentum_step(theta, v, grad, lr, alpha):
    v = alpha * v + lr * grad
    return theta + v, v


def adagrad_step(theta, r, grad, lr, delta):
    r = r + grad**2
    return theta - lr / (delta + r) * grad, r


def rmsprop_step(theta, r, grad, lr, rho, delta):
    r = rho * r + (1 - rho) * grad**2
    return theta - lr / (delta + r) * grad, r


def bn_eval(X, gamma, beta, run_mean, run_var, eps):
    return gamma * (X - run_mean) / (run_var + eps) + beta


def activation_regions(w, b, lo, hi):
    x = b[w != 0] / w[w != 0]
    x = np.unique(x[(x > lo) & (x < hi)])
    ends = [lo, *x, hi]
    regions = []
    for l, r in zip(ends, ends[1:]):
        x = (l + r) / 2
        regions.append((l, r, (w * x + b > 0).astype(int)))
    return regions


def drift(prev, cur):
    return np.sum(prev != cur)
