"""Wrong translations between softmax and logistic models. Each says in its first line what was done instead."""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]
Model = tuple[Float, float]


def logistic_swapped(W: Float, b: Float) -> Model:
    """Second row minus first row."""
    return W[1] - W[0], float(b[1] - b[0])


def logistic_first_row(W: Float, b: Float) -> Model:
    """The first row alone."""
    return W[0], float(b[0])


def logistic_halved(W: Float, b: Float) -> Model:
    """Half of the difference, the inverse of a doubled substitution."""
    return (W[0] - W[1]) / 2, float(b[0] - b[1]) / 2


def logistic_doubled(W: Float, b: Float) -> Model:
    """Twice the difference."""
    return (W[0] - W[1]) * 2, float(b[0] - b[1]) * 2


def logistic_summed(W: Float, b: Float) -> Model:
    """The sum of the rows, which does not even notice a common shift."""
    return W[0] + W[1], float(b[0] + b[1])


def logistic_first_bias(W: Float, b: Float) -> Model:
    """The difference of the weights, but the first bias alone."""
    return W[0] - W[1], float(b[0])
