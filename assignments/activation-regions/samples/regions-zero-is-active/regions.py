import numpy as np


def activation_regions(w, b, lo, hi):
    cuts = {float(-bi / wi) for wi, bi in zip(w, b) if wi}
    ends = [lo, *sorted(cut for cut in cuts if lo < cut < hi), hi]
    return [
        (left, right, (w * (left + right) / 2 + b >= 0).astype(int))
        for left, right in zip(ends, ends[1:])
        if right - left > 1e-9
    ]
