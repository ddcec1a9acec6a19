"""Steps, stops and regions, with numpy."""

import math
import numpy as np


def l1_minimiser(a, lam):
    return np.sign(a) * max(abs(a) - lam, 0)


def early_stopping(val_losses, patience):
    best_loss, best, waited = math.inf, 0, 0
    for i, loss in enumerate(val_losses):
        if loss < best_loss:
            best_loss, best, waited = loss, i, 0
        else:
            waited += 1
            if waited == patience:
                return best, i
    return best, None


def sgd_step(theta, per_example_grads, lr):
    return theta - lr * per_example_grads.mean(axis=0)


def momentum_step(theta, v, grad, lr, alpha):
    v = alpha * v - lr * grad
    return theta + v, v


def adagrad_step(theta, r, grad, lr, delta):
    r = r + grad**2
    return theta - lr / (delta + np.sqrt(r)) * grad, r


def rmsprop_step(theta, r, grad, lr, rho, delta):
    r = rho * r + (1 - rho) * grad**2
    return theta - lr / np.sqrt(delta + r) * grad, r


def bn_eval(X, gamma, beta, run_mean, run_var, eps):
    return gamma * (X - run_mean) / np.sqrt(run_var + eps) + beta


def activation_regions(w, b, lo, hi):
    used = w != 0
    cuts = np.unique(-b[used] / w[used])
    cuts = cuts[(cuts > lo) & (cuts < hi)]
    ends = np.concatenate([[lo], cuts, [hi]])
    mids = (ends[1:] + ends[:-1]) / 2
    patterns = (np.outer(mids, w) + b > 0).astype(int)
    return list(zip(ends[:-1], ends[1:], patterns))


def drift(prev, cur):
    return np.abs(prev - cur).sum(axis=1).mean()
