import numpy as np


def adjacent_hamming(patterns):
    patterns[:-1] ^= patterns[1:]
    return patterns[:-1].sum(axis=1)
