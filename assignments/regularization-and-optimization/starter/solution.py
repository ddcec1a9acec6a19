"""Regularisation and optimisation: fill in the functions. The other answers go into answers.md."""

import numpy as np

W = np.array([-2.0, -1.0, -1.0, 1.0, 1.0, -0.5, 1.0, 2.0, 1.0, -1.0])
B = np.array([-3.408, -0.822, 1.574, 1.343, -9.0, 0.70175, -9.0, -1.584, 0.622, -9.0])


def l1_minimiser(a, lam):
    """The number w at which (w - a)**2 / 2 + lam * |w| is smallest."""
    raise NotImplementedError


def early_stopping(val_losses, patience):
    """Where the best loss stood and where training stops: (best_index, stop_index or None)."""
    raise NotImplementedError


def sgd_step(theta, per_example_grads, lr):
    """The parameters after one step on a minibatch, one example per row."""
    raise NotImplementedError


def momentum_step(theta, v, grad, lr, alpha):
    """The parameters and the velocity after one step with momentum: (theta, v)."""
    raise NotImplementedError


def adagrad_step(theta, r, grad, lr, delta):
    """The parameters and the accumulator after one step of AdaGrad: (theta, r)."""
    raise NotImplementedError


def rmsprop_step(theta, r, grad, lr, rho, delta):
    """The parameters and the accumulator after one step of RMSProp: (theta, r)."""
    raise NotImplementedError


def bn_eval(X, gamma, beta, run_mean, run_var, eps):
    """Batch normalisation at test time."""
    raise NotImplementedError


def activation_regions(w, b, lo, hi):
    """The pieces of [lo, hi] on which no unit switches: a list of (left, right, pattern)."""
    raise NotImplementedError


def drift(prev, cur):
    """How many units have switched between two epochs, on average over the inputs."""
    raise NotImplementedError
