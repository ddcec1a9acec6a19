"""Wrong in every answer, each in its own way."""

import math
import numpy as np


def l1_minimiser(a, lam):
    return a / (1 + lam)


def early_stopping(val_losses, patience):
    best_loss, best, waited = math.inf, 0, 0
    for i, loss in enumerate(val_losses):
        if loss < best_loss:
            best_loss, best, waited = loss, i, 0
        else:
            waited += 1
            if waited > patience:
                return best, i
    return best, None


def sgd_step(theta, per_example_grads, lr):
    return theta - lr * per_example_grads.sum(axis=0)


def momentum_step(theta, v, grad, lr, alpha):
    v = alpha * v - (1 - alpha) * lr * grad
    return theta + v, v


def adagrad_step(theta, r, grad, lr, delta):
    r = r + grad**2
    return theta - lr / np.sqrt(delta + r) * grad, r


def rmsprop_step(theta, r, grad, lr, rho, delta):
    r = rho * r + (1 - rho) * grad**2
    return theta - lr / (delta + np.sqrt(r)) * grad, r


def bn_eval(X, gamma, beta, run_mean, run_var, eps):
    return gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps) + beta


def activation_regions(w, b, lo, hi):
    x = np.linspace(lo, hi, 400)
    on = (np.outer(x, w) + b > 0).astype(int)
    regions = []
    start = 0
    for i in range(1, len(x) + 1):
        if i == len(x) or (on[i] != on[start]).any():
            regions.append((x[start], x[i - 1], on[start]))
            start = i
    return regions


def drift(prev, cur):
    return np.mean(prev != cur)
