import numpy as np


def adjacent_hamming(patterns):
    return np.sum(patterns[1:] != patterns[:-1], axis=1)


def drift(prev, cur):
    total, i = 0, 0
    while i < len(prev):
        total += np.sum(prev[i] != cur[i])
    return total / len(prev)


def activation_regions(w, b, lo, hi):
    used = w != 0
    cuts = np.unique(-b[used] / w[used])
    ends = [lo, *cuts[(cuts > lo) & (cuts < hi)], hi]
    return [(l, r, (w * (l + r) / 2 + b > 0).astype(int)) for l, r in zip(ends, ends[1:])]
