import numpy as np


def expected_loss(w, x, y, alpha):
    return 0.5 * (y - w @ x) ** 2 + 0.5 * alpha * np.sum((w * x) ** 2)


def expected_grad(w, x, y, alpha):
    return -(y - w @ x) * x + alpha * w * x**2


def expected_grad_fixed_noise(w, x, y, alpha):
    return -(y - w @ x) * x


def mc_loss(w, x, y, alpha, n, seed):
    rng = np.random.default_rng(seed)
    delta = np.sqrt(alpha) * w * rng.standard_normal((n, len(w)))
    return np.mean((y - (w + delta) @ x) ** 2) / 2
