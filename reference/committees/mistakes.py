"""Wrong committees. Each says in its first line what was done instead."""

import numpy as np
import numpy.typing as npt

from reference.committees import committee

Float = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


def committee_always_majority(P: Float, method: str) -> Labels:
    """A vote, whatever method is asked for."""
    return committee(P, "majority")


def committee_always_average(P: Float, method: str) -> Labels:
    """The average, whatever method is asked for."""
    return committee(P, "average")


def committee_median_of_labels(P: Float, method: str) -> Labels:
    """The median of the members' class numbers, as if classes were ordered."""
    if method == "median":
        return np.asarray(np.median(np.argmax(P, axis=2), axis=0), np.int64)
    return committee(P, method)


def committee_mean_of_labels(P: Float, method: str) -> Labels:
    """The rounded mean of the members' class numbers."""
    if method == "average":
        return np.asarray(np.round(np.mean(np.argmax(P, axis=2), axis=0)), np.int64)
    return committee(P, method)


def committee_geometric(P: Float, method: str) -> Labels:
    """The geometric mean in place of the arithmetic one."""
    if method == "average":
        return np.asarray(np.argmax(np.prod(P, axis=0), axis=1))
    return committee(P, method)


def committee_last_on_ties(P: Float, method: str) -> Labels:
    """A tied vote goes to the class with the largest number."""
    if method != "majority":
        return committee(P, method)
    classes = P.shape[2]
    votes = np.array([np.bincount(labels, minlength=classes) for labels in np.argmax(P, axis=2).T])
    return np.asarray(classes - 1 - np.argmax(votes[:, ::-1], axis=1))


def committee_first_voter_on_ties(P: Float, method: str) -> Labels:
    """A tied vote goes to the class that was named first, as `Counter.most_common` has it."""
    if method != "majority":
        return committee(P, method)
    winners = []
    for labels in np.argmax(P, axis=2).T.tolist():
        winners.append(max(labels, key=labels.count))
    return np.array(winners)
