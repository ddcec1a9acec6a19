"""The formulas and answers of the document, as they stand there."""

import numpy as np


def activation_regions(w, b, lo, hi):
    x = np.linspace(lo, hi, 400)
    on = (np.outer(x, w) + b > 0).astype(int)
    regions = []
    start = 0
    for i in range(1, len(x) + 1):
        if i == len(x) or (on[i] != on[start]).any():
            regions.append((x[start], x[i - 1], on[start]))
            start = i
    return regions
