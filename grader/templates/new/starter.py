import numpy as np


def standardize(x):
    """The vector x, shifted and scaled to mean 0 and standard deviation 1."""
    raise NotImplementedError("write standardize")
