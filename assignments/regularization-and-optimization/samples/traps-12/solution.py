"""Wrong in every answer, each in its own way."""


def activation_regions(w, b, lo, hi):
    cuts = []
    for x in -b[w != 0] / w[w != 0]:
        if lo < x < hi and x not in cuts:
            cuts.append(x)
    ends = [lo, *cuts, hi]
    return [(l, r, (w * (l + r) / 2 + b > 0).astype(int)) for l, r in zip(ends, ends[1:])]
