import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def mlp_param_count(n_in, n_hidden_layers, width, n_out):
    return (n_in + 1) * width + (n_hidden_layers - 1) * (width + 1) * width + (width + 1) * n_out


def logistic_to_softmax(w, b):
    w = np.asarray(w)
    return np.stack([w / 2, -w / 2]), np.array([b / 2, -b / 2])


def softmax_to_logistic(W, b):
    return W[0] - W[1], b[0] - b[1]


def committee(P, method):
    if method == "average":
        return P.mean(axis=0).argmax(axis=1)
    if method == "median":
        return np.median(P, axis=0).argmax(axis=1)
    votes = P.argmax(axis=2)
    counts = np.stack([(votes == c).sum(axis=0) for c in range(P.shape[2])], axis=1)
    return counts.argmax(axis=1)


def slant_angle(img):
    rows, columns = np.indices(img.shape)
    weight = img / img.sum()
    x = columns - (columns * weight).sum()
    y = rows - (rows * weight).sum()
    return 0.5 * np.arctan2(2 * (x * y * weight).sum(), (y * y * weight).sum() - (x * x * weight).sum())


def reg_grads(w, x, b, t, lam):
    y = sigmoid(w * x + b)
    dz = (y - t) * y * (1 - y)
    return {"dR": lam, "dL": 1.0, "dy": y - t, "dz": dz, "dw": dz * x + lam * w, "dx": dz * w, "db": dz}


def gd_step(w, b, x, t, lam, lr):
    g = reg_grads(w, x, b, t, lam)
    return w - lr * g["dw"], b - lr * g["db"]


def adam_step(theta, m, v, grad, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad**2
    return theta - lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps), m, v


def grad_J(H, w):
    return 2 * H @ w


def w_at(H, w0, eps, t):
    values, Q = np.linalg.eigh(H)
    return Q @ ((1 - 2 * eps * values) ** t * (Q.T @ w0))


def max_stable_lr(H):
    return 1 / np.linalg.eigvalsh(H).max()


def newton_step(H, w, eta):
    return (1 - eta) * w


def expected_grad(w, x, y, alpha):
    return -(y - w @ x) * x + alpha * w * x**2


def expected_grad_fixed_noise(w, x, y, alpha):
    return -(y - w @ x) * x


def mc_loss(w, x, y, alpha, n, seed):
    rng = np.random.default_rng(seed)
    delta = np.sqrt(alpha) * np.abs(w) * rng.standard_normal((n, len(w)))
    return np.mean((y - (w + delta) @ x) ** 2) / 2
