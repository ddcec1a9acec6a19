import numpy as np


def expected_loss(w, x, y, alpha):
    s = y - np.sum(w * x)
    return s ** 2 / 2 + np.sum((alpha * w ** 2 * x) ** 2) / 2
