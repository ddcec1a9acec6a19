"""One step of gradient descent with weight decay. Fill in the two functions."""

import numpy as np


def l2_update(w, grad, lr, lam, m):
    """The weights after one step on data loss + lam/(2m) * sum(w**2)."""
    raise NotImplementedError


def l1_update(w, grad, lr, lam, m):
    """The weights after one subgradient step on data loss + lam/(2m) * sum(|w|)."""
    raise NotImplementedError
