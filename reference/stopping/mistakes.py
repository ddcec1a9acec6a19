"""Wrong stops that look right. Each says in its first line what was done instead."""

import math
from collections.abc import Sequence

Stop = tuple[int, int | None]


def stop_one_late(val_losses: Sequence[float], patience: int) -> Stop:
    """Stops only when more than `patience` evaluations have not improved."""
    return _walk(val_losses, patience + 1)


def stop_ties_improve(val_losses: Sequence[float], patience: int) -> Stop:
    """An equal loss counts as an improvement."""
    return _walk(val_losses, patience, ties=True)


def stop_against_previous(val_losses: Sequence[float], patience: int) -> Stop:
    """Each loss is compared with the one before, not with the smallest so far."""
    best = waited = 0
    for i in range(1, len(val_losses)):
        if val_losses[i] < val_losses[i - 1]:
            best, waited = i, 0
        else:
            waited += 1
            if waited == patience:
                return best, i
    return best, None


def stop_as_best(val_losses: Sequence[float], patience: int) -> Stop:
    """The place of the stop is given as the best place."""
    best, stop = _walk(val_losses, patience)
    return (best if stop is None else stop), stop


def stop_never_resets(val_losses: Sequence[float], patience: int) -> Stop:
    """The counter is not set back by an improvement."""
    return _walk(val_losses, patience, resets=False)


def stop_global_minimum(val_losses: Sequence[float], patience: int) -> Stop:
    """The best of the whole list, also of what comes after the stop."""
    return min(range(len(val_losses)), key=val_losses.__getitem__), _walk(val_losses, patience)[1]


def _walk(val_losses: Sequence[float], patience: int, ties: bool = False, resets: bool = True) -> Stop:
    smallest = math.inf
    best = waited = 0
    for i, loss in enumerate(val_losses):
        if loss < smallest or (ties and loss == smallest):
            smallest, best = loss, i
            waited = 0 if resets else waited
        else:
            waited += 1
            if waited == patience:
                return best, i
    return best, None
