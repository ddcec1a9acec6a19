import numpy as np


def expected_loss(w, x, y, alpha):
    return 0.5(y - w @ x)**2 + alpha/2 * np.sum(w**2 x**2)
