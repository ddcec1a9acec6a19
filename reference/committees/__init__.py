"""Committees of classifiers: several trained networks, one decision."""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


def committee(P: Float, method: str) -> Labels:
    """The classes that a committee decides on.

        majority  every member votes for its most probable class; the class with most votes
        average   the class with the largest mean of the members' probabilities
        median    the class with the largest median of the members' probabilities

    Source: document 001, problem 2a, after Ciresan, Meier, Gambardella & Schmidhuber, ICDAR 2011. Ties, of a member and
    of the committee, go to the class with the smallest number. The medians of a sample need not add up to 1. With an
    even number of members the median is the mean of the two in the middle.
    P: (members, samples, classes), non-negative. method: "majority", "average" or "median".
    Returns (samples,) whole numbers from 0.

    >>> scores = np.array([[[0.9, 0.1, 0.0]], [[0.1, 0.5, 0.4]], [[0.1, 0.4, 0.5]]])
    >>> [committee(scores, method).tolist() for method in ("majority", "average", "median")]
    [[0], [0], [1]]
    """
    decided: Labels = np.argmax(_support(P, method), axis=1)
    return decided


def _support(P: Float, method: str) -> Float:
    """(samples, classes): how much speaks for every class."""
    if method == "average":
        return np.asarray(np.mean(P, axis=0))
    if method == "median":
        return np.asarray(np.median(P, axis=0))
    votes = np.zeros(P.shape[1:])
    for member in P:
        for sample, probabilities in enumerate(member):
            votes[sample, np.argmax(probabilities)] += 1
    return votes


def opinions(
    rng: np.random.Generator, members: int, samples: int, classes: int, method: str, clear: bool = False
) -> dict[str, Float | str]:
    """Members who agree a little: probabilities from a Dirichlet law around a common hunch. `method` is passed on.

    clear: only samples on which no vote is tied.

    >>> drawn = opinions(np.random.default_rng(1), members=5, samples=3, classes=4, method="median")
    >>> drawn["P"].shape, np.allclose(drawn["P"].sum(axis=2), 1)
    ((5, 3, 4), True)
    """
    kept: list[Float] = []
    while len(kept) < samples:
        hunch = rng.dirichlet(np.full(classes, 2.0))
        drawn = rng.dirichlet(0.4 + 2 * hunch, size=members)
        votes = np.sort(np.bincount(np.argmax(drawn, axis=1), minlength=classes))
        if not clear or votes[-1] > votes[-2]:
            kept.append(drawn)
    return {"P": np.stack(kept, axis=1), "method": method}
