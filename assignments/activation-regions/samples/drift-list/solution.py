import numpy as np


def drift(prev, cur):
    return np.sum(prev != cur, axis=1)
