import numpy as np


def expected_loss(w, x, y, alpha):
    return 0.5 * (y - w @ x) ** 2 + alpha * np.sum(w**2 * x**2)


def expected_grad(w, x, y, alpha):
    return -(y - w @ x) * x


def expected_grad_fixed_noise(w, x, y, alpha):
    return -(y - w @ x) * x + alpha * w * x**2


def mc_loss(w, x, y, alpha, n, seed):
    np.random.seed(seed)
    total = 0
    for _ in range(n):
        delta = np.random.normal(0, alpha * w**2)  # N(0, alpha w^2)
        total += 0.5 * (y - (w + delta) @ x) ** 2
    return total / n
