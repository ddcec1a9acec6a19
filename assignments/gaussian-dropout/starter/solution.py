"""What Gaussian dropout costs on average. Fill in the four functions."""

import numpy as np


def expected_loss(w, x, y, alpha):
    """The mean of J1 over the noise."""
    raise NotImplementedError


def expected_grad(w, x, y, alpha):
    """The mean gradient of J1 by w when the noise follows the weights (reading B)."""
    raise NotImplementedError


def expected_grad_fixed_noise(w, x, y, alpha):
    """The mean gradient of J1 by w when the noise is held constant (reading A)."""
    raise NotImplementedError


def mc_loss(w, x, y, alpha, n, seed):
    """The average of J1 over n draws of the noise."""
    raise NotImplementedError
