import numpy as np


def drift(prev, cur):
    return np.mean(np.sum(cur[1:] != cur[:-1], axis=1))
