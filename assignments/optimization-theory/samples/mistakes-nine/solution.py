import numpy as np


def sigma(z):
    return 1 / (1 + np.exp(-z))


def mlp_param_count(n_in, n_hidden_layers, width, n_out):
    return 210 + 440 + 11


def reg_grads(w, x, b, t, lam):
    y = sigma(w * x + b)
    dy, dR = y - t, lam
    dz = dy * y * (1 - y)
    dw, dx, db = dz * x + lam * w, dz * w, dz + lam * b
    return {"dR": dR, "dL": 1, "dy": dy, "dz": dz, "dw": dw, "dx": dx, "db": db}


def gd_step(w, b, x, t, lam, lr):
    y = sigma(w * x + b)
    g = (y - t) * y * (1 - y)
    return w - lr * g * x, b - lr * g


def adam_step(theta, m, v, grad, t, lr, b1, b2, eps):
    b1, b2 = 0.9, 0.999
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad**2
    m_hat, v_hat = m / (1 - b1**t), v / (1 - b2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


def expected_grad(w, x, y, alpha):
    error = y - np.sum(w * x)
    return -error * x + np.sqrt(alpha) * w * x**2
