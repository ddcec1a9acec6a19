import numpy as np


def drift(prev, cur):
    return np.mean(np.any(prev != cur, axis=1))
