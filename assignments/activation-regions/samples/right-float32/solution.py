import numpy as np


def adjacent_hamming(patterns):
    return np.abs(np.diff(patterns.astype(np.float32), axis=0)).sum(axis=1)


def activation_regions(w, b, lo, hi):
    w, b = w.astype(np.float32), b.astype(np.float32)
    cuts = sorted({x for x in (-b[w != 0] / w[w != 0]).tolist() if lo < x < hi})
    ends = [lo] + cuts + [hi]
    return [(l, r, np.heaviside(w * np.float32((l + r) / 2) + b, 0)) for l, r in zip(ends, ends[1:])]


def drift(prev, cur):
    return (prev != cur).sum(axis=1).astype(np.float32).mean()


W = np.array([-2, -1, -1, 1, 1, -0.5, 1, 2, 1, -1])
B = np.array([-3.408, -0.822, 1.574, 1.343, -9, 0.70175, -9, -1.584, 0.622, -9])
for _, _, row in activation_regions(W, B, -2.0, 2.0):
    print(row.astype(int))
