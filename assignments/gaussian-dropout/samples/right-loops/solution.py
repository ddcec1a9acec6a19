import math
import random


def expected_loss(w, x, y, alpha):
    s, q = y, 0.0
    for a, b in zip(w, x):
        s -= a * b
        q += alpha * a * a * b * b
    return (s * s + q) / 2


def expected_grad(w, x, y, alpha):
    error = y - sum(a * b for a, b in zip(w, x))
    return [-error * b + alpha * a * b * b for a, b in zip(w, x)]


def expected_grad_fixed_noise(w, x, y, alpha):
    error = y - sum(a * b for a, b in zip(w, x))
    return [-error * b for b in x]


def mc_loss(w, x, y, alpha, n, seed):
    rng = random.Random(seed)
    w, x = w.tolist(), x.tolist()
    total = 0.0
    for _ in range(n):
        out = 0.0
        for a, b in zip(w, x):
            out += rng.gauss(a, math.sqrt(alpha) * abs(a)) * b
        total += (y - out) ** 2 / 2
    return total / n
