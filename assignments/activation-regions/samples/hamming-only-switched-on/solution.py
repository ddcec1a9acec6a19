import numpy as np


def adjacent_hamming(patterns):
    return np.sum(np.diff(patterns, axis=0) > 0, axis=1)
