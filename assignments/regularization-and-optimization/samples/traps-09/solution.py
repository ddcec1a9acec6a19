"""Wrong in every answer, each in its own way."""

import math


def early_stopping(val_losses, patience):
    smallest, best, waited = math.inf, 0, 0
    losses = val_losses
    for i in range(len(val_losses)):
        loss = losses.pop(0)
        if loss < smallest:
            smallest, best, waited = loss, i, 0
        else:
            waited += 1
            if waited == patience:
                return best, i
    return best, None


def activation_regions(w, b, lo, hi):
    cuts = sorted({-float(c) / float(a) for a, c in zip(w, b) if lo < -float(c) / float(a) < hi})
    ends = [lo, *cuts, hi]
    return [(l, r, [int(a * (l + r) / 2 + c > 0) for a, c in zip(w, b)]) for l, r in zip(ends, ends[1:])]
