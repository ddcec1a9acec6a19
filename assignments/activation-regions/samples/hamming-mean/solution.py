import numpy as np


def adjacent_hamming(patterns):
    return np.mean(np.sum(patterns[1:] != patterns[:-1], axis=1))
