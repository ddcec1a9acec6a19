import numpy as np


def adjacent_hamming(patterns):
    return list(np.sum(patterns[1:] != patterns[:-1], axis=1))


def activation_regions(w, b, lo, hi):
    used = w != 0
    cuts = np.unique(-b[used] / w[used])
    cuts = cuts[(cuts > lo) & (cuts < hi)]
    ends = np.concatenate([[lo], cuts, [hi]])
    mids = (ends[1:] + ends[:-1]) / 2
    patterns = (np.outer(mids, w) + b > 0).astype(int)
    return list(zip(ends[:-1], ends[1:], patterns))


def drift(prev, cur):
    return np.abs(prev - cur).sum(axis=1).mean()
