"""Wrong translations that look right. Each says in its first line what was done instead."""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]

Model = tuple[Float, float]


def logistic_first_row(W: Float, b: Float) -> Model:
    """The first row alone."""
    return W[0], float(b[0])


def logistic_rows_swapped(W: Float, b: Float) -> Model:
    """The second row minus the first: the probability of the other class."""
    return W[1] - W[0], float(b[1] - b[0])


def logistic_half_difference(W: Float, b: Float) -> Model:
    """Half of the difference, as if the softmax doubled it."""
    return (W[0] - W[1]) / 2, float(b[0] - b[1]) / 2


def logistic_sum(W: Float, b: Float) -> Model:
    """The sum of the rows."""
    return W[0] + W[1], float(b[0] + b[1])
