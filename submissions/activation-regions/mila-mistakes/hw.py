import numpy as np


def hamming(p, q):
    return np.mean(p != q)


def adjacent_hamming(patterns):
    return [hamming(patterns[i], patterns[i + 1]) for i in range(len(patterns) - 1)]


def activation_regions(w, b, lo, hi):
    cuts = {-bi / wi for wi, bi in zip(w, b) if wi != 0 and lo < -bi / wi < hi}
    ends = [lo] + sorted(cuts) + [hi]
    return [(l, r, (w * l + b > 0).astype(int)) for l, r in zip(ends, ends[1:])]


def drift(prev, cur):
    return np.mean(prev != cur)
