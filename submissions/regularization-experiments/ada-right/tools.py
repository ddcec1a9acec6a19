import numpy as np


def adam_step_inside(theta, m, v, grad, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad**2
    return theta - lr * (m / (1 - b1**t)) / np.sqrt(v / (1 - b2**t) + eps), m, v


def v_closed(grads, t, beta2):
    ages = np.arange(t)[::-1]
    return (1 - beta2) * (beta2**ages[:, None] * grads[:t] ** 2).sum(axis=0)


def downsample(img):
    return img.reshape(7, 4, 7, 4).mean(axis=(1, 3))
