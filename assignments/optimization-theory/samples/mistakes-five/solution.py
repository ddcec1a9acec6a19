import numpy as np


def sigma(z):
    return 1 / (1 + np.exp(-z))


def mlp_param_count(n_in, n_hidden_layers, width, n_out):
    return (n_in + 1) * width + n_hidden_layers * (width + 1) * width + (width + 1) * n_out


def softmax_to_logistic(W, b):
    return W.sum(axis=0), b.sum()


def vote(P):
    votes = P.argmax(axis=2)
    return np.array([np.bincount(column).argmax() for column in votes.T])


def committee(P, method):
    if method == "average":
        return np.log(P).mean(axis=0).argmax(axis=1)
    if method == "median":
        return np.median(P, axis=0).argmax(axis=1)
    return vote(P)


def moments(img):
    y, x = np.mgrid[: img.shape[0], : img.shape[1]]
    m = img.sum()
    x, y = x - (x * img).sum() / m, y - (y * img).sum() / m
    return (x * x * img).sum() / m, (y * y * img).sum() / m, (x * y * img).sum() / m


def slant_angle(img):
    xx, yy, xy = moments(img)
    return np.arctan2(xy, yy)


def reg_grads(w, x, b, t, lam):
    y = sigma(w * x + b)
    dy, dR = y - t, lam
    dz = dy
    dw, dx, db = dz * x + lam * w, dz * w, dz
    return {"dR": dR, "dL": 1, "dy": dy, "dz": dz, "dw": dw, "dx": dx, "db": db}


def gd_step(w, b, x, t, lam, lr):
    y = sigma(w * x + b)
    g = (y - t) * y * (1 - y)
    return w - lr * (g * x + 2 * lam * w), b - lr * g


def adam_step(theta, m, v, grad, t, lr, b1, b2, eps):
    b1, b2 = b2, b1
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad**2
    m_hat, v_hat = m / (1 - b1**t), v / (1 - b2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


def grad_J(H, w):
    return -(H + H.T) @ w


def w_at(H, w0, eps, t):
    w = w0
    for _ in range(1, t):
        w = w - 2 * eps * H @ w
    return w


def max_stable_lr(H):
    values = np.linalg.eigvalsh(H)
    return 1 / np.linalg.norm(H)


def newton_step(H, w, eta):
    return w - eta * (2 * H) @ (2 * H @ w)


def expected_grad(w, x, y, alpha):
    error = y - np.sum(w * x)
    return -error * x - alpha * w * x**2


def expected_grad_fixed_noise(w, x, y, alpha):
    error = y - np.sum(w * x)
    return error * x
