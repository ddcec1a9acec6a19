import numpy as np


def expected_loss(w, x, y, alpha):
    delta = np.sqrt(alpha) * w * np.random.randn(len(w))
    return (y - (w + delta) @ x) ** 2 / 2
