"""Activation patterns of a small ReLU network. Ada"""
import numpy as np


def adjacent_hamming(patterns):
    return [int(np.sum(a != b)) for a, b in zip(patterns[:-1], patterns[1:])]


def activation_regions(w, b, lo, hi):
    cuts = sorted({-bi / wi for wi, bi in zip(w, b) if wi != 0 and lo < -bi / wi < hi})
    ends = [lo] + cuts + [hi]
    regions = []
    for left, right in zip(ends[:-1], ends[1:]):
        middle = 0.5 * (left + right)
        regions.append((left, right, [int(v) for v in w * middle + b > 0]))
    return regions


def drift(prev, cur):
    return np.mean(np.sum(prev != cur, axis=1))


W = np.array([-2, -1, -1, 1, 1, -0.5, 1, 2, 1, -1])
B = np.array([-3.408, -0.822, 1.574, 1.343, -9, 0.70175, -9, -1.584, 0.622, -9])

for left, right, pattern in activation_regions(W, B, -2, 2):
    print(pattern)
