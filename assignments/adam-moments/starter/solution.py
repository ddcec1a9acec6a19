"""The moments of Adam, and its step. Fill in the two functions."""

import numpy as np


def adam_moments(grads, b1, b2):
    """A dict of m, v, m_hat and v_hat after every row of grads, each shaped like grads."""
    raise NotImplementedError


def adam_step(theta, m, v, grad, t, lr, b1, b2, eps):
    """The tuple (theta, m, v) after step number t; the first step has t = 1."""
    raise NotImplementedError
