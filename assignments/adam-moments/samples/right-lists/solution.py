def adam_moments(grads, b1, b2):
    out = {"m": [], "v": [], "m_hat": [], "v_hat": []}
    m = [0.0] * len(grads[0])
    v = [0.0] * len(grads[0])
    for t, row in enumerate(grads, start=1):
        m = [b1 * a + (1 - b1) * float(g) for a, g in zip(m, row)]
        v = [b2 * a + (1 - b2) * float(g) ** 2 for a, g in zip(v, row)]
        out["m"].append(m)
        out["v"].append(v)
        out["m_hat"].append([a / (1 - b1**t) for a in m])
        out["v_hat"].append([a / (1 - b2**t) for a in v])
    return out


def entry(theta, m, v, grad, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * grad
    v = b2 * v + (1 - b2) * grad**2
    return theta - lr * (m / (1 - b1**t)) / ((v / (1 - b2**t)) ** 0.5 + eps), m, v


def adam_step(theta, m, v, grad, t, lr, b1, b2, eps):
    if hasattr(grad[0], "__len__"):
        rows = [adam_step(a, b, c, d, t, lr, b1, b2, eps) for a, b, c, d in zip(theta, m, v, grad)]
    else:
        rows = [entry(float(a), float(b), float(c), float(d), t, lr, b1, b2, eps) for a, b, c, d in zip(theta, m, v, grad)]
    return tuple([row[i] for row in rows] for i in range(3))
