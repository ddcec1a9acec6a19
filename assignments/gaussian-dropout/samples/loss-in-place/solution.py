import numpy as np


def expected_loss(w, x, y, alpha):
    w *= x
    return (y - w.sum()) ** 2 / 2 + alpha / 2 * (w ** 2).sum()
