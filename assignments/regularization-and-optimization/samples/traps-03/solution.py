"""Wrong in every answer, each in its own way."""

import numpy as np


def l1_minimiser(a, lam):
    return a - lam * np.sign(a)


def early_stopping(val_losses, patience):
    best = waited = 0
    for i in range(1, len(val_losses)):
        if val_losses[i] < val_losses[i - 1]:
            best, waited = i, 0
        else:
            waited += 1
            if waited == patience:
                return best, i
    return best, None


def sgd_step(theta, per_example_grads, lr):
    return theta - lr * per_example_grads[0]


def momentum_step(theta, v, grad, lr, alpha):
    return theta + v, alpha * v - lr * grad


def adagrad_step(theta, r, grad, lr, delta):
    r = r + np.abs(grad)
    return theta - lr / (delta + np.sqrt(r)) * grad, r


def rmsprop_step(theta, r, grad, lr, rho, delta):
    r = (1 - rho) * r + rho * grad**2
    return theta - lr / np.sqrt(delta + r) * grad, r


def bn_eval(X, gamma, beta, run_mean, run_var, eps):
    return gamma * (X - run_mean) / (np.sqrt(run_var) + eps) + beta


def activation_regions(w, b, lo, hi):
    x = -b[w != 0] / w[w != 0]
    x = np.unique(np.append(x, [lo, hi]))
    ends = list(x)
    regions = []
    for l, r in zip(ends, ends[1:]):
        x = (l + r) / 2
        regions.append((l, r, (w * x + b > 0).astype(int)))
    return regions


def drift(prev, cur):
    return np.sum(prev != cur, axis=0).mean()
