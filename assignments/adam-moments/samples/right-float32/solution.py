import numpy as np

f = np.float32


def adam_moments(grads, b1, b2):
    grads, b1, b2 = grads.astype(f), f(b1), f(b2)
    m = v = np.zeros(grads.shape[1], f)
    rows = []
    for t, g in enumerate(grads, 1):
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g * g
        rows.append([m, v, m / (1 - b1**t), v / (1 - b2**t)])
    return dict(zip(["m", "v", "m_hat", "v_hat"], np.stack(rows, axis=1)))


def adam_step(theta, m, v, grad, t, lr, b1, b2, eps):
    theta, m, v, grad = (a.astype(f) for a in (theta, m, v, grad))
    lr, b1, b2, eps = f(lr), f(b1), f(b2), f(eps)
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad * grad
    return theta - lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps), m, v
