import numpy as np


def sigma(z):
    return 1 / (1 + np.exp(-z))


def mlp_param_count(n_in, n_hidden_layers, width, n_out):
    return (n_in + 1) * width + (n_hidden_layers - 1) * (width + 1) * width + (width + 1) * n_out


def logistic_to_softmax(w, b):
    return np.array([w, -w]), np.array([b, -b])


def committee(P, method):
    if method == "majority":
        votes = np.argmax(P, axis=2)
        return [int(np.bincount(column).argmax()) for column in votes.T]
    combined = np.mean(P, axis=0) if method == "average" else np.median(P, axis=0)
    return np.argmax(combined, axis=1)


def reg_grads(w, x, b, t, lam):
    y = sigma(w * x + b)
    slope = (y - t) * y * (1 - y)
    return {"dR": 1, "dL": 1, "dy": y - t, "dz": y - t, "dw": slope * x + lam * w, "dx": slope * w, "db": slope}


def gd_step(w, b, x, t, lam, lr):
    y = sigma(w * x + b)
    return w - lr * ((y - t) * y * (1 - y) * x + lam * w), b - lr * (y - t) * y * (1 - y)


def adam_step(theta, m, v, grad, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad**2
    m_hat = m / (1 - b1**t)
    v_hat = v / (1 - b2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


def grad_J(H, w):
    values, Q = np.linalg.eigh(H)
    return 2 * Q @ np.diag(values) @ (Q.T @ w)


def w_at(H, w0, eps, t):
    values, Q = np.linalg.eigh(H)
    return Q @ np.linalg.matrix_power(np.eye(len(w0)) - 2 * eps * np.diag(values), t) @ Q.T @ w0


def max_stable_lr(H):
    return 1 / np.max(np.linalg.eigvalsh(H))


def newton_step(H, w, eta):
    return (1 - eta) * w


def expected_grad(w, x, y, alpha):
    return -(y * x - np.sum(w * x**2)) + alpha * w**2 * x**2


def expected_grad_fixed_noise(w, x, y, alpha):
    return -(y * x - np.sum(w * x**2)) + alpha * w**2 * x**2
