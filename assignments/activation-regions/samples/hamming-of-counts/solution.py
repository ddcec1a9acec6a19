import numpy as np


def adjacent_hamming(patterns):
    return np.abs(np.diff(patterns.sum(axis=1)))
