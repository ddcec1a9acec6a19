import math

import numpy as np


def adam_step_inside(theta, m, v, grad, t, lr, b1, b2, eps):
    m, v = b1 * np.array(m) + (1 - b1) * grad, b2 * np.array(v) + (1 - b2) * np.square(grad)
    scale = math.sqrt(1 - b2**t) / (1 - b1**t)
    return [theta - lr * scale * m / np.sqrt(v + eps * (1 - b2**t)), m, v]


def v_closed(grads, t, beta2):
    v = [0.0] * len(grads[0])
    for row in grads[:t]:  # by the recursion: the same number
        v = [beta2 * a + (1 - beta2) * g * g for a, g in zip(v, row)]
    return v


def kl_sparsity(rho, rho_hat):
    return sum(rho * math.log(rho / q) + (1 - rho) * math.log((1 - rho) / (1 - q)) for q in rho_hat)


def max_norm(W, c):
    W = np.array(W, dtype=np.float32)
    for column in W.T:
        column *= min(1.0, c / max(np.linalg.norm(column), 1e-12))
    return W


def downsample(img):
    return [[sum(img[4 * i + a][4 * j + b] for a in range(4) for b in range(4)) / 16 for j in range(7)] for i in range(7)]
