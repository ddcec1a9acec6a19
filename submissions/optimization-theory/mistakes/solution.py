import numpy as np


def sigma(z):
    return 1 / (1 + np.exp(-z))


def mlp_param_count(n_in, n_hidden_layers, width, n_out):
    return n_in * width + (n_hidden_layers - 1) * width**2 + width * n_out


def softmax_to_logistic(W, b):
    return W[1] - W[0], b[1] - b[0]


def vote(P):
    votes = P.argmax(axis=2)
    return np.array([np.bincount(column).argmax() for column in votes.T])


def committee(P, method):
    return vote(P)


def moments(img):
    y, x = np.mgrid[: img.shape[0], : img.shape[1]]
    m = img.sum()
    x, y = x - (x * img).sum() / m, y - (y * img).sum() / m
    return (x * x * img).sum() / m, (y * y * img).sum() / m, (x * y * img).sum() / m


def slant_angle(img):
    xx, yy, xy = moments(img)
    return np.arctan2(2 * xy, xx - yy) / 2


def reg_grads(w, x, b, t, lam):
    y = sigma(w * x + b)
    dy, dR = y - t, lam
    dz = dy * y * (1 - y)
    dw, dx, db = dz * x + lam * w, dz * w, dz
    return {"dR": 1, "dL": 1, "dy": dy, "dz": y - t, "dw": dw, "dx": dx, "db": db}


def gd_step(w, b, x, t, lam, lr):
    y = sigma(w * x + b)
    g = (y - t) * y * (1 - y)
    w = w - lr * (g * x + lam * w)
    y = sigma(w * x + b)
    b = b - lr * (y - t) * y * (1 - y)
    return w, b


def adam_step(theta, m, v, grad, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad**2
    m_hat, v_hat = m, v
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


def grad_J(H, w):
    return H @ w


def w_at(H, w0, eps, t):
    w = w0
    for _ in range(t):
        w = w - eps * H @ w
    return w


def max_stable_lr(H):
    values = np.linalg.eigvalsh(H)
    return 2 / values.max()


def newton_step(H, w, eta):
    return w - eta * np.linalg.solve(H, 2 * H @ w)


def expected_grad(w, x, y, alpha):
    error = y - np.sum(w * x)
    return -error * x


def expected_grad_fixed_noise(w, x, y, alpha):
    error = y - np.sum(w * x)
    return -error * x + alpha * w * x**2


def mc_loss(w, x, y, alpha, n, seed):
    rng = np.random.default_rng(seed)
    delta = rng.normal(0, alpha * w**2, size=(n, len(w)))
    return np.mean((y - (w + delta) @ x) ** 2) / 2
