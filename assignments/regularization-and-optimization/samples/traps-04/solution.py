"""Wrong in every answer, each in its own way."""

import math
import numpy as np


def l1_minimiser(a, lam):
    return np.sign(a) * max(abs(a) - lam / 2, 0)


def early_stopping(val_losses, patience):
    best_loss, best, waited = math.inf, 0, 0
    for i, loss in enumerate(val_losses):
        if loss < best_loss:
            best_loss, best, waited = loss, i, 0
        else:
            waited += 1
            if waited == patience:
                return i, i
    return best, None


def sgd_step(theta, per_example_grads, lr):
    return theta + lr * per_example_grads.mean(axis=0)


def momentum_step(theta, v, grad, lr, alpha):
    v = alpha * v + grad
    return theta - lr * v, v


def adagrad_step(theta, r, grad, lr, delta):
    step = lr / (delta + np.sqrt(r)) * grad
    return theta - step, r + grad**2


def rmsprop_step(theta, r, grad, lr, rho, delta):
    r = rho * r + grad**2
    return theta - lr / np.sqrt(delta + r) * grad, r


def bn_eval(X, gamma, beta, run_mean, run_var, eps):
    return (X - run_mean) / np.sqrt(run_var + eps)


def activation_regions(w, b, lo, hi):
    x = -b[w != 0] / w[w != 0]
    x = np.sort(x[(x > lo) & (x < hi)])
    ends = [lo, *x, hi]
    regions = []
    for l, r in zip(ends, ends[1:]):
        x = (l + r) / 2
        regions.append((l, r, (w * x + b > 0).astype(int)))
    return regions


def drift(prev, cur):
    return np.sum(prev != cur, axis=1)
