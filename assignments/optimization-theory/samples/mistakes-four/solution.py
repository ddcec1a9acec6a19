import numpy as np


def sigma(z):
    return 1 / (1 + np.exp(-z))


def mlp_param_count(n_in, n_hidden_layers, width, n_out):
    sizes = [n_in] + [width] * n_hidden_layers + [n_out]
    return sum(a * (b + 1) for a, b in zip(sizes, sizes[1:]))


def softmax_to_logistic(W, b):
    return 2 * (W[0] - W[1]), 2 * (b[0] - b[1])


def vote(P):
    votes = P.argmax(axis=2)
    return np.array([np.bincount(column).argmax() for column in votes.T])


def committee(P, method):
    if method == "average":
        return np.rint(P.argmax(axis=2).mean(axis=0)).astype(int)
    if method == "median":
        return np.median(P, axis=0).argmax(axis=1)
    return vote(P)


def moments(img):
    y, x = np.mgrid[: img.shape[0], : img.shape[1]]
    m = img.sum()
    x, y = x - (x * img).sum() / m, y - (y * img).sum() / m
    return (x * x * img).sum() / m, (y * y * img).sum() / m, (x * y * img).sum() / m


def slant_angle(img):
    xx, yy, xy = moments((img > 0) * 1.0)
    return np.arctan2(2 * xy, yy - xx) / 2


def reg_grads(w, x, b, t, lam):
    y = sigma(w * x + b)
    dy, dR = y - t, lam
    dy = t - y
    dz = dy * y * (1 - y)
    dw, dx, db = dz * x + lam * w, dz * w, dz
    return {"dR": dR, "dL": 1, "dy": dy, "dz": dz, "dw": dw, "dx": dx, "db": db}


def gd_step(w, b, x, t, lam, lr):
    y = sigma(w * x + b)
    g = (y - t) * y * (1 - y)
    return w - lr * (g * x + w), b - lr * g


def adam_step(theta, m, v, grad, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad**2
    m_hat, v_hat = m / (1 - b1**t), v / (1 - b2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), m_hat, v_hat


def grad_J(H, w):
    return 2 * H * w


def w_at(H, w0, eps, t):
    w = w0
    for _ in range(t + 1):
        w = w - 2 * eps * H @ w
    return w


def max_stable_lr(H):
    values = np.linalg.eigvalsh(H)
    return 1 / values.sum()


def newton_step(H, w, eta):
    return w - eta * 2 * H @ w


def expected_grad(w, x, y, alpha):
    error = y - np.sum(w * x)
    return -(y - w * x) * x + alpha * w * x**2


def expected_grad_fixed_noise(w, x, y, alpha):
    error = y - np.sum(w * x)
    return -(y - w * x) * x
