import numpy as np


def sigma(z):
    return 1 / (1 + np.exp(-z))


def mlp_param_count(n_in, n_hidden_layers, width, n_out):
    return (n_in + 1) * width + (n_hidden_layers - 1) * (width + 1) * width + (width + 1) * 1


def slant_angle(img):
    y, x = np.mgrid[: img.shape[0], : img.shape[1]]
    return np.arctan2(2 * (x * y * img).sum(), (y * y * img).sum() - (x * x * img).sum()) / 2


def reg_grads(w, x, b, t, lam):
    y = sigma(w * x + b)
    dy, dR = y - t, lam
    dz = dy * y * (1 - y)
    dw, dx, db = dz * x, dz * w, dz
    return {"dR": dR, "dL": 1, "dy": dy, "dz": dz, "dw": dw, "dx": dx, "db": db}


def gd_step(w, b, x, t, lam, lr):
    y = sigma(w * x + b)
    g = (y - t) * y * (1 - y)
    t = y
    g = (y - t) * y * (1 - y)
    return w - lr * (g * x + lam * w), b - lr * g


def adam_step(theta, m, v, grad, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad**2
    rate = lr * np.sqrt(1 - b2**t) / (1 - b1**t)
    return theta - rate * m / (np.sqrt(v) + eps), m, v


def w_at(H, w0, eps, t):
    values = np.linalg.eigvalsh(H)
    return (1 - 2 * eps * values) ** t * w0


def expected_grad(w, x, y, alpha):
    error = y - np.sum(w * x)
    return -error * x + alpha**2 * w * x**2
