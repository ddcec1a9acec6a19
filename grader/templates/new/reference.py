"""The truth for the assignment NAME, and the mistakes it knows. Students never see this file."""

import numpy as np


def standardize(x: np.ndarray) -> np.ndarray:
    """The vector, shifted and scaled to mean 0 and population standard deviation 1.

        z_i = (x_i - m) / s      m = 1/n sum x_i      s = sqrt(1/n sum (x_i - m)**2)

    x: (n,), n >= 2, not all equal. Returns (n,), without a unit.

    >>> standardize(np.array([1.0, 3.0]))
    array([-1.,  1.])
    """
    return (x - x.mean()) / np.sqrt(((x - x.mean()) ** 2).mean())


def standardize_by_sample(x: np.ndarray) -> np.ndarray:
    """Mistake: the sum of squares is divided by n - 1."""
    return (x - x.mean()) / np.sqrt(((x - x.mean()) ** 2).sum() / (len(x) - 1))


def dense_parameters(inputs: int, outputs: int) -> int:
    """Weights and biases of a dense layer.

    >>> dense_parameters(1, 1)
    2
    """
    return inputs * outputs + outputs
