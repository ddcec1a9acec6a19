import numpy as np

f = np.float32


def expected_loss(w, x, y, alpha):
    w, x = w.astype(f), x.astype(f)
    return (f(y) - np.dot(w, x)) ** 2 / 2 + f(alpha) / 2 * np.dot(w**2, x**2)


def expected_grad(w, x, y, alpha):
    w, x = w.astype(f), x.astype(f)
    return (np.dot(w, x) - f(y)) * x + f(alpha) * w * x * x


def expected_grad_fixed_noise(w, x, y, alpha):
    return expected_grad(w, x, y, 0)


def mc_loss(w, x, y, alpha, n, seed):
    rng = np.random.default_rng(seed)
    factor = 1 + f(np.sqrt(alpha)) * rng.standard_normal((n, w.size), dtype=f)
    return (0.5 * np.square(f(y) - (factor * (w * x).astype(f)).sum(axis=1))).mean()
