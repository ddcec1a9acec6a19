import numpy as np


def drift(prev, cur):
    return np.mean(prev != cur)
