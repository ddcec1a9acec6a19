import math


def activation_regions(w, b, lo, hi):
    cuts = sorted({-float(c) / float(a) for a, c in zip(w, b) if lo < -float(c) / float(a) < hi})
    ends = [lo, *cuts, hi]
    return [(l, r, [int(a * (l + r) / 2 + c > 0) for a, c in zip(w, b)]) for l, r in zip(ends, ends[1:])]
