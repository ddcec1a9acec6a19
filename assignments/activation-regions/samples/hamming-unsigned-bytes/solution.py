import numpy as np


def adjacent_hamming(patterns):
    p = patterns.astype(np.uint8)
    return np.diff(p, axis=0).sum(axis=1)
