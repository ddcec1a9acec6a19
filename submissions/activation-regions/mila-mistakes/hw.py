import numpy as np
from scipy.spatial.distance import hamming


def adjacent_hamming(patterns):
    return [hamming(patterns[i], patterns[i + 1]) for i in range(len(patterns) - 1)]


def activation_regions(w, b, lo, hi):
    cuts = [x for x in -b / w if lo < x < hi]
    ends = [lo] + sorted(cuts) + [hi]
    return [(l, r, (w * l + b > 0).astype(int)) for l, r in zip(ends, ends[1:])]


def drift(prev, cur):
    return np.mean(prev != cur)
