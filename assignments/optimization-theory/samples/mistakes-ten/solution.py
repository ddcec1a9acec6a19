import numpy as np


def sigma(z):
    return 1 / (1 + np.exp(-z))


def reg_grads(w, x, b, t, lam):
    y = sigma(w * x + b)
    dy, dR = y - t, lam
    dz = dy * y * (1 - y)
    dw, dx, db = dz * x + lam * w, dz * w + lam * w, dz
    return {"dR": dR, "dL": 1, "dy": dy, "dz": dz, "dw": dw, "dx": dx, "db": db}


def adam_step(theta, m, v, grad, t, lr, b1, b2, eps):
    theta = theta - lr * m / (1 - b1**t) / (np.sqrt(v / (1 - b2**t)) + eps)
    return theta, b1 * m + (1 - b1) * grad, b2 * v + (1 - b2) * grad**2


def expected_grad(w, x, y, alpha):
    error = y - np.sum(w * x)
    return -error * x + alpha * w
