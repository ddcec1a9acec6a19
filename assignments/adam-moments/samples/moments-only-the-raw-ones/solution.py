import numpy as np


def adam_moments(grads, b1, b2):
    m = np.zeros(grads.shape[1])
    v = np.zeros(grads.shape[1])
    out = {"m": [], "v": [], "m_hat": [], "v_hat": []}
    for t, g in enumerate(grads, start=1):
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g ** 2
        out["m"].append(m)
        out["v"].append(v)
        out["m_hat"].append(m / (1 - b1 ** t))
        out["v_hat"].append(v / (1 - b2 ** t))
    return {key: np.array(rows) for key, rows in out.items() if "hat" not in key}
