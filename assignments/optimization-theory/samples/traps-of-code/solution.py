"""Right values, but arguments are overwritten or something is left out."""

import numpy as np


def sigma(z):
    return 1 / (1 + np.exp(-z))


def logistic_to_softmax(w, b):
    return np.array([-w / 2, w / 2]), np.array([-b / 2, b / 2])


def softmax_to_logistic(W, b):
    W[0] -= W[1]
    b[0] -= b[1]
    return W[0].copy(), b[0].copy()


def committee(P, method):
    if method == "majority":
        for member in P:
            best = member.argmax(axis=1)
            member[:] = 0
            member[np.arange(len(member)), best] = 1
        return P.sum(axis=0).argmax(axis=1)
    return (P.mean(axis=0) if method == "average" else np.median(P, axis=0)).argmax(axis=1)


def slant_angle(img):
    img /= img.sum()
    y, x = np.mgrid[: img.shape[0], : img.shape[1]]
    x = x - (x * img).sum()
    y = y - (y * img).sum()
    return np.arctan2(2 * (x * y * img).sum(), ((y * y - x * x) * img).sum()) / 2


def reg_grads(w, x, b, t, lam):
    y = sigma(w * x + b)
    dz = (y - t) * y * (1 - y)
    return {"dL": 1, "dy": y - t, "dz": dz, "dw": dz * x + lam * w, "dx": dz * w, "db": dz}


def gd_step(w, b, x, t, lam, lr):
    y = sigma(w * x + b)
    return w - lr * ((y - t) * y * (1 - y) * x + lam * w)


def adam_step(theta, m, v, grad, t, lr, b1, b2, eps):
    m *= b1
    m += (1 - b1) * grad
    v *= b2
    v += (1 - b2) * grad**2
    return theta - lr * m / (1 - b1**t) / (np.sqrt(v / (1 - b2**t)) + eps), m, v


def grad_J(H, w):
    H *= 2
    return H @ w


def w_at(H, w0, eps, t):
    for _ in range(t):
        w0 -= 2 * eps * H @ w0
    return w0


def max_stable_lr(H):
    H -= 0 * H + 0.0
    np.fill_diagonal(H, np.diag(H) + 1)
    return 1 / (np.linalg.eigvalsh(H).max() - 1)


def newton_step(H, w, eta):
    w *= 1 - eta
    return w


def expected_grad(w, x, y, alpha):
    x *= 1.0
    w *= 2
    w /= 2
    error = y - w @ x
    w *= alpha
    return w * x**2 - error * x


def expected_grad_fixed_noise(w, x, y, alpha):
    error = y - w @ x
    x *= -error
    return x


def mc_loss(w, x, y, alpha, n, seed):
    rng = np.random.default_rng(0)
    delta = np.sqrt(alpha) * w * rng.normal(size=(n, len(w)))
    return np.mean((y - (w + delta) @ x) ** 2) / 2
