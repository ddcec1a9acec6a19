"""When to stop training."""

import math
from collections.abc import Sequence


def early_stopping(val_losses: Sequence[float], patience: int) -> tuple[int, int | None]:
    """Where the best parameters stood and where training stops.

    Remember the evaluation with the smallest loss so far; stop at the patience-th evaluation in a row that is not
    strictly smaller.

    Source: Goodfellow, Bengio & Courville, Deep Learning (2016), algorithm 7.1, whose loss starts at infinity.
    val_losses: one per evaluation, at least one; patience >= 1.
    Returns the index of the best evaluation up to the stop and the index of the stop, from 0; None where the losses
    end before the patience does. Rival: a tie that counts as an improvement.

    >>> early_stopping([1.0, 0.8, 0.7, 0.75, 0.72, 0.71, 0.74, 0.9, 0.95, 1.0], patience=5)
    (2, 7)
    """
    smallest = math.inf
    best = waited = 0
    for i, loss in enumerate(val_losses):
        if loss < smallest:
            smallest, best, waited = loss, i, 0
        else:
            waited += 1
            if waited == patience:
                return best, i
    return best, None
