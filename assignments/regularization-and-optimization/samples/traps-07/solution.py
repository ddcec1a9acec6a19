"""Wrong in every answer, each in its own way."""

import math
import numpy as np
import torch


def l1_minimiser(a, lam):
    return 0.0


def early_stopping(val_losses, patience):
    best_loss, best, waited = math.inf, 0, 0
    for i, loss in enumerate(val_losses):
        if loss < best_loss:
            best_loss, best, waited = loss, i, 0
        else:
            waited += 1
            if waited == patience:
                return best, i
    return best, len(val_losses) - 1


def momentum_step(theta, v, grad, lr, alpha):
    v = alpha * v - lr * grad
    return theta + v


def adagrad_step(theta, r, grad, lr, delta):
    r = r + grad**2
    return theta - lr / (1e-7 + np.sqrt(r)) * grad, r


def rmsprop_step(theta, r, grad, lr, rho, delta):
    p = torch.nn.Parameter(torch.tensor(theta))
    p.grad = torch.tensor(grad)
    optimiser = torch.optim.RMSprop([p], lr=lr, alpha=rho, eps=delta)
    optimiser.state[p] = {'step': torch.tensor(0.0), 'square_avg': torch.tensor(r)}
    optimiser.step()
    return p, optimiser.state[p]['square_avg']


def activation_regions(w, b, lo, hi):
    x = -b[w != 0] / w[w != 0]
    x = np.unique(x[(x > lo) & (x < hi)])
    ends = [lo, *x, hi]
    regions = []
    for l, r in zip(ends, ends[1:]):
        x = (l + r) / 2
        regions.append((l, r, (w * x + b <= 0).astype(int)))
    return regions


def drift(prev, cur):
    return np.mean(np.any(prev != cur, axis=1))
