import numpy as np


def adjacent_hamming(patterns):
    return np.sum(patterns != np.roll(patterns, -1, axis=0), axis=1)
