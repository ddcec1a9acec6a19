"""Wrong in every answer, each in its own way."""

import numpy as np


def activation_regions(w, b, lo, hi):
    x = -b[w != 0] / w[w != 0]
    x = np.unique(np.round(x[(x > lo) & (x < hi)], 3))
    ends = [lo, *x, hi]
    regions = []
    for l, r in zip(ends, ends[1:]):
        x = (l + r) / 2
        regions.append((l, r, (w * x + b > 0).astype(int)))
    return regions
