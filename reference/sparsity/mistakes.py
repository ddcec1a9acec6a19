"""Wrong divergences that look right. Each says in its first line what was done instead."""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]


def kl_exchanged(rho: float, rho_hat: Float) -> float:
    """The arguments are exchanged."""
    q = rho_hat
    return float(np.sum(q * np.log(q / rho) + (1 - q) * np.log((1 - q) / (1 - rho))))


def kl_one_term(rho: float, rho_hat: Float) -> float:
    """The term of the silent state is missing."""
    return float(np.sum(rho * np.log(rho / rho_hat)))


def kl_in_bits(rho: float, rho_hat: Float) -> float:
    """The logarithm to base 2."""
    q = rho_hat
    return float(np.sum(rho * np.log2(rho / q) + (1 - rho) * np.log2((1 - rho) / (1 - q))))


def kl_mean(rho: float, rho_hat: Float) -> float:
    """The mean over the units instead of the sum."""
    q = rho_hat
    return float(np.mean(rho * np.log(rho / q) + (1 - rho) * np.log((1 - rho) / (1 - q))))


def kl_of_mean(rho: float, rho_hat: Float) -> float:
    """The divergence of the mean over the units."""
    q = np.mean(rho_hat)
    return float(rho * np.log(rho / q) + (1 - rho) * np.log((1 - rho) / (1 - q)))
