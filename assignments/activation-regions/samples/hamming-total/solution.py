import numpy as np


def adjacent_hamming(patterns):
    return np.sum(patterns[1:] != patterns[:-1])
