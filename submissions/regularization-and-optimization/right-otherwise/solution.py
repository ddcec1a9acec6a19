"""Steps, stops and regions, entry by entry."""

import math
import numpy as np


def l1_minimiser(a, lam):
    if a > lam:
        return a - lam
    if a < -lam:
        return a + lam
    return 0


def early_stopping(losses, patience):
    best = 0
    for i in range(1, len(losses)):
        if losses[i] < losses[best]:
            best = i
        elif i - best == patience:
            return [best, i]
    return [best, None]


def sgd_step(theta, per_example_grads, lr):
    m = len(per_example_grads)
    return [t - lr * sum(g[j] for g in per_example_grads) / m for j, t in enumerate(theta)]


def momentum_step(theta, v, grad, lr, alpha):
    new = [alpha * a - lr * g for a, g in zip(v.flat, grad.flat)]
    moved = [t + a for t, a in zip(theta.flat, new)]
    return np.reshape(moved, theta.shape), np.reshape(new, theta.shape)


def adagrad_step(theta, r, grad, lr, delta):
    new = [a + g * g for a, g in zip(r, grad)]
    return [t - lr * g / (delta + math.sqrt(a)) for t, g, a in zip(theta, grad, new)], new


def rmsprop_step(theta, r, grad, lr, rho, delta):
    new = [rho * a + (1 - rho) * g * g for a, g in zip(r, grad)]
    return [t - lr * g / math.sqrt(delta + a) for t, g, a in zip(theta, grad, new)], new


def bn_eval(X, gamma, beta, run_mean, run_var, eps):
    out = []
    for row in X:
        z = [(x - m) / math.sqrt(v + eps) for x, m, v in zip(row, run_mean, run_var)]
        out.append([g * a + b for g, a, b in zip(gamma, z, beta)])
    return out


def activation_regions(weights, biases, left, right):
    """Walk from cut to cut."""
    weights, biases = weights.tolist(), biases.tolist()
    regions = []
    here = left
    while here < right:
        nxt = right
        for w, b in zip(weights, biases):
            if w != 0:
                x = -b / w
                if here < x < nxt:
                    nxt = x
        mid = (here + nxt) / 2
        regions.append([here, nxt, [1 if w * mid + b > 0 else 0 for w, b in zip(weights, biases)]])
        here = nxt
    return regions


def drift(before, after):
    total = 0
    for p, q in zip(before.tolist(), after.tolist()):
        total += sum(a ^ b for a, b in zip(p, q))
    return total / len(before)
