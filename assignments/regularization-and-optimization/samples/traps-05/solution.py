"""Wrong in every answer, each in its own way."""

import math
import numpy as np


def l1_minimiser(a, lam):
    return max(a - lam, 0)


def early_stopping(val_losses, patience):
    best_loss, best, waited = math.inf, 0, 0
    for i, loss in enumerate(val_losses):
        if loss < best_loss:
            best_loss, best = loss, i
        else:
            waited += 1
            if waited == patience:
                return best, i
    return best, None


def sgd_step(theta, per_example_grads, lr):
    for g in per_example_grads:
        theta = theta - lr * g
    return theta


def momentum_step(theta, v, grad, lr, alpha):
    return theta - lr * grad, alpha * v - lr * grad


def adagrad_step(theta, r, grad, lr, delta):
    r = r + np.sum(grad**2)
    return theta - lr / (delta + np.sqrt(r)) * grad, r


def rmsprop_step(theta, r, grad, lr, rho, delta):
    step = lr / np.sqrt(delta + r) * grad
    return theta - step, rho * r + (1 - rho) * grad**2


def bn_eval(X, gamma, beta, run_mean, run_var, eps):
    X -= run_mean
    X /= np.sqrt(run_var + eps)
    return gamma * X + beta


def activation_regions(w, b, lo, hi):
    x = -b[w != 0] / w[w != 0]
    x = np.unique(x[(x > lo) & (x < hi)])
    ends = [lo, *x, hi]
    regions = []
    for l, r in zip(ends, ends[1:]):
        x = l
        regions.append((l, r, (w * x + b > 0).astype(int)))
    return regions


def drift(prev, cur):
    return np.mean(np.abs(prev.sum(axis=1) - cur.sum(axis=1)))
