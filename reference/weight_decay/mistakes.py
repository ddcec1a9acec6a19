"""Wrong steps with weight decay. Each says in its first line what was done instead."""

import math

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def step_halved(w: Float, grad: Float, eta: float, lam: float, m: int) -> Float:
    """lam/(2m) w for the slope of the penalty."""
    return w - eta * (grad + lam / (2 * m) * w)


def step_doubled(w: Float, grad: Float, eta: float, lam: float, m: int) -> Float:
    """2 lam/m w for the slope of the penalty."""
    return w - eta * (grad + 2 * lam / m * w)


def step_growing(w: Float, grad: Float, eta: float, lam: float, m: int) -> Float:
    """The slope of the penalty is subtracted."""
    return w - eta * (grad - lam / m * w)


def step_without_rate(w: Float, grad: Float, eta: float, lam: float, m: int) -> Float:
    """The decay is not multiplied with the learning rate."""
    return w - eta * grad - lam / m * w


def step_product(w: Float, grad: Float, eta: float, lam: float, m: int) -> Float:
    """The whole step is shrunk, not the old weight alone."""
    return (1 - eta * lam / m) * (w - eta * grad)


def step_exponential(w: Float, grad: Float, eta: float, lam: float, m: int) -> Float:
    """exp(-eta lam/m), which agrees with the factor to first order only."""
    return math.exp(-eta * lam / m) * w - eta * grad


def step_floored(w: Float, grad: Float, eta: float, lam: float, m: int) -> Float:
    """lam // m."""
    return w - eta * (grad + lam // m * w)


def step_times_m(w: Float, grad: Float, eta: float, lam: float, m: int) -> Float:
    """lam m in place of lam/m."""
    return w - eta * (grad + lam * m * w)


def step_unaveraged(w: Float, grad: Float, eta: float, lam: float, m: int) -> Float:
    """lam w, without dividing by m."""
    return w - eta * (grad + lam * w)


def step_undecayed(w: Float, grad: Float, eta: float, lam: float, m: int) -> Float:
    """Plain gradient descent."""
    return w - eta * grad
