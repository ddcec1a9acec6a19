"""The same with loops, lists and other roads."""

import math
import random
from statistics import median


def mlp_param_count(n_in, n_hidden_layers, width, n_out):
    sizes = [n_in] + [width] * n_hidden_layers + [n_out]
    return sum(a * b + b for a, b in zip(sizes, sizes[1:]))


def logistic_to_softmax(w, b):
    return [[float(value) for value in w], [0.0] * len(w)], [b, 0.0]


def softmax_to_logistic(W, b):
    return [float(p - q) for p, q in zip(W[0], W[1])], float(b[0] - b[1])


def committee(P, method):
    chosen = []
    for sample in range(len(P[0])):
        rows = [list(member[sample]) for member in P]
        classes = range(len(rows[0]))
        if method == "majority":
            votes = [row.index(max(row)) for row in rows]
            support = [votes.count(c) for c in classes]
        elif method == "average":
            support = [sum(row[c] for row in rows) for c in classes]
        else:
            support = [median(row[c] for row in rows) for c in classes]
        chosen.append(support.index(max(support)))
    return chosen


def slant_angle(img):
    pixels = [(i, j, float(v)) for i, row in enumerate(img) for j, v in enumerate(row)]
    mass = sum(v for _, _, v in pixels)
    top, left = (sum(p[axis] * p[2] for p in pixels) / mass for axis in (0, 1))
    xx = sum((j - left) ** 2 * v for _, j, v in pixels)
    yy = sum((i - top) ** 2 * v for i, _, v in pixels)
    xy = sum((i - top) * (j - left) * v for i, j, v in pixels)
    largest = (xx + yy) / 2 + math.hypot((xx - yy) / 2, xy)
    return math.atan((largest - yy) / xy) if xy else 0.0


def output(w, x, b):
    return (1 + math.tanh((w * x + b) / 2)) / 2


def reg_grads(w, x, b, t, lam):
    y = output(w, x, b)
    error = y - t
    back = error * (y - y * y)
    return dict(db=back, dx=w * back, dw=x * back + lam * w, dz=back, dy=error, dL=1, dR=lam)


def gd_step(w, b, x, t, lam, lr):
    y = output(w, x, b)
    back = lr * (y - t) * y * (1 - y)
    return [(1 - lr * lam) * w - back * x, b - back]


def adam_step(theta, m, v, grad, t, lr, b1, b2, eps):
    m = m + (1 - b1) * (grad - m)
    v = v + (1 - b2) * (grad * grad - v)
    root = math.sqrt(1 - b2**t)
    return theta - lr * root / (1 - b1**t) * m / (v**0.5 + eps * root), m, v


def grad_J(H, w):
    n = len(w)
    loss = lambda p: sum(p[i] * H[i][j] * p[j] for i in range(n) for j in range(n))
    slopes = []
    for k in range(n):
        up, down = list(w), list(w)
        up[k] += 0.5
        down[k] -= 0.5
        slopes.append(loss(up) - loss(down))
    return slopes


def w_at(H, w0, eps, t):
    w = list(w0)
    for _ in range(t):
        slope = [2 * sum(h * v for h, v in zip(row, w)) for row in H]
        w = [v - eps * s for v, s in zip(w, slope)]
    return w


def max_stable_lr(H):
    import numpy

    return 1 / max(numpy.linalg.svd(H)[1])


def newton_step(H, w, eta):
    import numpy

    return w - eta * numpy.linalg.inv(2 * H) @ (2 * H @ w)


def expected_grad(w, x, y, alpha):
    error = y - sum(a * b for a, b in zip(w, x))
    return [-error * b + alpha * a * b * b for a, b in zip(w, x)]


def expected_grad_fixed_noise(w, x, y, alpha):
    error = sum(a * b for a, b in zip(w, x)) - y
    return [error * b for b in x]


def mc_loss(w, x, y, alpha, n, seed):
    generator = random.Random(int(seed))
    total = 0.0
    for _ in range(n):
        total += (y - sum(a * b * generator.gauss(1, math.sqrt(alpha)) for a, b in zip(w, x))) ** 2 / 2
    return total / n
