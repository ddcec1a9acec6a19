import numpy as np

def adjacent_hamming(patterns):
    return [sum(a != b for a, b in zip(p, q) for p, q in zip(patterns, patterns[1:])]

def drift(prev, cur):
    return np.mean(np.sum(prev != cur, axis=1))
