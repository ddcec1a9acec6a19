"""Gaussian dropout on one linear unit. Ada"""
import numpy as np


def expected_loss(w, x, y, alpha):
    error = y - np.dot(w, x)
    return 0.5 * error**2 + 0.5 * alpha * np.sum(w**2 * x**2)


def expected_grad(w, x, y, alpha):
    error = y - np.dot(w, x)
    return -error * x + alpha * w * x**2


def expected_grad_fixed_noise(w, x, y, alpha):
    # E[delta] = 0, so alpha does not matter
    return -(y - np.dot(w, x)) * x


def mc_loss(w, x, y, alpha, n, seed):
    rng = np.random.default_rng(seed)
    delta = rng.normal(0.0, np.sqrt(alpha) * np.abs(w), size=(n, len(w)))
    j = 0.5 * (y - (w + delta) @ x) ** 2
    return j.mean()
